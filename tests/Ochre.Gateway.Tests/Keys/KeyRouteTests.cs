using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Tests.Keys;

/// <summary>LiteLLM's key routes, through the front door.</summary>
public class KeyRouteTests
{
    private const string Core = "stability.stable-image-core-v1:1";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LiteLLMs_quick_start_works_with_the_address_alone_changed()
    {
        await using var gateway = await KeyGateway.StartAsync();

        // docs.litellm.ai/docs/proxy/virtual_keys: generate, use, ask.
        var made = await gateway.GetAsync("/key/generate", """{"models": ["gpt-3.5-turbo", "gpt-4", "gpt-image-1"], "metadata": {"user": "ishaan@berri.ai"}, "duration": "30d", "max_budget": 10, "team_id": null}""");
        var key = made["key"]!.ToString();
        var painted = await gateway.PaintAsync(key, """{"model":"gpt-image-1","prompt":"A cute baby sea otter"}""");
        var info = await gateway.GetAsync($"/key/info?key={key}", key: key);

        Assert.StartsWith("sk-", key, StringComparison.Ordinal);
        Assert.Equal(200, painted.Status);
        Assert.Equal("ishaan@berri.ai", info["info"]!["metadata"]!["user"]!.ToString());
        Assert.Equal("10", info["info"]!["max_budget"]!.ToString());
        Assert.Equal(3, info["info"]!["models"]!.AsArray().Count);
        Assert.NotNull(info["info"]!["spend"]);
        Assert.NotNull(info["info"]!["expires"]);
        Assert.Equal("no-store", (await gateway.AskAsync("/key/info", key: key)).Header("Cache-Control"));
    }

    [Fact]
    public async Task Everything_that_a_key_was_told_is_told_back_and_the_key_is_shown_once()
    {
        var time = new ManualTime();
        await using var gateway = await KeyGateway.StartAsync(services: services => services.AddSingleton<TimeProvider>(time));
        await gateway.GetAsync("/team/new", """{"team_id":"t"}""");

        var made = (await gateway.GetAsync("/key/generate", """
            {"key_alias":"poster","models":["stability.*"],"max_budget":12.345678901,"soft_budget":10,"budget_duration":"1mo","rpm_limit":6,"images_per_minute":12,
             "model_rpm_limit":{"gpt-image-1":3},"max_parallel_requests":2,"duration":"90d","metadata":{"a":[1,{"b":null}]},"tags":["x","y","x"],"user_id":"u","team_id":"t"}
            """)).AsObject();
        var key = made["key"]!.ToString();
        var info = (await gateway.GetAsync($"/key/info?key={made["token"]}"))["info"]!.AsObject();

        Assert.DoesNotContain(key[19..], info.ToJsonString(), StringComparison.Ordinal);
        Assert.False(info.ContainsKey("key"));
        made.Remove("key");
        Assert.True(JsonNode.DeepEquals(made, info), info.ToJsonString());
        var expected = JsonNode.Parse("""
            {"key_alias":"poster","models":["stability.*"],"max_budget":12.345678901,"remaining_budget":12.345678901,"soft_budget":10,"budget_duration":"1mo","rpm_limit":6,"images_per_minute":12,
             "model_rpm_limit":{"gpt-image-1":3},"max_parallel_requests":2,"expires":"2027-02-19T12:00:00+00:00","metadata":{"a":[1,{"b":null}]},"tags":["x","y"],"user_id":"u","team_id":"t",
             "blocked":false,"spend":0,"total_spend":0,"budget_reset_at":null,"created_at":"2026-11-21T12:00:00+00:00","updated_at":"2026-11-21T12:00:00+00:00"}
            """)!.AsObject();
        expected["token"] = key.Substring(3, 16);
        Assert.True(JsonNode.DeepEquals(expected, info), info.ToJsonString());
    }

