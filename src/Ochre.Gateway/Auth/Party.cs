namespace Ochre.Gateway.Auth;

/// <summary>A team or a user: whoever has keys, and a budget over them all.</summary>
/// <param name="Kind">One of <see cref="PartyKind"/>.</param>
internal sealed record Party(string Kind, string Id)
{
    public string? Alias { get; init; }

    /// <summary>Names that its keys may ask for; none is all.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    public bool Blocked { get; init; }

    public Allowance Allowance { get; init; } = new();

    /// <summary>The operator's own notes: a JSON object.</summary>
    public string Metadata { get; init; } = "{}";

    public DateTimeOffset Created { get; init; }

    public DateTimeOffset Updated { get; init; }

    /// <summary>Its name among the balances: <c>team:ID</c>.</summary>
    public string Scope => $"{Kind}:{Id}";
}

/// <summary>As the database and the scopes of balances spell it.</summary>
internal static class PartyKind
{
    public const string Team = "team";
    public const string User = "user";
}
