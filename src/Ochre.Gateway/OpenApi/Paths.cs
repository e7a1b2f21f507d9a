using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Ochre.Gateway.Auth;

namespace Ochre.Gateway.OpenApi;

/// <summary>Every method of every route, as an operation.</summary>
internal static class Paths
{
    // What stands in a route's braces.
    private static readonly Dictionary<string, string> s_parts = new()
    {
        ["model"] = "The model; it wins over the body's. What is no letter or digit may be percent-encoded.",
        ["key"] = "The key, or its id.",
        ["name"] = "The image's name, without what stands behind its dot.",
        ["extension"] = "What the file is: `png`, `jpg` or `webp`.",
        ["image"] = "The image's name, whole.",
        ["version"] = "The files' version, as the page says it.",
        ["path"] = "The file.",
    };

    /// <returns>The paths, and the tags that occur in them.</returns>
    public static (JsonObject Paths, IReadOnlySet<string> Tags) Of(IEnumerable<RouteEndpoint> routes, IReadOnlyList<Operation> operations)
    {
        var (paths, tags) = (new JsonObject(), new HashSet<string>(StringComparer.Ordinal));
        var mapped = routes.SelectMany(route => Methods(route).Select(method => (Route: route, Method: method, Pattern: route.RoutePattern.RawText!))).ToList();
        foreach (var operation in operations)
        {
            foreach (var pattern in operation.Routes)
            {
                foreach (var (route, method, _) in mapped.Where(one => one.Pattern == pattern && (one.Method == operation.Method || (one.Method, operation.Method) is ("HEAD", "GET"))))
                {
                    tags.Add(operation.Tag);
                    var path = pattern.Replace("{**", "{", StringComparison.Ordinal);
                    if (paths[path] is not JsonObject item)
                        paths[path] = item = [];
                    item[method.ToLowerInvariant()] = Described(operation, route, pattern, method);
                }
            }
        }

        return (paths, tags);
    }

    /// <summary>Methods that a route answers.</summary>
    public static IReadOnlyList<string> Methods(RouteEndpoint route) => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [];

    private static JsonObject Described(Operation operation, RouteEndpoint route, string pattern, string method)
    {
        var isAlias = pattern != operation.Routes[0];
        if (route.Metadata.GetMetadata<Endpoints.DatabaseOff>() is not null)
            operation = new(operation.Method, operation.Id, operation.Tag, operation.Summary, operation.Routes) { Text = "This gateway records nothing (`OCHRE_DATABASE` is off), and the route says so.", Refusals = [404] };
        var described = new JsonObject
        {
            ["operationId"] = (method is "HEAD" ? "head" + char.ToUpperInvariant(operation.Id[0]) + operation.Id[1..] : operation.Id) + (isAlias ? "At" + Words(pattern) : ""),
            ["tags"] = new JsonArray(operation.Tag),
            ["summary"] = operation.Summary,
        };
        if ((isAlias ? $"The same as `{operation.Routes[0]}`, for clients that look here." : operation.Text) is { Length: > 0 } text)
            described["description"] = text;
        if (isAlias)
            described["x-ochre-same-as"] = operation.Routes[0];
        if (Parameters(operation, route) is { Count: > 0 } parameters)
            described["parameters"] = parameters;
        if (operation.Body is { } body)
            described["requestBody"] = Bodies.Request(body);
        described["responses"] = Bodies.Responses(operation, AccessOf(route), method is "HEAD");
        described["security"] = Security(AccessOf(route));
        return described;
    }

    /// <summary>Who may call; null where no key is asked for.</summary>
    private static Role? AccessOf(RouteEndpoint route) => route.Metadata.GetMetadata<IAllowAnonymous>() is null ? Access.Needed(route) : null;

    private static JsonArray Parameters(Operation operation, RouteEndpoint route)
    {
        var parameters = new JsonArray();
        foreach (var part in route.RoutePattern.Parameters)
        {
            var text = s_parts.GetValueOrDefault(part.Name) ?? $"Its id{(part.IsCatchAll ? "; an ARN may stand here, percent-encoded or as it is" : "")}.";
            parameters.Add((JsonNode)new JsonObject { ["name"] = part.Name, ["in"] = "path", ["required"] = true, ["description"] = text, ["schema"] = JsonNode.Parse(Schemas.Text) });
        }

        foreach (var query in operation.Query)
            parameters.Add((JsonNode)Query(query));
        foreach (var header in operation.Headers)
            parameters.Add((JsonNode)new JsonObject { ["$ref"] = $"#/components/parameters/{header}" });
        return parameters;
    }

    private static JsonObject Query(QueryWord query)
    {
        var parameter = new JsonObject { ["name"] = query.Name, ["in"] = "query", ["description"] = query.Text, ["schema"] = JsonNode.Parse(query.Schema) };
        if (query.IsRequired)
            parameter["required"] = true;
        if (query.Example is not { } example)
            return parameter;
        JsonNode value = parameter["schema"]!["type"]!.ToString() is "string" or "array" ? JsonValue.Create(example) : JsonNode.Parse(example)!;
        parameter["example"] = parameter["schema"]!["type"]!.ToString() is "array" ? new JsonArray(value) : value;
        return parameter;
    }

    // A role's name in a requirement is OpenAPI 3.1's own way to say which key is meant.
    private static JsonArray Security(Role? role) => role is null ? [] :
    [
        .. ((string[])["bearer", .. KeyCheck.Headers]).Select(scheme => (JsonNode)new JsonObject { [scheme] = role is Role.Admin ? new JsonArray("admin") : new JsonArray() }),
    ];

    private static string Words(string pattern) =>
        string.Concat(pattern.Split(['/', '{', '}', '*', '_', '-'], StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
