using System.Security.Cryptography;

namespace Ochre.Gateway.Auth;

/// <summary>Says whether a key that somebody shows is one that was given out, and still opens.</summary>
internal sealed class VirtualKeys(KeyLookup lookup, Lazy<Pepper> pepper, TimeProvider time)
{
    // What a key that nobody has is compared with.
    private static readonly byte[] s_nobody = RandomNumberGenerator.GetBytes(32);

    /// <summary>Neither a key nor an error: it is not known here.</summary>
    /// <exception cref="Spend.Database.DatabaseException">The database is away, and the key was not seen in the last 30 seconds.</exception>
    public async ValueTask<(VirtualKey? Key, ImageError? Error)> FindAsync(string given, CancellationToken cancellationToken)
    {
        if (!KeyText.IsPossible(given))
            return default;
        var hash = pepper.Value.Hash(given);
        var found = await lookup.FindAsync(KeyText.IdOf(given, pepper.Value), cancellationToken);
        if (found is null)
        {
            _ = CryptographicOperations.FixedTimeEquals(s_nobody, hash);
            return default;
        }

        return found.Opens(hash, time.GetUtcNow()) ? Checked(found.Key) : default;
    }

    private (VirtualKey? Key, ImageError? Error) Checked(VirtualKey key)
    {
        if (key.Expires <= time.GetUtcNow())
            return (null, new(401, "invalid_request_error", "key_expired", $"This API key has expired on {key.Expires:yyyy-MM-dd HH:mm} UTC."));
        return Bar(key) is { } bar ? (null, new(403, "permission_error", "key_blocked", $"{bar}. Ask who gave you the key.")) : (key, null);
    }

    // A team that is gone takes its budget with it, so that nothing may be spent in its name.
    private static string? Bar(VirtualKey key) => key switch
    {
        { Blocked: true } => "This API key is blocked",
        { Team.Blocked: true } => "The team of this API key is blocked",
        { User.Blocked: true } => "The user of this API key is blocked",
        { TeamId: not null, Team: null } => "The team of this API key is gone",
        { UserId: not null, User: null } => "The user of this API key is gone",
        _ => null,
    };
}
