using System.Text.Json;
using ModelContextProtocol.Protocol;
using Ochre.Gateway.Listing;

namespace Ochre.Gateway.Mcp;

/// <summary>The answer of <c>openai_model_list</c>: the models that the caller may use, each once.</summary>
internal static class ToolModels
{
    public static CallToolResult Answer(ModelListing listing)
    {
        var facts = new ModelFacts(listing);
        List<ListedModel> all = [.. listing.Names()];
        var ids = all.Select(listed => listed.Name).ToHashSet();
        // Where a key may use an alias alone, the model's id is not among the names.
        var list = new WireToolModels("list", [.. all.Where(listed => !listed.IsAlias || !ids.Contains(listed.Model.Id)).Select(listed => Row(listed, facts))]);
        var json = JsonSerializer.SerializeToElement(list, McpJson.Plain.WireToolModels);
        return new() { Content = [new TextContentBlock { Text = json.GetRawText() }], StructuredContent = json };
    }

    private static WireToolModel Row(ListedModel listed, ModelFacts facts)
    {
        var (model, prices) = (listed.Model, listed.Model.Prices?.Lines);
        var aliases = listed.IsAlias ? [] : facts.AliasesOf(model);
        return new(
            listed.Name, model.Provider, [.. ImageRoutes.Of(model).Select(route => ImageTools.ToolOf(route)!)], [.. model.Tasks.Select(task => task.Word())],
            model.Sizes.Describe(), model.PromptMax, prices is null ? null : ModelFacts.Usd(prices.Min(line => line.Usd)),
            prices is null ? null : ModelFacts.Usd(prices.Max(line => line.Usd)), ModelFacts.Day(model.EndOfLife), aliases.Count > 0 ? aliases : null, model.Parameters);
    }
}
