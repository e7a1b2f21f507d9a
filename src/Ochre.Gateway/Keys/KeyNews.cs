using Ochre.Gateway.Auth;

namespace Ochre.Gateway.Keys;

/// <summary>Tells every node that a key, a team or a user has changed.</summary>
internal sealed class KeyNews(KeyLookup lookup)
{
    /// <param name="id">The key's; null: any of them may have changed.</param>
    public Task ChangedAsync(string? id, CancellationToken cancellationToken)
    {
        lookup.Forget(id);
        return Task.CompletedTask;
    }
}
