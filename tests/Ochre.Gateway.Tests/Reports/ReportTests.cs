using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ochre.Gateway.Spend;
using Ochre.Gateway.Spend.Database;
using Ochre.Gateway.Tests.Keys;

namespace Ochre.Gateway.Tests.Reports;

public class ReportTests
{
    private const string Core = """{"prompt":"canary-prompt","response_format":"b64_json","user":"=canary-user","n":2}""";
    private const string Ultra = """{"prompt":"a heron","model":"stability.stable-image-ultra-v1:1","response_format":"b64_json"}""";

    [Fact]
    public async Task A_charge_says_who_bought_what_and_has_no_prompt()
    {
        await using var gateway = await KeyGateway.StartAsync();
        await gateway.GetAsync("/team/new", """{"team_id":"painters"}""");
        var (key, id) = await gateway.MakeAsync("""{"team_id":"painters","user_id":"ada","tags":["spring"]}""");
        await PaintAsync(gateway, key, Core);

        var logs = await gateway.GetAsync("/spend/logs");

        var charge = Assert.Single(logs.AsArray())!;
        Assert.Equal((id, "painters", "ada", "=canary-user"), (Text(charge, "api_key"), Text(charge, "team_id"), Text(charge, "user"), Text(charge, "end_user")));
        Assert.Equal(("stability.stable-image-core-v1:1", "text_image", "billed"), (Text(charge, "model"), Text(charge, "call_type"), Text(charge, "state")));
        Assert.Equal((0.08m, 0.04m, 2, 2), (Usd(charge, "spend"), Usd(charge, "price_per_image"), (int)charge["images_made"]!, (int)charge["images_delivered"]!));
        Assert.Equal("spring", Assert.Single(charge["request_tags"]!.AsArray())!.ToString());
        Assert.DoesNotContain("canary-prompt", logs.ToJsonString());
    }

    [Theory]
    [InlineData("/spend/logs?format=csv")]
    [InlineData("/spend/logs")]
    [InlineData("/spend/report?format=csv")]
    public async Task With_the_database_away_a_report_is_a_503_and_no_empty_table(string path)
    {
        SwitchedDatabase? database = null;
        await using var gateway = await KeyGateway.StartAsync(services: services => services.AddSingleton<IDatabase>(
            provider => database = new(SqliteDatabase.Open(Path.Combine(provider.GetRequiredService<GatewaySettings>().DataFolder, "switched.db")))));

        database!.IsAway = true;
        using var answer = await gateway.AskAsync(path);
        database.IsAway = false;

        Assert.Equal((503, "database_unavailable"), ((int)answer.StatusCode, (await answer.ErrorAsync())["code"]?.ToString()));
    }

    [Theory]
    [InlineData("/global/spend/models", "model", "stability.stable-image-ultra-v1:1", "0.14")]
    [InlineData("/global/spend/models", "model", "stability.stable-image-core-v1:1", "0.08")]
    [InlineData("/spend/tags", "tag", "spring", "0.22")]
    [InlineData("/spend/tags", "tag", "sale", "0.22")]
    [InlineData("/global/spend/teams", "team_id", "painters", "0.22")]
    [InlineData("/spend/users", "user_id", "ada", "0.22")]
    [InlineData("/spend/report?group_by=task", "task", "text_image", "0.22")]
    [InlineData("/spend/report?group_by=end_user", "end_user", "=canary-user", "0.08")]
    public async Task Spend_is_summed(string path, string name, string group, string usd)
    {
        await using var gateway = await KeyGateway.StartAsync();
        await gateway.GetAsync("/team/new", """{"team_id":"painters"}""");
        var (key, _) = await gateway.MakeAsync("""{"team_id":"painters","user_id":"ada","tags":["spring","sale"]}""");
        await PaintAsync(gateway, key, Core);
        await PaintAsync(gateway, key, Ultra);

        var lines = await gateway.GetAsync(path);

        var line = Assert.Single(lines.AsArray(), line => Text(line!, name) == group)!;
        Assert.Equal(decimal.Parse(usd, System.Globalization.CultureInfo.InvariantCulture), Usd(line, "total_spend"));
    }

