namespace Ochre.Gateway.Mcp;

/// <summary>What the operator has decided of <c>/mcp</c>.</summary>
internal sealed record McpSettings
{
    /// <summary>Whether the route is there at all.</summary>
    public bool IsOn { get; init; } = true;

    /// <summary>The only tools that are offered; none: all of them.</summary>
    public IReadOnlyList<string> Included { get; init; } = [];

    /// <summary>Tools that are not offered, also where they are included.</summary>
    public IReadOnlyList<string> Excluded { get; init; } = [];

    /// <summary>Bytes of all image blocks of one answer together, before base64. The default stays under the 1 MiB that common clients take.</summary>
    public int MaxImageBytes { get; init; } = 700_000;

    public bool Offers(string tool) => (Included.Count == 0 || Included.Contains(tool)) && !Excluded.Contains(tool);
}
