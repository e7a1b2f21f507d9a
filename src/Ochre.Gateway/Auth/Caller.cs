namespace Ochre.Gateway.Auth;

/// <summary>Who calls.</summary>
/// <param name="Id">A virtual key's id, or the hash of a key of the configuration; "" where no key is asked for.</param>
internal sealed record Caller(string Id, Role Role)
{
    public static readonly Caller Anyone = new("", Role.User);

    /// <summary>The virtual key that was shown; null for keys of the configuration.</summary>
    public VirtualKey? Key { get; init; }

    /// <summary>For the log: enough to tell callers apart, and nothing of a key.</summary>
    public string Mark => Key?.Id ?? (Id.Length > 8 ? Id[..8] : Id);
}

/// <summary>What a caller may do. Whatever is not said is denied.</summary>
internal enum Role
{
    /// <summary>Images, and what concerns his own key.</summary>
    User,

    /// <summary>The master key: all of it, and everybody's keys and spend.</summary>
    Admin,
}
