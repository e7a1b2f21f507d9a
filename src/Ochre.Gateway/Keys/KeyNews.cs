using Ochre.Gateway.Auth;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Keys;

/// <summary>Tells every node that a key, a team or a user has changed, and forgets here what others tell.</summary>
internal sealed class KeyNews
{
    private const string Key = "key", Party = "party", Missed = "missed";

    private readonly Signals _signals;

    public KeyNews(KeyLookup lookup, Signals signals)
    {
        _signals = signals;
        signals.Listen(Key, lookup.Forget);
        signals.Listen(Party, _ => lookup.Forget(null));
        // Nobody knows what was said meanwhile.
        signals.Listen(Missed, _ => lookup.Forget(null));
    }

    /// <param name="id">The key's; null: any of them may have changed.</param>
    /// <exception cref="DatabaseException">The others cannot be told now; they know within 30 seconds.</exception>
    public Task ChangedAsync(string? id) =>
        // It has happened: that whoever asked for it is gone changes nothing.
        _signals.TellAsync(id is null ? Party : Key, id ?? "all", CancellationToken.None);
}