    [Fact]
    public async Task An_update_changes_what_it_names_and_null_takes_away()
    {
        await using var gateway = await KeyGateway.StartAsync();
        var (_, id) = await gateway.MakeAsync("""{"key_alias":"a","models":["stability.*"],"max_budget":1,"rpm_limit":5,"duration":"30d"}""");

        await gateway.GetAsync("/key/update", $$"""{"key":"{{id}}","max_budget":2.5,"rpm_limit":null,"duration":"-1","metadata":{"x":1} }""");
        var info = (await gateway.GetAsync($"/key/info?key={id}"))["info"]!;

        Assert.Equal(("a", "2.5", null, null), (info["key_alias"]!.ToString(), info["max_budget"]!.ToString(), info["rpm_limit"]?.ToString(), info["expires"]?.ToString()));
        Assert.Equal("""["stability.*"]""", info["models"]!.ToJsonString());
        Assert.Equal("""{"x":1}""", info["metadata"]!.ToJsonString());
    }

    [Fact]
    public async Task Many_changes_at_once_lose_none()
    {
        await using var gateway = await KeyGateway.StartAsync();
        var (key, id) = await gateway.MakeAsync();

        var answers = await Task.WhenAll(
            gateway.AskAsync("/key/block", $$"""{"key":"{{id}}"}"""), gateway.AskAsync("/key/update", $$"""{"key":"{{id}}","max_budget":3}"""),
            gateway.AskAsync("/key/update", $$"""{"key":"{{id}}","rpm_limit":7}"""), gateway.AskAsync("/key/update", $$"""{"key":"{{id}}","key_alias":"b"}"""));
        var info = (await gateway.GetAsync($"/key/info?key={id}"))["info"]!;

        Assert.All(answers, answer => Assert.Equal(200, (int)answer.StatusCode));
        Assert.Equal((true, "3", "7", "b"), ((bool)info["blocked"]!, info["max_budget"]!.ToString(), info["rpm_limit"]!.ToString(), info["key_alias"]!.ToString()));
        Assert.Equal((403, "key_blocked"), await gateway.PaintAsync(key));
    }

    [Fact]
    public async Task Blocked_unblocked_and_deleted_count_from_the_answer_on()
    {
        await using var gateway = await KeyGateway.StartAsync();
        var (key, id) = await gateway.MakeAsync();
        Assert.Equal((200, null), await gateway.PaintAsync(key));

        await gateway.GetAsync("/key/block", $$"""{"key":"{{key}}"}""");
        Assert.Equal((403, "key_blocked"), await gateway.PaintAsync(key));
        await gateway.GetAsync("/key/unblock", $$"""{"key":"{{id}}"}""");
        Assert.Equal((200, null), await gateway.PaintAsync(key));
        var deleted = await gateway.GetAsync("/key/delete", $$"""{"keys":["{{key}}"]}""");
        Assert.Equal((401, "invalid_api_key"), await gateway.PaintAsync(key));

        Assert.Equal($$"""{"deleted_keys":["{{id}}"]}""", deleted.ToJsonString());
        using var gone = await gateway.AskAsync($"/key/info?key={id}");
        Assert.Equal((404, "key_not_found"), ((int)gone.StatusCode, (await gone.ErrorAsync())["code"]!.ToString()));
    }

    [Fact]
    public async Task A_list_with_one_key_that_is_not_there_deletes_nothing()
    {
        await using var gateway = await KeyGateway.StartAsync();
        var (key, id) = await gateway.MakeAsync("""{"key_alias":"kept"}""");

        using var refused = await gateway.AskAsync("/key/delete", $$"""{"keys":["{{id}}","AAAABBBBCCCCDDDD"]}""");

        Assert.Equal(404, (int)refused.StatusCode);
        Assert.Equal(200, (await gateway.PaintAsync(key)).Status);
        await gateway.GetAsync("/key/delete", """{"key_aliases":["kept"]}""");
        Assert.Equal(401, (await gateway.PaintAsync(key)).Status);
    }

    [Fact]
    public async Task A_key_ends_when_it_was_told_to()
    {
        var time = new ManualTime();
        await using var gateway = await KeyGateway.StartAsync(services: services => services.AddSingleton<TimeProvider>(time));
        var (key, _) = await gateway.MakeAsync("""{"duration":"20s"}""");

        time.Advance(TimeSpan.FromSeconds(19.9));
        Assert.Equal((200, null), await gateway.PaintAsync(key));
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal((401, "key_expired"), await gateway.PaintAsync(key));
    }

