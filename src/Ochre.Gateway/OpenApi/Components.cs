using System.Text.Json.Nodes;

namespace Ochre.Gateway.OpenApi;

/// <summary>What operations share: headers, and refusals.</summary>
internal static class Components
{
    public static JsonObject Parameters()
    {
        var parameters = new JsonObject();
        foreach (var (name, schema, text) in HeaderWords.Asked)
            parameters[name] = new JsonObject { ["name"] = name, ["in"] = "header", ["description"] = text, ["schema"] = JsonNode.Parse(schema) };
        return parameters;
    }

    public static JsonObject Headers()
    {
        var headers = new JsonObject();
        foreach (var (name, schema, text) in HeaderWords.Answered)
            headers[name] = new JsonObject { ["description"] = text, ["schema"] = JsonNode.Parse(schema) };
        return headers;
    }

    public static JsonObject Refusals()
    {
        var responses = new JsonObject();
        foreach (var (status, name, text) in RefusalWords.Statuses)
            responses[name] = Refusal(status, text);
        responses["Refusal"] = Refusal(0, "Any other refusal; 500 where the gateway itself failed, and its log has the reason under the request's id.");
        return responses;
    }

    /// <summary>References by header name.</summary>
    public static JsonObject HeaderReferences(IEnumerable<string> names)
    {
        var headers = new JsonObject();
        foreach (var name in names)
            headers[name] = new JsonObject { ["$ref"] = $"#/components/headers/{name}" };
        return headers;
    }

    private static JsonObject Refusal(int status, string text)
    {
        var examples = new JsonObject();
        foreach (var (_, code, meaning) in RefusalWords.Codes.Where(refusal => refusal.Status == status))
        {
            var error = new JsonObject { ["message"] = meaning, ["type"] = TypeOf(status, code), ["param"] = null, ["code"] = code };
            examples[code] = new JsonObject { ["summary"] = meaning, ["value"] = new JsonObject { ["error"] = error } };
        }

        var content = new JsonObject { ["schema"] = AnswerSchemas.Reference("Error") };
        if (examples.Count > 0)
            content["examples"] = examples;
        return new()
        {
            ["description"] = text,
            ["headers"] = HeaderReferences([.. HeaderWords.Always, "x-should-retry", .. status is 429 or 503 or 0 ? (string[])["Retry-After"] : []]),
            ["content"] = new JsonObject { ["application/json"] = content },
        };
    }

    private static string TypeOf(int status, string code) => (status, code) switch
    {
        (_, "moderation_blocked") => "image_generation_user_error",
        (_, "budget_exceeded") => "insufficient_quota",
        (403, _) => "permission_error",
        (429, _) => "rate_limit_error",
        (501, _) => "server_error",
        (503, _) => "service_unavailable_error",
        (502 or 504, _) => "upstream_error",
        _ => "invalid_request_error",
    };
}
