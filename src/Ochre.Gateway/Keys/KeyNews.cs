using Ochre.Gateway.Auth;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Keys;

/// <summary>Tells every node that a key, a team or a user has changed.</summary>
internal sealed class KeyNews
{
    private const string Kind = "key";

    private readonly KeyLookup _lookup;
    private readonly Signals _signals;

    public KeyNews(KeyLookup lookup, Signals signals)
    {
        (_lookup, _signals) = (lookup, signals);
        signals.Listen(Kind, id => lookup.Forget(id.Length > 0 ? id : null));
        signals.Listen(Signals.Missed, _ => lookup.Forget(null));
    }

    /// <param name="id">The key's; null: any of them may have changed.</param>
    public async Task ChangedAsync(string? id, CancellationToken cancellationToken)
    {
        _lookup.Forget(id);
        try
        {
            await _signals.TellAsync(Kind, id ?? "", cancellationToken);
        }
        catch (DatabaseException)
        {
            // It is written. The others read a key again when it is half a minute old.
        }
    }
}