    [Fact]
    public async Task A_regenerated_key_keeps_its_id_and_the_old_one_opens_through_the_grace_period_alone()
    {
        var time = new ManualTime();
        await using var gateway = await KeyGateway.StartAsync(services: services => services.AddSingleton<TimeProvider>(time));
        var (old, id) = await gateway.MakeAsync("""{"key_alias":"a","max_budget":4}""");

        var next = await gateway.GetAsync($"/key/{old}/regenerate", """{"grace_period":"1h","max_budget":5}""");
        var key = next["key"]!.ToString();
        Assert.Equal((id, "a", "5"), (next["token"]!.ToString(), next["key_alias"]!.ToString(), next["max_budget"]!.ToString()));
        Assert.NotEqual(old, key);
        Assert.Equal((200, 200), ((await gateway.PaintAsync(old)).Status, (await gateway.PaintAsync(key)).Status));
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((401, 200), ((await gateway.PaintAsync(old)).Status, (await gateway.PaintAsync(key)).Status));

        var last = await gateway.GetAsync("/key/regenerate", $$"""{"key":"{{id}}"}""");
        Assert.Equal((401, 200), ((await gateway.PaintAsync(key)).Status, (await gateway.PaintAsync(last["key"]!.ToString())).Status));
    }

    [Fact]
    public async Task A_key_that_is_brought_along_opens_and_cannot_be_brought_twice()
    {
        await using var gateway = await KeyGateway.StartAsync();
        const string Own = "sk-brought-along-0123456789";

        var made = await gateway.GetAsync("/key/generate", $$"""{"key":"{{Own}}"}""");
        using var twice = await gateway.AskAsync("/key/generate", $$"""{"key":"{{Own}}"}""");
        var error = await twice.ErrorAsync();

        Assert.Equal(Own, made["key"]!.ToString());
        Assert.Equal(200, (await gateway.PaintAsync(Own)).Status);
        Assert.Equal(401, (await gateway.PaintAsync(Own + "0")).Status);
        Assert.Equal((409, "key"), ((int)twice.StatusCode, error["param"]!.ToString()));
        Assert.DoesNotContain(Own, error.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(made["token"]!.ToString(), (await gateway.GetAsync($"/key/info?key={Own}"))["key"]!.ToString());
    }

    [Fact]
    public async Task Keys_are_listed_by_pages_and_by_what_they_belong_to()
    {
        await using var gateway = await KeyGateway.StartAsync();
        await gateway.GetAsync("/team/new", """{"team_id":"t"}""");
        for (var i = 0; i < 25; i++)
            await gateway.MakeAsync($$"""{"key_alias":"key-{{i:00}}"{{(i % 5 == 0 ? ",\"team_id\":\"t\"" : i % 5 == 1 ? ",\"user_id\":\"u\"" : "")}}}""");

        var first = await gateway.GetAsync("/key/list");
        var third = await gateway.GetAsync("/key/list?page=3&size=10");
        var team = await gateway.GetAsync("/key/list?team_id=t&return_full_object=true");
        var user = await gateway.GetAsync("/key/list?user_id=u&size=100");
        var one = await gateway.GetAsync("/key/list?key_alias=key-07&return_full_object=true");
        var aliases = await gateway.GetAsync("/key/aliases?size=7&page=2");

        Assert.Equal((10, "25", "1", "3"), (first["keys"]!.AsArray().Count, first["total_count"]!.ToString(), first["current_page"]!.ToString(), first["total_pages"]!.ToString()));
        Assert.Equal(5, third["keys"]!.AsArray().Count);
        Assert.Equal(["key-20", "key-15", "key-10", "key-05", "key-00"], team["keys"]!.AsArray().Select(key => key!["key_alias"]!.ToString()).OrderDescending());
        Assert.Equal(5, user["keys"]!.AsArray().Count);
        Assert.Equal("key-07", Assert.Single(one["keys"]!.AsArray())!["key_alias"]!.ToString());
        Assert.Equal("key-07", aliases["aliases"]![0]!.ToString());
    }

    [Theory]
    [InlineData("POST", "Summer-Posters, Posters_2027")]
    [InlineData("s_2", "Posters_2027")]
    [InlineData("100%25", "100%")]
    [InlineData("paint", "100%")]
    [InlineData("ada", "Summer-Posters")]
    [InlineData("ÉTÉ", "ÉTÉ")]
    [InlineData("!", "")]
    [InlineData("' OR 1=1 --", "")]
    public async Task Keys_are_searched_by_a_part_of_what_people_know_of_them(string words, string aliases)
    {
        await using var gateway = await KeyGateway.StartAsync();
        await gateway.GetAsync("/team/new", """{"team_id":"painters"}""");
        await gateway.MakeAsync("""{"key_alias":"Posters_2027"}""");
        await gateway.MakeAsync("""{"key_alias":"Summer-Posters","user_id":"Ada"}""");
        await gateway.MakeAsync("""{"key_alias":"100%","team_id":"painters"}""");
        await gateway.MakeAsync("""{"key_alias":"ÉTÉ"}""");

        var found = await gateway.GetAsync($"/key/list?return_full_object=true&search={words}");

        Assert.Equal(aliases, string.Join(", ", found["keys"]!.AsArray().Select(key => key!["key_alias"]!.ToString()).OrderDescending(StringComparer.Ordinal)));
        Assert.Equal(found["keys"]!.AsArray().Count, (int)found["total_count"]!);
    }

    [Fact]
    public async Task A_search_that_is_too_long_is_refused()
    {
        await using var gateway = await KeyGateway.StartAsync();
        using var answer = await gateway.AskAsync($"/key/list?search={new string('x', 201)}");

        Assert.Equal((400, "search"), ((int)answer.StatusCode, (await answer.ErrorAsync())["param"]!.ToString()));
    }

    [Fact]
    public async Task Several_keys_are_asked_about_at_once()
    {
        await using var gateway = await KeyGateway.StartAsync();
        var (key, first) = await gateway.MakeAsync("""{"key_alias":"a"}""");
        var (_, second) = await gateway.MakeAsync("""{"key_alias":"b"}""");

        var answer = await gateway.GetAsync("/v2/key/info", $$"""{"keys":["{{key}}","{{second}}"]}""");

        Assert.Equal([first, second], answer["key"]!.AsArray().Select(one => one!.ToString()));
        Assert.Equal(["a", "b"], answer["info"]!.AsArray().Select(one => one!["key_alias"]!.ToString()));
    }

    [Fact]
    public async Task What_was_spent_comes_from_the_ledger_and_begins_again_with_its_window()
    {
        var time = new ManualTime();
        await using var gateway = await KeyGateway.StartAsync(services: services => services.AddSingleton<TimeProvider>(time));
        var (_, id) = await gateway.MakeAsync("""{"max_budget":10,"budget_duration":"30d"}""");
        var began = time.GetUtcNow().ToUnixTimeMilliseconds();
        await gateway.Gateway.Server.Services.GetRequiredService<IDatabase>().WriteAsync(
            [Sql.Of($"INSERT INTO balance (scope, began, spent, leased, total) VALUES ({$"key:{id}"}, {began}, {2_500_000_000L}, {0L}, {7_000_000_000L})")], Stop);

        var info = (await gateway.GetAsync($"/key/info?key={id}"))["info"]!;
        Assert.Equal(("2.5", "7", "7.5", "2026-12-21T12:00:00+00:00"),
            (info["spend"]!.ToString(), info["total_spend"]!.ToString(), info["remaining_budget"]!.ToString(), info["budget_reset_at"]!.ToString()));

        time.Advance(TimeSpan.FromDays(30));
        var later = (await gateway.GetAsync($"/key/info?key={id}"))["info"]!;
        Assert.Equal(("0", "7", "10", null), (later["spend"]!.ToString(), later["total_spend"]!.ToString(), later["remaining_budget"]!.ToString(), later["budget_reset_at"]?.ToString()));
    }

    [Fact]
    public async Task A_key_paints_with_its_models_alone_and_sees_no_others()
    {
        await using var gateway = await KeyGateway.StartAsync();
        var (key, _) = await gateway.MakeAsync("""{"models":["stability.stable-image-core-v1:1","amazon.*"]}""");

        Assert.Equal((200, null), await gateway.PaintAsync(key));
        Assert.Equal((200, null), await gateway.PaintAsync(key, """{"prompt":"x","model":"bedrock/amazon.nova-canvas-v1:0"}"""));
        Assert.Equal((403, "model_access_denied"), await gateway.PaintAsync(key, """{"prompt":"x","model":"stability.stable-image-ultra-v1:1"}"""));
        Assert.Equal((403, "model_access_denied"), await gateway.PaintAsync(key, """{"prompt":"x","model":"no-such-model"}"""));
        foreach (var path in (string[])["/openai/deployments/gpt-image-1/images/generations", "/v1/images/edits", "/v1/images/variations"])
        {
            using var refused = await gateway.AskAsync(path, """{"prompt":"x","model":"stability.sd3-5-large-v1:0","image":"data:image/png;base64,iVBORw0KGgo="}""", key);
            Assert.Equal((403, "model_access_denied"), ((int)refused.StatusCode, (await refused.ErrorAsync())["code"]!.ToString()));
        }

        var listed = (await gateway.GetAsync("/v1/models", key: key))["data"]!.AsArray();
        Assert.Contains(listed, model => model!["id"]!.ToString() == Core);
        Assert.All(listed, model => Assert.Matches("^(stability.stable-image-core-v1:1|amazon\\..*)$", model!["id"]!.ToString()));
        Assert.All(listed, model => Assert.Empty(model!["ochre"]!["aliases"]!.AsArray()));
        using var hidden = await gateway.AskAsync("/v1/models/gpt-image-1", key: key);
        Assert.Equal(404, (int)hidden.StatusCode);
        Assert.Equal(2, (await gateway.Gateway.InvocationsAsync()).Count);
    }

    [Fact]
    public async Task With_the_database_away_keys_that_were_seen_go_on_for_30_seconds_and_others_get_a_503()
    {
        var time = new ManualTime();
        SwitchedDatabase? database = null;
        await using var gateway = await KeyGateway.StartAsync(services: services =>
        {
            services.AddSingleton<TimeProvider>(time);
            services.AddSingleton<IDatabase>(provider => database = new(SqliteDatabase.Open(Path.Combine(provider.GetRequiredService<GatewaySettings>().DataFolder, "switched.db"))));
        });
        var (seen, id) = await gateway.MakeAsync();
        var (unseen, _) = await gateway.MakeAsync();
        Assert.Equal(200, await ListAsync(seen));

        database!.IsAway = true;
        time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.Equal(200, await ListAsync(seen));
        Assert.Equal(503, await ListAsync(unseen));
        Assert.Equal(200, await ListAsync(KeyGateway.Shared));
        Assert.Equal((503, "database_unavailable"), await gateway.PaintAsync(unseen));
        using var refused = await gateway.AskAsync("/key/block", $$"""{"key":"{{id}}"}""");
        Assert.Equal((503, "5"), ((int)refused.StatusCode, refused.Header("Retry-After")));
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(503, await ListAsync(seen));

        database.IsAway = false;
        Assert.Equal((200, 200), (await ListAsync(seen), await ListAsync(unseen)));

        async Task<int> ListAsync(string key)
        {
            using var answer = await gateway.AskAsync("/v1/models", key: key);
            return (int)answer.StatusCode;
        }
    }

    [Fact]
    public async Task What_an_administrator_does_is_logged_with_whom_and_what_and_no_key()
    {
        await using var gateway = await KeyGateway.StartAsync();
        var (key, id) = await gateway.MakeAsync();
        await gateway.GetAsync("/key/block", $$"""{"key":"{{key}}"}""");
        await gateway.GetAsync("/key/delete", $$"""{"keys":["{{key}}"]}""");

        var log = gateway.Gateway.Logged.ToString();
        foreach (var what in (string[])["made", "blocked", "deleted"])
            Assert.Matches($"Admin [0-9a-f]{{8}} {what} the key {id}, req_", log);
        Assert.DoesNotContain(key[19..], log, StringComparison.Ordinal);
        Assert.DoesNotContain(KeyGateway.Master, log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_key_has_its_own_images()
    {
        await using var gateway = await KeyGateway.StartAsync();
        var ids = new HashSet<string>();
        foreach (var key in (string[])[(await gateway.MakeAsync()).Key, (await gateway.MakeAsync()).Key, KeyGateway.Shared])
        {
            var link = (await gateway.GetAsync("/v1/images/generations", """{"prompt":"x","response_format":"url"}""", key))["data"]![0]!["url"]!.ToString();
            ids.Add(link.Split("/images/")[1].Split('/')[0].Split('_')[2]);
        }

        Assert.Equal(3, ids.Count);
    }
}
