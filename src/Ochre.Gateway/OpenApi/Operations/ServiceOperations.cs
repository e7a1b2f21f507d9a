using Ochre.Gateway.Mcp;

namespace Ochre.Gateway.OpenApi;

/// <summary>Tools for language models, what watches the gateway, pages, and the emulator inside.</summary>
internal static class ServiceOperations
{
    private const string Service = "Service", Pages = "Pages";
    private const string Any = """{"type":"object"}""";

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("POST", "callTools", "Tools", "The image routes as tools for language models (MCP)", McpEndpoint.Route)
        {
            Text = "A message of JSON-RPC 2.0 as the Model Context Protocol has it, in both of its eras. Refusals are JSON-RPC's.",
            Body = new("McpMessage", """{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}}"""),
            Answers = [new(200, "Events, each a message.", Schemas.Text) { MediaType = "text/event-stream" }, new(202, "A notification was taken.")],
            Refusals = [400, 403, 406, 413, 415],
            RefusalSchema = "RpcError",
        },
        Health("getHealth", "Is the process alive?", "/health", "/healthz", "/health/live", "/health/liveliness", "/health/liveness"),
        Health("getReadiness", "Can it take requests?", "/health/ready", "/health/readiness") with
        {
            Text = "Nothing is asked of Bedrock. `degraded`: it works, and not all of it; `failing`: every request is refused.",
            Answers = [new(200, "It can.", "Health"), new(503, "It cannot.", "Health")],
        },
        new("GET", "getMetrics", Service, "Figures for Prometheus", "/metrics")
        {
            Text = "Keys that were given out do not see them: they are everybody's figures together.",
            Answers = [new(200, "Prometheus' text format.", Schemas.Text) { MediaType = "text/plain" }],
            Refusals = [403],
        },
        new("GET", "getRequests", Service, "The requests of this moment", "/admin/requests")
        {
            Text = "Those that run, and the last that ended. To be asked again and again: with `If-None-Match` the answer is 304 where nothing has changed.",
            Answers = [new(200, "The board.", "Board"), new(304, "Not changed since.")],
        },
        new("GET", "getOpenApi", Service, "This document", "/openapi.json")
        {
            Answers = [new(200, "OpenAPI 3.1.", Any), new(304, "Not changed since.")],
        },
        Page("getPlayground", "The playground", "/") with { Answers = [.. Html, new(308, "With a prefix: the address with the slash at its end.")] },
        Page("getAdminPage", "The admin page", "/admin") with { Text = "The page itself is open; all that it shows asks for the master key." },
        Page("getDocs", "This document as a page", "/docs", "/redoc"),
        new("GET", "getAsset", Pages, "A file of the pages", "/assets/{version}/{**path}")
        {
            Answers =
            [
                .. (AnswerWord[])[.. ((string[])["text/javascript", "text/css", "text/html", "text/plain", "image/svg+xml"]).Select(type => new AnswerWord(200, "The file.", Schemas.Text) { MediaType = type })],
                new(304, "Not changed since."),
            ],
            Refusals = [404],
        },
        new("GET", "listInvocations", "Emulator", "What the emulator inside was asked, and what it billed", "/_emulator/invocations")
        {
            Text = "There is one only while the emulator serves; it answers its own machine alone.",
            Query = [new("last", """{"type":"integer","minimum":0,"default":20}""", "How many, the newest first.") { Example = "5" }],
            Answers = [new(200, "Calls of InvokeModel.", """{"type":"array","items":{"$ref":"#/components/schemas/Invocation"}}""")],
            Refusals = [403],
        },
        new("DELETE", "forgetInvocations", "Emulator", "Forget what the emulator was asked", "/_emulator/invocations")
        {
            Answers = [new(200, "Nothing is left.", """{"type":"array","items":{"$ref":"#/components/schemas/Invocation"}}""")],
            Refusals = [403],
        },
    ];

    private static AnswerWord[] Html => [new(200, "The page.", Schemas.Text) { MediaType = "text/html" }, new(304, "Not changed since.")];

    private static Operation Page(string id, string summary, params IReadOnlyList<string> routes) => new("GET", id, Pages, summary, routes) { Answers = Html };

    private static Operation Health(string id, string summary, params IReadOnlyList<string> routes) =>
        new("GET", id, Service, summary, routes) { Answers = [new(200, "It is.", "Health")] };
}
