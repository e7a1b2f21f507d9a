using System.Collections.Concurrent;

namespace Ochre.Gateway.Spend.Database;

/// <summary>
/// What gateways tell each other: a kind, such as <c>key</c>, and a text, such as its id. Best effort: whoever relies on it looks at <see cref="LastHeard"/>.
/// This one is for a gateway alone, which hears itself.
/// </summary>
internal class Signals(TimeProvider time) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Action<string>> _listeners = new(StringComparer.Ordinal);

    /// <summary>Until then nothing can have been missed. A gateway alone misses nothing.</summary>
    public virtual DateTimeOffset LastHeard => Time.GetUtcNow();

    protected TimeProvider Time => time;

    /// <summary>Calls it for every signal of this kind, this gateway's own included. It must be quick and not throw.</summary>
    public void Listen(string kind, Action<string> heard) => _listeners.AddOrUpdate(kind, heard, (_, others) => others + heard);

    /// <exception cref="DatabaseException">The others cannot be told now.</exception>
    public virtual Task TellAsync(string kind, string text, CancellationToken cancellationToken)
    {
        Hear(kind, text);
        return Task.CompletedTask;
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected void Hear(string kind, string text)
    {
        if (_listeners.TryGetValue(kind, out var heard))
            heard(text);
    }
}
