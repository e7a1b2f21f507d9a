using System.Text.Json.Nodes;

namespace Ochre.Gateway.Tests.Keys;

/// <summary>Teams and users, through the front door.</summary>
public class PartyTests
{
    [Theory]
    [InlineData("team")]
    [InlineData("user")]
    public async Task It_is_made_changed_shown_and_listed(string kind)
    {
        await using var gateway = await KeyGateway.StartAsync();

        var made = await gateway.GetAsync($"/{kind}/new", $$"""{"{{kind}}_id":"a","{{kind}}_alias":"The A's","max_budget":50,"budget_duration":"1mo","models":["stability.*"],"rpm_limit":9,"metadata":{"x":1} }""");
        await gateway.GetAsync($"/{kind}/update", $$"""{"{{kind}}_id":"a","max_budget":60,"rpm_limit":null}""");
        var (_, id) = await gateway.MakeAsync($$"""{"{{kind}}_id":"a"}""");
        var info = await gateway.GetAsync($"/{kind}/info?{kind}_id=a");
        var listed = await gateway.GetAsync($"/{kind}/list");

        Assert.Equal("50", made["max_budget"]!.ToString());
        var shown = info[$"{kind}_info"]!;
        Assert.Equal(("The A's", "60", "1mo", null, "0", "60"), (shown[$"{kind}_alias"]!.ToString(), shown["max_budget"]!.ToString(), shown["budget_duration"]!.ToString(), shown["rpm_limit"]?.ToString(), shown["spend"]!.ToString(), shown["remaining_budget"]!.ToString()));
        Assert.Contains(info["keys"]!.AsArray(), key => key!["token"]!.ToString() == id);
        Assert.Equal("a", (kind is "team" ? listed : listed["users"])![0]![$"{kind}_id"]!.ToString());
        using var twice = await gateway.AskAsync($"/{kind}/new", $$"""{"{{kind}}_id":"a"}""");
        Assert.Equal((409, $"{kind}_id"), ((int)twice.StatusCode, (await twice.ErrorAsync())["param"]!.ToString()));
    }

    [Fact]
    public async Task A_team_without_a_name_gets_one()
    {
        await using var gateway = await KeyGateway.StartAsync();
        Assert.Matches("^[0-9A-Za-z]{16}$", (await gateway.GetAsync("/team/new", "{}"))["team_id"]!.ToString());
    }

    [Theory]
    [InlineData("team")]
    [InlineData("user")]
    public async Task Deleting_it_deletes_its_keys_and_says_which(string kind)
    {
        await using var gateway = await KeyGateway.StartAsync();
        await gateway.GetAsync($"/{kind}/new", $$"""{"{{kind}}_id":"a","auto_create_key":false}""");
        var (key, id) = await gateway.MakeAsync($$"""{"{{kind}}_id":"a"}""");
        var (other, _) = await gateway.MakeAsync();
        Assert.Equal(200, (await gateway.PaintAsync(key)).Status);

        using var missing = await gateway.AskAsync($"/{kind}/delete", $$"""{"{{kind}}_ids":["a","b"]}""");
        Assert.Equal(404, (int)missing.StatusCode);
        Assert.Equal(200, (await gateway.PaintAsync(key)).Status);
        var answer = await gateway.GetAsync($"/{kind}/delete", $$"""{"{{kind}}_ids":["a"]}""");

        Assert.Equal($$"""{"deleted":["a"],"deleted_keys":["{{id}}"]}""", answer.ToJsonString());
        Assert.Equal((401, 200), ((await gateway.PaintAsync(key)).Status, (await gateway.PaintAsync(other)).Status));
    }

    [Fact]
    public async Task A_blocked_team_and_a_blocked_user_block_their_keys()
    {
        await using var gateway = await KeyGateway.StartAsync();
        await gateway.GetAsync("/team/new", """{"team_id":"t"}""");
        var (key, _) = await gateway.MakeAsync("""{"team_id":"t","user_id":"u"}""");
        Assert.Equal(200, (await gateway.PaintAsync(key)).Status);

        await gateway.GetAsync("/team/block", """{"team_id":"t"}""");
        Assert.Equal((403, "key_blocked"), await gateway.PaintAsync(key));
        await gateway.GetAsync("/team/unblock", """{"team_id":"t"}""");
        Assert.Equal((200, null), await gateway.PaintAsync(key));
        await gateway.GetAsync("/user/update", """{"user_id":"u","blocked":true}""");
        Assert.Equal((403, "key_blocked"), await gateway.PaintAsync(key));
    }

    [Fact]
    public async Task The_models_of_team_and_user_hold_for_their_keys()
    {
        await using var gateway = await KeyGateway.StartAsync();
        await gateway.GetAsync("/team/new", """{"team_id":"t","models":["amazon.*"]}""");
        var (key, _) = await gateway.MakeAsync("""{"team_id":"t"}""");
        Assert.Equal((403, "model_access_denied"), await gateway.PaintAsync(key));

        await gateway.GetAsync("/team/update", """{"team_id":"t","models":["stability.*"]}""");
        Assert.Equal((200, null), await gateway.PaintAsync(key));
    }

    [Fact]
    public async Task A_new_user_gets_a_key_unless_told_otherwise_as_in_LiteLLM()
    {
        await using var gateway = await KeyGateway.StartAsync();

        var user = await gateway.GetAsync("/user/new", """{"user_email":"a@example.com","user_role":"internal_user"}""");
        var without = await gateway.GetAsync("/user/new", """{"auto_create_key":false}""");

        Assert.Equal(200, (await gateway.PaintAsync(user["key"]!.ToString())).Status);
        Assert.Equal(user["token"]!.ToString(), (await gateway.GetAsync($"/user/info?user_id={user["user_id"]}"))["keys"]![0]!["token"]!.ToString());
        Assert.Equal("a@example.com", user["user_alias"]!.ToString());
        Assert.Contains("user_role: means nothing here", user["warnings"]![0]!.ToString(), StringComparison.Ordinal);
        Assert.False(((JsonObject)without).ContainsKey("key"));
        // A user who is named by a key is there from then on.
        await gateway.MakeAsync("""{"user_id":"new"}""");
        Assert.Equal("new", (await gateway.GetAsync("/user/info?user_id=new"))["user_id"]!.ToString());
    }
}
