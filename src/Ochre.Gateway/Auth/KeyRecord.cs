using System.Security.Cryptography;

namespace Ochre.Gateway.Auth;

/// <summary>A virtual key as the database has it.</summary>
/// <param name="Hash">HMAC-SHA256 of the key: nothing that opens.</param>
internal sealed record KeyRecord(VirtualKey Key, byte[] Hash)
{
    /// <summary>The hash before the last regeneration, accepted until <see cref="OldUntil"/>.</summary>
    public byte[]? OldHash { get; init; }

    public DateTimeOffset? OldUntil { get; init; }

    /// <summary>The operator's own notes: a JSON object.</summary>
    public string Metadata { get; init; } = "{}";

    public DateTimeOffset Created { get; init; }

    /// <summary>Grows with every change, so that two changes at once are noticed.</summary>
    public DateTimeOffset Updated { get; init; }

    /// <summary>In the same time for every hash.</summary>
    public bool Opens(ReadOnlySpan<byte> hash, DateTimeOffset now) =>
        CryptographicOperations.FixedTimeEquals(Hash, hash) | (CryptographicOperations.FixedTimeEquals(OldHash ?? Hash, hash) & now < OldUntil);
}
