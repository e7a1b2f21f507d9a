using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Ochre.Gateway.Endpoints;
using Ochre.Gateway.Keys;
using Ochre.Gateway.Reports;
using Ochre.Gateway.Wire;

namespace Ochre.Gateway.OpenApi;

/// <summary>
/// The description of the routes that this gateway has, as OpenAPI 3.1: paths and who may call them from the routes themselves, requests from their readers,
/// answers from the records that are written. What only people can say stands in the words beside.
/// </summary>
internal static class OpenApiDocument
{
    private static readonly JsonTypeInfo[] s_answers =
    [
        WireJson.Default.WireError, WireJson.Default.WireModelList, WireJson.Default.WireModelInfoList, WireJson.Default.IReadOnlyListWireFoundModel,
        WireJson.Default.IReadOnlyListWireModelPrices, WireJson.Default.WireHealth, KeyJson.Default.WireKey, KeyJson.Default.WireKeyInfo, KeyJson.Default.WireKeyInfos,
        KeyJson.Default.WireKeyListString, KeyJson.Default.WireKeyListWireKey, KeyJson.Default.WireAliases, KeyJson.Default.WireDeletedKeys,
        KeyJson.Default.WireDeletedParties, KeyJson.Default.WireTeamInfo, KeyJson.Default.WireUserInfo, KeyJson.Default.WireUserList,
        SpendJson.Default.WireCharges, SpendJson.Default.IReadOnlyListWireLine, SpendJson.Default.WireTotal, SpendJson.Default.IReadOnlyListWireProvider,
        SpendJson.Default.WireTags, SpendJson.Default.IReadOnlyListWireDay, CreditJson.Default.WireCredit,
        Mcp.McpJson.Default.WireRpcError, Board.BoardJson.Default.WireBoard,
    ];

    private static readonly (string Name, string Text)[] s_tags =
    [
        ("Images", "Images from words and from pictures, as OpenAI's clients ask for them."), ("Models", "What can be called, and what it costs."),
        ("Tools", "The same for language models."), ("Keys", "Keys with models, budgets and limits of their own."), ("Teams", "Keys with one budget over them all."),
        ("Users", "People with keys."), ("Spend", "Who spent what."), ("Service", "Health and figures."), ("Pages", "For browsers."), ("Emulator", "Bedrock inside the gateway."),
    ];

    public static IReadOnlyList<Operation> Operations { get; } =
        [.. ImageOperations.All, .. ModelOperations.All, .. KeyOperations.All, .. PartyOperations.All, .. SpendOperations.All, .. ServiceOperations.All];

    public static byte[] Write(IEnumerable<RouteEndpoint> routes)
    {
        var (paths, tags) = Paths.Of(routes, Operations);
        var document = new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = Info(),
            // Beside this document, wherever a proxy has put it.
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "." }),
            ["tags"] = new JsonArray([.. s_tags.Where(tag => tags.Contains(tag.Name)).Select(tag => new JsonObject { ["name"] = tag.Name, ["description"] = tag.Text })]),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = SecuritySchemes(),
                ["schemas"] = AllSchemas(),
                ["parameters"] = Components.Parameters(),
                ["headers"] = Components.Headers(),
                ["responses"] = Components.Refusals(),
            },
        };
        return Pruned.Write(document);
    }

    private static JsonObject Info() => new()
    {
        ["title"] = "Ochre",
        ["version"] = typeof(OpenApiDocument).Assembly.GetName().Version?.ToString(3) ?? "0",
        ["summary"] = "The OpenAI Images API on AWS Bedrock.",
        ["description"] = "Unknown query parameters are ignored, and in requests `null` is as good as nothing unless a route says otherwise. Every refusal has OpenAI's shape, `{\"error\":{\"message\",\"type\",\"param\",\"code\"}}`. "
            + "A key is asked for where the operator has set one; the administrator's routes always ask for theirs.",
        ["license"] = new JsonObject { ["name"] = "Apache-2.0", ["identifier"] = "Apache-2.0" },
    };

    private static JsonObject AllSchemas()
    {
        var answers = new AnswerSchemas(AnswerWords.All);
        foreach (var type in s_answers)
            _ = answers.Add(type);
        var schemas = new JsonObject();
        foreach (var (name, schema) in RequestSchemas.All)
            schemas[name] = schema;
        foreach (var (name, schema) in ImageAnswerSchemas.All)
            schemas[name] = JsonNode.Parse(schema);
        foreach (var (name, schema) in answers.All)
            schemas[name] = schema;
        return schemas;
    }

    private static JsonObject SecuritySchemes()
    {
        var schemes = new JsonObject { ["bearer"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "As OpenAI's clients send it." } };
        foreach (var header in Auth.KeyCheck.Headers)
            schemes[header] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = header, ["description"] = "The same key; where several are sent, a header of its own wins over bearer." };
        return schemes;
    }
}
