using Ochre.Gateway.Mcp;

namespace Ochre.Gateway.Configuration;

/// <summary>What the environment says about <c>/mcp</c>; stdapi.ai's variables under their own names.</summary>
internal sealed class McpReader(SettingText text, List<string> warnings)
{
    public McpSettings Read()
    {
        var defaults = new McpSettings();
        return new()
        {
            IsOn = text.Choice("ENABLE_MCP_STREAMABLE_HTTP") ?? defaults.IsOn,
            Included = Tools("MCP_INCLUDE_TOOLS"),
            Excluded = Tools("MCP_EXCLUDE_TOOLS"),
            MaxImageBytes = text.Number("OCHRE_MCP_MAX_IMAGE_BYTES", 0, 100_000_000) ?? defaults.MaxImageBytes,
        };
    }

    // stdapi.ai has more tools than images need.
    private IReadOnlyList<string> Tools(string name)
    {
        var tools = text.List(name);
        if (tools.Where(tool => !ImageTools.Names.Contains(tool)).Select(tool => Echo.Of(tool, 60)).ToList() is { Count: > 0 } unknown)
            warnings.Add($"{name}: there is no tool '{string.Join("', '", unknown)}' here; there are {string.Join(", ", ImageTools.Names)}.");
        return tools;
    }
}
