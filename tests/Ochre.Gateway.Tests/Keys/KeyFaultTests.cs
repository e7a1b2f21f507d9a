using System.Text;
using System.Text.Json.Nodes;

namespace Ochre.Gateway.Tests.Keys;

/// <summary>What is wrong in an administrator's body has a sentence of its own, which names the field, and does nothing.</summary>
public sealed class KeyFaultTests(KeyFaultTests.OneGateway shared) : IClassFixture<KeyFaultTests.OneGateway>
{
    [Theory]
    [InlineData("""{"max_budget":-1}""", "max_budget", "from 0 to 1000000 US dollars")]
    [InlineData("""{"max_budget":1000000.01}""", "max_budget", "from 0 to 1000000 US dollars")]
    [InlineData("""{"max_budget":1e400}""", "max_budget", "1e400")]
    [InlineData("""{"max_budget":"10"}""", "max_budget", "without quotes")]
    [InlineData("""{"max_budget":1.0000000001}""", "max_budget", "nine digits")]
    [InlineData("""{"max_budget":true}""", "max_budget", "a number of US dollars")]
    [InlineData("""{"soft_budget":5,"max_budget":4}""", "soft_budget", "smaller")]
    [InlineData("""{"budget_duration":"30d"}""", "budget_duration", "'max_budget'")]
    [InlineData("""{"max_budget":1,"budget_duration":"30x"}""", "budget_duration", "'30x'")]
    [InlineData("""{"max_budget":1,"budget_duration":30}""", "budget_duration", "a string")]
    [InlineData("""{"duration":"forever"}""", "duration", "such as 30d")]
    [InlineData("""{"duration":"99999999999999999d"}""", "duration", "hundred years")]
    [InlineData("""{"duration":""}""", "duration", "empty")]
    [InlineData("""{"rpm_limit":-1}""", "rpm_limit", "from 0")]
    [InlineData("""{"rpm_limit":1.5}""", "rpm_limit", "whole number")]
    [InlineData("""{"rpm_limit":1e400}""", "rpm_limit", "is 1e400; it must be from 0")]
    [InlineData("""{"rpm_limit":3000000000}""", "rpm_limit", "3000000000")]
    [InlineData("""{"images_per_minute":"5"}""", "images_per_minute", "whole number")]
    [InlineData("""{"max_parallel_requests":[]}""", "max_parallel_requests", "whole number")]
    [InlineData("""{"model_rpm_limit":[]}""", "model_rpm_limit", "an object")]
    [InlineData("""{"model_rpm_limit":{"a":-1}}""", "model_rpm_limit.a", "whole number")]
    [InlineData("""{"models":"gpt-image-1"}""", "models", "a list of texts")]
    [InlineData("""{"models":[1]}""", "models", "a list of texts")]
    [InlineData("""{"models":[""]}""", "models", "empty")]
    [InlineData("""{"models":["a\nb"]}""", "models", "line break")]
    [InlineData("""{"tags":{}}""", "tags", "a list of texts")]
    [InlineData("""{"metadata":"x"}""", "metadata", "an object")]
    [InlineData("""{"key_alias":"  "}""", "key_alias", "empty")]
    [InlineData("""{"key_alias":"a\u0000b"}""", "key_alias", "control character")]
    [InlineData("""{"key_alias":7}""", "key_alias", "a string")]
    [InlineData("""{"blocked":"yes"}""", "blocked", "true or false")]
    [InlineData("""{"team_id":"no-such-team"}""", "team_id", "/team/new")]
    [InlineData("""{"key":"short"}""", "key", "sk-")]
    [InlineData("""{"key":"pk-0123456789abcdef"}""", "key", "sk-")]
    [InlineData("""{"key":"sk-0123456789 abcdef"}""", "key", "without spaces")]
    [InlineData("""{"max_budgt":1}""", "max_budgt", "max_budget")]
    [InlineData("""{"role":"admin"}""", "role", "There is no 'role'")]
    [InlineData("""{"is_admin":null}""", "is_admin", "There is no 'is_admin'")]
    [InlineData("""{"allowed_routes":["/key/info"]}""", "allowed_routes", "hold the caller back")]
    [InlineData("""{"model_max_budget":{"gpt-4":{"budget_limit":1}}}""", "model_max_budget", "hold the caller back")]
    [InlineData("""{"key_type":"read_only"}""", "key_type", "hold the caller back")]
    public async Task Each_wrong_value_has_its_sentence(string body, string param, string says)
    {
        using var answer = await shared.Gateway.AskAsync("/key/generate", body);
        var error = await answer.ErrorAsync();

        Assert.Equal((400, param), ((int)answer.StatusCode, error["param"]?.ToString()));
        Assert.Contains(says, error["message"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("0", (await shared.Gateway.GetAsync("/key/list"))["total_count"]!.ToString());
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("{", 400)]
    [InlineData("[]", 400)]
    [InlineData("null", 400)]
    [InlineData("""{"models":["\ud800"]}""", 400)]
    [InlineData("""{"\ud800":1}""", 400)]
    [InlineData("""{"models":[],"models":[]}""", 400)]
    public async Task A_body_that_is_none_is_a_400_on_every_route(string body, int status)
    {
        foreach (var path in (string[])["/key/generate", "/key/update", "/key/delete", "/key/block", "/key/regenerate", "/v2/key/info", "/team/new", "/team/update", "/team/delete", "/team/block", "/user/new", "/user/update", "/user/delete"])
        {
            using var answer = await shared.Gateway.AskAsync(path, body);
            Assert.Equal(status, (int)answer.StatusCode);
            await answer.ErrorAsync();
        }
    }

    [Theory]
    [InlineData("/key/generate", "/key/list?return_full_object=true")]
    [InlineData("/team/new", "/team/list")]
    [InlineData("/user/new", "/user/list")]
    public async Task Metadata_that_cannot_be_written_again_is_not_kept(string path, string list)
    {
        foreach (var metadata in (string[])["""{"a":"\ud800"}""", """{"a":[{"b":"x\udc00y"}]}""", """{"a":{"\ud800":1}}"""])
        {
            using var answer = await shared.Gateway.AskAsync(path, $$"""{"metadata":{{metadata}}}""");
            var error = await answer.ErrorAsync();

            Assert.Equal((400, "invalid_json"), ((int)answer.StatusCode, error["code"]?.ToString()));
        }

        using var all = await shared.Gateway.AskAsync(list);
        Assert.Equal(200, (int)all.StatusCode);
    }

    [Fact]
    public async Task Large_bodies_and_deep_ones_are_refused_unread()
    {
        var deep = $$"""{"metadata":{{new string('[', 5000)}}{{new string(']', 5000)}}}""";
        using var tooDeep = await shared.Gateway.AskAsync("/key/generate", deep);
        using var tooLarge = await shared.Gateway.AskAsync("/key/generate", $$"""{"metadata":{"a":"{{new string('x', 10_000_000)}}"} }""");
        using var tooMuch = await shared.Gateway.AskAsync("/key/generate", $$"""{"metadata":{"a":"{{new string('x', 20_000)}}"} }""");
        using var tooMany = await shared.Gateway.AskAsync("/key/generate", $$"""{"models":[{{string.Join(',', Enumerable.Range(0, 600).Select(i => $"\"m{i}\""))}}]}""");

        Assert.Equal((400, 413, 400, 400), ((int)tooDeep.StatusCode, (int)tooLarge.StatusCode, (int)tooMuch.StatusCode, (int)tooMany.StatusCode));
    }

    [Fact]
    public async Task A_form_is_not_taken_for_JSON()
    {
        using var answer = await shared.Gateway.Gateway.SendAsync(
            new StringContent("max_budget=1", Encoding.UTF8, "application/x-www-form-urlencoded"), "/key/generate", ("Authorization", $"Bearer {KeyGateway.Master}"));

        Assert.Equal(415, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("/key/info", 400)]
    [InlineData("/key/info?key=AAAABBBBCCCCDDDD", 404)]
    [InlineData("/key/info?key=%00", 404)]
    [InlineData("/key/list?page=0", 400)]
    [InlineData("/key/list?page=99999999999", 400)]
    [InlineData("/key/list?size=101", 400)]
    [InlineData("/key/list?size=-1", 400)]
    [InlineData("/key/list?page=10000000&size=100", 200)]
    [InlineData("/key/list?team_id=%27%20OR%201=1--", 200)]
    [InlineData("/team/info", 400)]
    [InlineData("/team/info?team_id=x", 404)]
    [InlineData("/user/info?user_id=x", 404)]
    [InlineData("/user/list?page_size=0", 400)]
    public async Task Queries_are_checked_too(string path, int status)
    {
        using var answer = await shared.Gateway.AskAsync(path);

        Assert.Equal(status, (int)answer.StatusCode);
        if (status == 200)
            Assert.Empty((await answer.JsonAsync())["keys"]!.AsArray());
    }

    [Fact]
    public async Task An_alias_belongs_to_one_key()
    {
        await using var gateway = await KeyGateway.StartAsync();
        var (_, first) = await gateway.MakeAsync("""{"key_alias":"a"}""");
        var (_, second) = await gateway.MakeAsync("""{"key_alias":"b"}""");

        using var made = await gateway.AskAsync("/key/generate", """{"key_alias":"a"}""");
        using var changed = await gateway.AskAsync("/key/update", $$"""{"key":"{{second}}","key_alias":"a"}""");
        Assert.Equal((409, 409), ((int)made.StatusCode, (int)changed.StatusCode));
        Assert.Equal("key_alias", (await changed.ErrorAsync())["param"]!.ToString());

        await gateway.GetAsync("/key/update", $$"""{"key":"{{first}}","key_alias":"a"}""");
        await gateway.GetAsync("/key/update", $$"""{"key":"{{first}}","key_alias":null}""");
        await gateway.GetAsync("/key/update", $$"""{"key":"{{second}}","key_alias":"a"}""");
    }

    [Fact]
    public async Task LiteLLMs_names_without_a_meaning_are_taken_and_told()
    {
        await using var gateway = await KeyGateway.StartAsync();

        using var answer = await gateway.AskAsync("/key/generate", """
            {"tpm_limit":1000,"aliases":{"a":"b"},"permissions":{},"config":{},"guardrails":[],"key_type":"default","spend":0,"organization_id":"o","model_max_budget":{},"models":["gpt-4"]}
            """);
        var body = await answer.JsonAsync();

        Assert.Equal(["tpm_limit", "aliases", "spend", "organization_id"], answer.Header("x-ochre-ignored")!.Split(','));
        var warnings = body["warnings"]!.AsArray().Select(warning => warning!.ToString()).ToList();
        Assert.Equal(5, warnings.Count);
        Assert.StartsWith("models: no model is named 'gpt-4'", warnings[0], StringComparison.Ordinal);
        Assert.StartsWith("tpm_limit: ", warnings[1], StringComparison.Ordinal);
        using var quiet = await gateway.AskAsync("/key/generate", "{}");
        Assert.Null(quiet.Header("x-ochre-ignored"));
        Assert.Null((await quiet.JsonAsync())["warnings"]);
    }

    [Fact]
    public async Task No_body_of_random_JSON_makes_a_500()
    {
        var random = new Random(6);
        string[] names = ["key", "key_alias", "models", "max_budget", "soft_budget", "budget_duration", "rpm_limit", "images_per_minute", "model_rpm_limit", "duration", "metadata", "tags", "user_id", "team_id", "blocked", "grace_period", "keys", "team_ids", "x"];
        string[] values = ["null", "true", "-1", "0", "1e99", "0.1", "\"\"", "\"a\"", "\"30d\"", "\"\\u0000\"", "[]", "[1]", "[\"a\"]", "{}", "{\"a\":1}", "{\"a\":{}}", "1e400", "99999999999999999999", "\"sk-0123456789abcdef\""];
        string[] paths = ["/key/generate", "/key/update", "/key/delete", "/key/block", "/key/regenerate", "/key/AAAABBBBCCCCDDDD/regenerate", "/v2/key/info", "/team/new", "/team/update", "/team/delete", "/user/new", "/user/delete"];
        await using var gateway = await KeyGateway.StartAsync();
        for (var i = 0; i < 600; i++)
        {
            var fields = Enumerable.Range(0, random.Next(4)).Select(_ => names[random.Next(names.Length)]).Distinct().Select(name => $"\"{name}\":{values[random.Next(values.Length)]}");
            var (path, body) = (paths[random.Next(paths.Length)], $"{{{string.Join(',', fields)}}}");
            using var answer = await gateway.AskAsync(path, body);
            Assert.True((int)answer.StatusCode < 500, $"{path} {body}: {(int)answer.StatusCode}");
            JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }

    /// <summary>One gateway for those who change nothing.</summary>
    public sealed class OneGateway : IAsyncLifetime
    {
        internal KeyGateway Gateway { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Gateway = await KeyGateway.StartAsync();

        public ValueTask DisposeAsync() => Gateway.DisposeAsync();
    }
}
