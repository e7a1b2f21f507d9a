using System.Text.Json.Nodes;
using Ochre.Gateway.Auth;

namespace Ochre.Gateway.OpenApi;

/// <summary>Bodies of requests and of answers.</summary>
internal static class Bodies
{
    public static JsonObject Request(BodyWord body)
    {
        var content = new JsonObject { ["application/json"] = Content(body.Json, body.Example) };
        if (body.Form is { } form)
        {
            content["multipart/form-data"] = Content(form, body.FormExample);
            content["application/x-www-form-urlencoded"] = Content(body.Json, null);
        }

        return new() { ["required"] = body.IsRequired, ["content"] = content };
    }

    /// <param name="role">Who may call; null where no key is asked for.</param>
    /// <param name="isHead">Without bodies.</param>
    public static JsonObject Responses(Operation operation, Role? role, bool isHead)
    {
        var responses = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var answer in operation.Answers)
        {
            var status = answer.Status.ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (!responses.TryGetValue(status, out var response))
                responses[status] = response = new() { ["description"] = answer.Text, ["headers"] = Components.HeaderReferences([.. HeaderWords.Always, .. answer.Headers]) };
            else if (answer.Text.Length > 0 && response["description"]!.ToString() != answer.Text)
                response["description"] = $"{response["description"]} {answer.Text}";
            if (answer.Schema is null || isHead)
                continue;
            if (response["content"] is not JsonObject content)
                response["content"] = content = [];
            content[answer.MediaType] = new JsonObject { ["schema"] = SchemaOf(answer.Schema) };
        }

        foreach (var status in operation.Refusals.Concat(role is null ? [] : role is Role.Admin ? (int[])[401, 403] : [401]).Concat(operation.Body is not null && role is Role.User ? [403] : []))
        {
            var key = status.ToString(System.Globalization.CultureInfo.InvariantCulture);
            responses.TryAdd(key, Refusal(operation, RefusalWords.Statuses.First(one => one.Status == status).Name));
        }

        responses["default"] = Refusal(operation, "Refusal");
        return new JsonObject(responses.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value)));
    }

    private static JsonObject Refusal(Operation operation, string name) => operation.RefusalSchema is not { } schema
        ? new() { ["$ref"] = $"#/components/responses/{name}" }
        : new()
        {
            ["description"] = "A refusal.",
            ["headers"] = Components.HeaderReferences(HeaderWords.Always),
            ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = AnswerSchemas.Reference(schema) } },
        };

    private static JsonObject Content(string schema, string? example)
    {
        var content = new JsonObject { ["schema"] = AnswerSchemas.Reference(schema) };
        if (example is not null)
            content["example"] = JsonNode.Parse(example);
        return content;
    }

    // A name, or a schema itself.
    private static JsonNode SchemaOf(string schema) => schema.StartsWith('{') ? JsonNode.Parse(schema)! : AnswerSchemas.Reference(schema);
}
