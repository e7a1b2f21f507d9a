namespace Ochre.Gateway.Mcp;

/// <summary>The revisions of MCP that are spoken here.</summary>
internal static class McpVersions
{
    public const string Header = "MCP-Protocol-Version";

    /// <summary>Newest first.</summary>
    public static IReadOnlyList<string> All { get; } = ["2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];

    /// <summary>From 2026-07-28 on there is no handshake: each message says all, and headers repeat it. Versions are dates, and sort as text.</summary>
    public static bool IsStateless(string version) => string.CompareOrdinal(version, All[0]) >= 0;
}
