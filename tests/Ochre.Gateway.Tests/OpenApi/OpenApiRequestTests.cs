using System.Text.Json.Nodes;
using Ochre.Gateway.OpenApi;
using Ochre.Gateway.Tests.Keys;
using Ochre.Gateway.Uploads;

namespace Ochre.Gateway.Tests.OpenApi;

/// <summary>The requests of /openapi.json against those that read them: what is allowed is taken, what is not is refused by name.</summary>
public class OpenApiRequestTests
{
    private static readonly JsonNode s_absent = "a field that is not there";

    private const string Picture = ImageOperations.Sample;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("POST /v1/images/generations", """{"prompt":"A kite","stream":true}""")]
    [InlineData("POST /v1/images/edits", $$"""{"image":"{{Picture}}","model":"{{EditGateway.Cutout}}","stream":true}""")]
    [InlineData("POST /v1/images/variations", $$"""{"image":"{{Picture}}","model":"{{EditGateway.Vary}}"}""")]
    public async Task A_field_of_an_image_request_takes_what_it_says_and_refuses_the_next(string operation, string around)
    {
        await using var gateway = await EditGateway.StartAsync();
        var schema = (await ApiDescription.OfAsync(gateway.Running)).Body(operation);
        var path = operation.Split(' ')[1];
        Task<(int, string?, string?)> AskAsync(string name, JsonNode? value) => PostAsync(gateway.Running, path, around, name, value);

        foreach (var (name, field) in Fields(schema, except: ["image", "images", "mask"]))
            await HoldAsync(name, field, AskAsync);
    }

    [Theory]
    [InlineData("POST /key/generate", """{"max_budget":1000000}""")]
    [InlineData("POST /key/update", """{"key":"KEY_ID","max_budget":1000000}""")]
    [InlineData("POST /key/regenerate", """{"key":"KEY_ID","max_budget":1000000}""")]
    [InlineData("POST /key/delete", """{"key_aliases":["nobody"]}""")]
    [InlineData("POST /key/block", """{"key":"KEY_ID"}""")]
    [InlineData("POST /v2/key/info", """{"keys":["KEY_ID"]}""")]
    [InlineData("POST /team/new", """{"max_budget":1000000}""")]
    [InlineData("POST /team/update", """{"team_id":"TEAM_ID","max_budget":1000000}""")]
    [InlineData("POST /team/block", """{"team_id":"TEAM_ID"}""")]
    [InlineData("POST /team/delete", """{"team_ids":["nobody"]}""")]
    [InlineData("POST /user/new", """{"max_budget":1000000}""")]
    [InlineData("POST /user/update", """{"user_id":"USER_ID","max_budget":1000000}""")]
    [InlineData("POST /user/delete", """{"user_ids":["nobody"]}""")]
    [InlineData("POST /spend/credit", """{"request_id":"req_1","reason":"because"}""")]
    public async Task A_field_of_an_administrators_request_takes_what_it_says_and_refuses_the_next(string operation, string around)
    {
        await using var gateway = await KeyGateway.StartAsync();
        var (_, key) = await gateway.MakeAsync();
        var team = (await gateway.GetAsync("/team/new", "{}"))["team_id"]!.ToString();
        var user = (await gateway.GetAsync("/user/new", "{}"))["user_id"]!.ToString();
        around = around.Replace("KEY_ID", key, StringComparison.Ordinal).Replace("TEAM_ID", team, StringComparison.Ordinal).Replace("USER_ID", user, StringComparison.Ordinal);
        var schema = (await ApiDescription.OfAsync(gateway.Gateway)).Body(operation);
        Task<(int, string?, string?)> AskAsync(string name, JsonNode? value) =>
            PostAsync(gateway.Gateway, operation.Split(' ')[1], around, name, value, ("Authorization", $"Bearer {KeyGateway.Master}"));

        foreach (var (name, field) in Fields(schema, except: []))
            await HoldAsync(name, field, AskAsync);
        Assert.Equal((400, "nonsense", "unknown_parameter"), await AskAsync("nonsense", 1));
    }

    [Theory]
    [InlineData("POST /v1/images/generations", "moderation", "low")]
    [InlineData("POST /v1/images/generations", "background", "transparent")]
    [InlineData("POST /v1/images/edits", "input_fidelity", "high")]
    public async Task Words_that_are_known_to_be_refused_are_not_in_it(string operation, string name, string word)
    {
        await using var gateway = await EditGateway.StartAsync();
        var field = (await ApiDescription.OfAsync(gateway.Running)).Body(operation)["properties"]![name]!;

        Assert.DoesNotContain(word, field["enum"]!.AsArray().Select(one => (string?)one));
        var (status, param, _) = await PostAsync(gateway.Running, operation.Split(' ')[1], $$"""{"prompt":"A kite","image":"{{Picture}}"}""", name, word);
        Assert.Equal((400, name), (status, param));
    }

    [Fact]
    public async Task What_a_variation_refuses_is_not_in_it()
    {
        await using var gateway = await EditGateway.StartAsync();
        var fields = (await ApiDescription.OfAsync(gateway.Running)).Body("POST /v1/images/variations")["properties"]!.AsObject();

        Assert.DoesNotContain("stream", fields.Select(field => field.Key));
        Assert.Equal((400, "stream", "invalid_value"), await PostAsync(gateway.Running, "/v1/images/variations", $$"""{"image":"{{Picture}}"}""", "stream", true));
    }

    [Theory]
    [InlineData("fit", "exact", null)]
    [InlineData("fit", "none", null)]
    [InlineData("fit", "sideways", "fit")]
    [InlineData("fat", "exact", "ochre.fat")]
    public async Task The_gateways_own_controls_are_those_that_it_names(string name, string word, string? refused)
    {
        await using var gateway = await EditGateway.StartAsync();
        var ochre = (await ApiDescription.OfAsync(gateway.Running)).Body("POST /v1/images/generations")["properties"]!["ochre"]!;
        var (_, param, _) = await PostAsync(gateway.Running, "/v1/images/generations", """{"prompt":"A kite"}""", "ochre", new JsonObject { [name] = word });

        var isAllowed = ochre["properties"]![name]?["enum"]!.AsArray().Any(one => one!.ToString() == word) is true;
        Assert.Equal((refused is null, refused), (isAllowed, param));
    }

    [Theory]
    [InlineData("POST /v1/images/edits")]
    [InlineData("POST /v1/images/variations")]
    public async Task A_form_has_the_fields_of_its_JSON_and_each_is_read_by_its_type(string operation)
    {
        await using var gateway = await RunningGateway.StartAsync();
        var description = await ApiDescription.OfAsync(gateway);
        var (json, form) = (description.Body(operation)["properties"]!.AsObject(), description.Body(operation, "multipart/form-data")["properties"]!.AsObject());

        Assert.Equal(json.Select(field => field.Key), form.Select(field => field.Key));
        foreach (var (name, field) in form.Where(field => field.Key is not ("image" or "images" or "mask" or "ochre")))
        {
            Assert.True(FormValue.IsDeclared(name), $"{name} would be taken for JSON in a form");
            Assert.False(Probes.TakesNull(field!.AsObject()), $"{name}: a form has no null");
        }
    }

    [Theory]
    [InlineData("GET /v1/models")]
    [InlineData("GET /search_models")]
    [InlineData("GET /model_pricing")]
    [InlineData("GET /key/list")]
    [InlineData("GET /key/aliases")]
    [InlineData("GET /team/list")]
    [InlineData("GET /user/list")]
    [InlineData("GET /spend/logs")]
    [InlineData("GET /spend/logs/v2")]
    [InlineData("GET /spend/report")]
    [InlineData("GET /global/spend/models")]
    public async Task A_query_takes_what_it_says_and_refuses_the_next(string operation)
    {
        await using var gateway = await KeyGateway.StartAsync();
        var description = await ApiDescription.OfAsync(gateway.Gateway);

        foreach (var parameter in description.Operation(operation)["parameters"]!.AsArray().Select(one => one!))
        {
            var (name, schema) = (parameter["name"]!.ToString(), parameter["schema"]!.AsObject());
            var one = schema["items"]?.AsObject() ?? schema;
            if (Probes.TypeOf(one) is "string" && one["enum"] is null && one["format"] is null)
                continue;
            IEnumerable<JsonNode?> allowed = one["format"] is null ? Probes.Allowed(one) : ["2026-11-21"];
            foreach (var value in allowed)
                Assert.Equal((200, name, value), (await StatusAsync(gateway, operation, name, value!.ToString()), name, value));
            // LiteLLM's flags are read as it reads them: anything else is no.
            if (name is "return_full_object" or "summarize")
                continue;
            IEnumerable<JsonNode> refused = one["format"] is null ? Probes.Refused(one) : ["2026-02-30", "yesterday"];
            foreach (var value in refused)
                Assert.Equal((400, name, value), (await StatusAsync(gateway, operation, name, value.ToString()), name, value));
        }
    }

    private static async Task<int> StatusAsync(KeyGateway gateway, string operation, string name, string value)
    {
        using var answer = await gateway.AskAsync($"{operation.Split(' ')[1]}?{name}={Uri.EscapeDataString(value)}");
        return (int)answer.StatusCode;
    }

    private static IEnumerable<(string Name, JsonObject Schema)> Fields(JsonObject schema, string[] except) =>
        schema["properties"]!.AsObject().Where(field => !except.Contains(field.Key)).Select(field => (field.Key, field.Value!.AsObject()));

    private static async Task HoldAsync(string name, JsonObject field, Func<string, JsonNode?, Task<(int Status, string? Param, string? Code)>> askAsync)
    {
        // As good as nothing.
        if (Probes.TakesNull(field))
            Assert.Equal((name, await askAsync(name, s_absent)), (name, await askAsync(name, null)));
        foreach (var value in Probes.Allowed(field))
        {
            var (status, param, code) = await askAsync(name, value);
            Assert.True(status < 500 && code is not ("unknown_parameter" or "invalid_type"), $"{name}={Shown(value)}: {status} {code}");
            // What has to be the name of something is looked for, and not found.
            Assert.True(status == 200 || !param!.StartsWith(name, StringComparison.Ordinal) || IsName(name), $"{name}={Shown(value)}: {status} {code}");
        }

        // What LiteLLM alone knows may be anything.
        if (field["deprecated"] is not null)
            return;
        foreach (var value in Probes.Refused(field))
        {
            var (status, param, code) = await askAsync(name, value);
            Assert.True(status == 400 && param == name, $"{name}={Shown(value)}: {status} {code} {param}");
        }
    }

    private static bool IsName(string field) =>
        field is "model" or "key" or "team_id" or "user_id" or "request_id" or "style" or "keys" or "key_aliases" or "team_ids" or "user_ids" || field.StartsWith("guardrail", StringComparison.Ordinal);

    private static string Shown(JsonNode? value) => value?.ToJsonString() is { Length: > 60 } text ? text[..60] : value?.ToJsonString() ?? "null";

    private static async Task<(int Status, string? Param, string? Code)> PostAsync(
        RunningGateway gateway, string path, string around, string name, JsonNode? value, params (string, string)[] headers)
    {
        var body = JsonNode.Parse(around)!.AsObject();
        if (value == s_absent)
            body.Remove(name);
        else
            body[name] = value?.DeepClone();
        using var answer = await gateway.PostAsync(body.ToJsonString(), path, headers);
        if (answer.IsSuccessStatusCode)
        {
            await answer.Content.ReadAsByteArrayAsync(Stop);
            return (200, null, null);
        }

        var error = await answer.ErrorAsync();
        return ((int)answer.StatusCode, (string?)error["param"], (string?)error["code"]);
    }
}
