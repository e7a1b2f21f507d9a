using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Ochre.Gateway.Tests.OpenApi;

/// <summary>The document as a client gets it.</summary>
internal sealed class ApiDescription(JsonNode document)
{
    private static readonly string[] s_methods = ["get", "head", "post", "put", "patch", "delete", "options"];

    public JsonNode Root => document;

    public static async Task<ApiDescription> OfAsync(RunningGateway gateway) =>
        new(JsonNode.Parse(await gateway.CreateClient().GetStringAsync("/openapi.json", TestContext.Current.CancellationToken))!);

    /// <summary>Routes that the gateway really has, as "METHOD /path".</summary>
    public static IEnumerable<(string Name, RouteEndpoint Route)> RoutesOf(RunningGateway gateway) =>
        from route in gateway.Server.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        from method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
        select ($"{method} {route.RoutePattern.RawText!.Replace("{**", "{", StringComparison.Ordinal)}", route);

    public IEnumerable<(string Name, JsonNode Operation)> Operations =>
        from path in document["paths"]!.AsObject()
        from member in path.Value!.AsObject()
        where s_methods.Contains(member.Key)
        select ($"{member.Key.ToUpperInvariant()} {path.Key}", member.Value!);

    public JsonNode Operation(string name) => Operations.Single(one => one.Name == name).Operation;

    public JsonObject Schema(string name) => document["components"]!["schemas"]![name]!.AsObject();

    /// <summary>The schema of an operation's body.</summary>
    public JsonObject Body(string operation, string mediaType = "application/json") =>
        Schema(Operation(operation)["requestBody"]!["content"]![mediaType]!["schema"]!["$ref"]!.ToString().Split('/')[^1]);

    /// <summary>What stands at a reference, or the thing itself.</summary>
    public JsonNode Resolved(JsonNode node) =>
        node["$ref"]?.ToString() is { } reference ? reference[2..].Split('/').Aggregate(document, (at, step) => at[step]!) : node;
}