    [Fact]
    public async Task Days_follow_each_other_and_the_whole_is_their_sum()
    {
        var time = new ManualTime { Start = new(2026, 3, 31, 23, 59, 0, TimeSpan.Zero) };
        await using var gateway = await KeyGateway.StartAsync(services: services => services.AddSingleton<TimeProvider>(time));
        await PaintAsync(gateway, KeyGateway.Shared, Core);
        time.Advance(TimeSpan.FromMinutes(2));
        await PaintAsync(gateway, KeyGateway.Shared, Ultra);

        var days = await gateway.GetAsync("/global/spend/logs");
        var total = await gateway.GetAsync("/global/spend");
        var one = await gateway.GetAsync("/global/spend/logs?start_date=2026-04-01&end_date=2026-04-01");

        Assert.Equal(["2026-03-31", "2026-04-01"], days.AsArray().Select(day => Text(day!, "date")));
        Assert.Equal([0.08m, 0.14m], days.AsArray().Select(day => Usd(day!, "spend")));
        Assert.Equal(0.22m, Usd(total, "spend"));
        Assert.Equal("2026-04-01", Text(Assert.Single(one.AsArray())!, "date"));
    }

    [Fact]
    public async Task A_day_and_a_model_make_a_line_for_a_chart()
    {
        var time = new ManualTime { Start = new(2026, 3, 31, 23, 59, 0, TimeSpan.Zero) };
        await using var gateway = await KeyGateway.StartAsync(services: services => services.AddSingleton<TimeProvider>(time));
        await PaintAsync(gateway, KeyGateway.Shared, Core);
        await PaintAsync(gateway, KeyGateway.Shared, Ultra);
        time.Advance(TimeSpan.FromMinutes(2));
        await PaintAsync(gateway, KeyGateway.Shared, Ultra);

        var lines = await gateway.GetAsync("/spend/report?group_by=day_model");
        using var table = await gateway.AskAsync("/spend/report?group_by=day_model&format=csv");
        var rows = (await table.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split("\r\n");

        Assert.Equal(
            [("2026-03-31", "stability.stable-image-core-v1:1", 0.08m), ("2026-03-31", "stability.stable-image-ultra-v1:1", 0.14m), ("2026-04-01", "stability.stable-image-ultra-v1:1", 0.14m)],
            lines.AsArray().Select(line => (Text(line!, "date")!, Text(line!, "model")!, Usd(line!, "total_spend"))));
        Assert.Equal(["day,model,requests,images,images_delivered,spend_usd,images_unpriced", "2026-03-31,stability.stable-image-core-v1:1,1,2,2,0.08,0"], rows[..2]);
    }

    [Fact]
    public async Task A_key_sees_its_own_charges_and_nobody_elses()
    {
        await using var gateway = await KeyGateway.StartAsync();
        var (mine, id) = await gateway.MakeAsync();
        var (other, otherId) = await gateway.MakeAsync();
        await PaintAsync(gateway, mine, Core);
        await PaintAsync(gateway, other, Ultra);
        var foreign = Text((await gateway.GetAsync($"/spend/logs?api_key={otherId}"))[0]!, "request_id");

        var own = await gateway.GetAsync($"/spend/logs?api_key={otherId}", key: mine);
        var sum = await gateway.GetAsync("/spend/report?group_by=key", key: mine);
        var asked = await gateway.GetAsync($"/spend/logs?request_id={foreign}", key: mine);

        Assert.Equal(id, Text(Assert.Single(own.AsArray())!, "api_key"));
        Assert.Equal(0.08m, Usd(Assert.Single(sum.AsArray())!, "total_spend"));
        Assert.Empty(asked.AsArray());
        foreach (var path in (string[])["/global/spend", "/global/spend/keys", "/global/spend/report", "/spend/keys", "/spend/tags"])
        {
            using var refused = await gateway.AskAsync(path, key: mine);
            Assert.Equal(403, (int)refused.StatusCode);
        }
    }

    [Fact]
    public async Task A_table_for_spreadsheets_runs_nothing_there()
    {
        await using var gateway = await KeyGateway.StartAsync();
        await PaintAsync(gateway, KeyGateway.Shared, Core);

        using var answer = await gateway.AskAsync("/spend/logs?format=csv");
        var lines = (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split("\r\n");

        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(3, lines.Length);
        Assert.Contains("\"'=canary-user\"", lines[1]);
        Assert.Equal(lines[0].Split(',').Length, lines[1].Split(',').Length);
    }

    [Theory]
    [InlineData("/spend/report?group_by=prompt", "group_by")]
    [InlineData("/spend/logs?start_date=yesterday", "start_date")]
    [InlineData("/spend/logs?start_date=2026-02-30", "start_date")]
    [InlineData("/spend/logs?end_date=2026-02-28T99:99", "end_date")]
    [InlineData("/spend/logs?start_date=2026-04-02&end_date=2026-04-01", "end_date")]
    [InlineData("/spend/logs?page=0", "page")]
    [InlineData("/spend/logs?page_size=100000", "page_size")]
    [InlineData("/spend/logs?format=xml", "format")]
    [InlineData("/spend/report?limit=-1", "limit")]
    public async Task A_question_that_cannot_be_answered_says_why(string path, string param)
    {
        await using var gateway = await KeyGateway.StartAsync();

        using var answer = await gateway.AskAsync(path);

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Equal(param, (await answer.ErrorAsync())["param"]!.ToString());
    }

    [Theory]
    [InlineData("team_id")]
    [InlineData("user_id")]
    [InlineData("end_user")]
    [InlineData("model")]
    [InlineData("state")]
    public async Task A_name_that_is_too_long_is_refused_and_not_left_out(string filter)
    {
        await using var gateway = await KeyGateway.StartAsync();

        using var answer = await gateway.AskAsync($"/spend/report?{filter}={new string('a', 301)}");

        Assert.Equal((400, filter), ((int)answer.StatusCode, (await answer.ErrorAsync())["param"]!.ToString()));
    }

    [Fact]
    public async Task Pages_hold_what_they_say()
    {
        await using var gateway = await KeyGateway.StartAsync();
        for (var i = 0; i < 3; i++)
            await PaintAsync(gateway, KeyGateway.Shared, Ultra);

        var first = await gateway.GetAsync("/spend/logs/v2?page_size=2");
        var second = await gateway.GetAsync("/spend/logs/v2?page_size=2&page=2");

        Assert.Equal((3, 2), ((int)first["total"]!, (int)first["total_pages"]!));
        Assert.Equal(3, first["data"]!.AsArray().Concat(second["data"]!.AsArray()).Select(charge => Text(charge!, "request_id")).Distinct().Count());
    }

    // Two and a half parts of the table, many of one moment, and one that still runs: each has its line, whatever part it falls into.
    [Fact]
    public async Task A_long_table_and_its_count_have_every_charge_once()
    {
        await using var gateway = await KeyGateway.StartAsync();
        var (database, now) = (gateway.Gateway.Server.Services.GetRequiredService<IDatabase>(), TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        await database.WriteAsync([.. Enumerable.Range(0, 2500).Select(i => Charge($"c{i:D4}", i == 7 ? "open" : "billed", now - i / 900))], TestContext.Current.CancellationToken);

        using var answer = await gateway.AskAsync("/spend/logs?format=csv");
        var lines = (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var pages = await gateway.GetAsync("/spend/logs/v2?page_size=100");

        Assert.Equal(Enumerable.Range(0, 2500).Select(i => $"c{i:D4}"), lines.Skip(1).Select(line => line.Split(',')[0]).Order());
        Assert.Equal((2500, 25), ((int)pages["total"]!, (int)pages["total_pages"]!));
    }

    private static Sql Charge(string id, string state, long began) => Sql.Of(
        $"""
        INSERT INTO charge (id, node, state, key_id, tags, model, requested_model, task, asked, made, unknown, delivered, reserved, cost, credited, began, expires)
        VALUES ({id}, 'n', {state}, 'k', '["a;b"]', 'm', 'm', 't', 1, 1, 0, 1, 0, 0, 0, {began}, {began + 3_600_000})
        """);

    [Fact]
    public async Task Old_charges_go_and_what_was_spent_stays_known()
    {
        var time = new ManualTime { Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero) };
        await using var gateway = await KeyGateway.StartAsync(services: services => services.AddSingleton<TimeProvider>(time));
        var (key, id) = await gateway.MakeAsync();
        await PaintAsync(gateway, key, Core);
        time.Advance(TimeSpan.FromDays(40));
        await PaintAsync(gateway, key, Ultra);
        var database = gateway.Gateway.Server.Services.GetRequiredService<IDatabase>();

        var gone = await Retention.SweepAsync(database, time.GetUtcNow().AddDays(-30), TestContext.Current.CancellationToken);

        Assert.Equal(1, gone);
        Assert.Equal(0.14m, Usd(Assert.Single((await gateway.GetAsync("/spend/logs?start_date=2026-01-01")).AsArray())!, "spend"));
        Assert.Equal(0.22m, Usd((await gateway.GetAsync($"/key/info?key={id}"))["info"]!, "total_spend"));
    }

    private static async Task PaintAsync(KeyGateway gateway, string key, string wish)
    {
        using var answer = await gateway.AskAsync("/v1/images/generations", wish, key);
        Assert.True(answer.IsSuccessStatusCode);
        await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    private static string Text(JsonNode node, string name) => node[name]!.ToString();

    private static decimal Usd(JsonNode node, string name) => node[name]!.GetValue<decimal>();
}
