using Microsoft.Extensions.DependencyInjection;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Tests.Replay;

/// <summary>One key, one purchase: whatever happens to connections, processes and files.</summary>
public class IdempotencyKeyTests
{
    private const string Key = "8e03978e-40d5-43dd-bc93-6894a57f9324";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ReplayGateway.Wish)]
    [InlineData("""{"prompt":"A kite","response_format":"url"}""")]
    [InlineData("""{"prompt":"A kite","stream":true,"n":2}""")]
    public async Task A_hundred_requests_with_one_key_buy_once_and_get_the_same_answer(string wish)
    {
        await using var gateway = await ReplayGateway.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => gateway.AskAsync(Key, wish)));
        var bodies = await Task.WhenAll(answers.Select(answer => answer.Content.ReadAsStringAsync(Stop)));

        Assert.All(answers, answer => Assert.Equal(200, (int)answer.StatusCode));
        Assert.Single(bodies.Select(WithoutSignature).Distinct());
        Assert.True(bodies[0].Length > 100);
        Assert.Equal(wish.Contains("\"n\":2", StringComparison.Ordinal) ? 2 : 1, gateway.Bedrock.Calls);
        Assert.Equal(99, answers.Count(answer => answer.Header("x-ochre-replayed") == "true"));
        Assert.Equal(100, answers.Select(answer => answer.Header("x-request-id")).Distinct().Count());
        Assert.Single(answers.Select(answer => answer.Content.Headers.ContentType?.ToString()).Distinct());
    }

    [Fact]
    public async Task Links_are_signed_anew_for_as_long_as_their_images_are_there()
    {
        var time = new ManualTime();
        await using var gateway = await ReplayGateway.StartAsync(services: services => services.AddSingleton<TimeProvider>(time));
        const string Wish = """{"prompt":"A kite","response_format":"url","n":2}""";
        using var first = await gateway.AskAsync(Key, Wish);
        time.Jump(TimeSpan.FromMinutes(90));
        var http = gateway.Running.CreateClient();

        using var again = await gateway.AskAsync(Key, Wish);

        foreach (var (old, link) in (await first.JsonAsync())["data"]!.AsArray().Zip((await again.JsonAsync())["data"]!.AsArray(), (a, b) => ((string)a!["url"]!, (string)b!["url"]!)))
        {
            Assert.Equal(404, (int)(await http.GetAsync(old, Stop)).StatusCode);
            Assert.Equal((1024, 1024), Answers.PngSize(await http.GetByteArrayAsync(link, Stop)));
        }

        Directory.Delete(Path.Combine(gateway.Folder, "images"), recursive: true);
        using var gone = await gateway.AskAsync(Key, Wish);
        Assert.Equal((409, "idempotency_answer_gone"), ((int)gone.StatusCode, (string?)(await gone.ErrorAsync())["code"]));
        Assert.Equal(2, gateway.Bedrock.Calls);
    }

    [Fact]
    public async Task A_repeated_answer_costs_nothing_and_says_what_it_was()
    {
        await using var gateway = await ReplayGateway.StartAsync();

        using var first = await gateway.AskAsync(Key);
        using var again = await gateway.AskAsync(Key);

        Assert.Equal("0.04", first.Header("x-ochre-cost-usd"));
        Assert.Null(first.Header("x-ochre-replayed"));
        Assert.Equal(("0", "0", "0.04"), (again.Header("x-ochre-cost-usd"), again.Header("x-litellm-response-cost"), again.Header("x-ochre-original-cost-usd")));
        Assert.Equal(first.Header("x-request-id"), again.Header("x-ochre-original-request"));
        Assert.Equal(first.Header("x-ochre-seed"), again.Header("x-ochre-seed"));
        Assert.Equal(first.Header("x-ochre-model"), again.Header("x-ochre-model"));
        Assert.Equal((await first.JsonAsync()).Image(), (await again.JsonAsync()).Image());
        var charges = await gateway.Get<IDatabase>().ReadAsync(Sql.Of($"SELECT count(*) FROM charge"), Stop);
        Assert.Equal(1, charges[0].Long(0));
    }

    [Fact]
    public async Task The_same_fields_in_another_order_are_the_same_request()
    {
        await using var gateway = await ReplayGateway.StartAsync();

        using var first = await gateway.AskAsync(Key, """{"prompt":"A kite","n":1,"response_format":"b64_json"}""");
        using var again = await gateway.AskAsync(Key, """{ "response_format" : "b64_json", "n": 1, "prompt":"A kite" }""");

        Assert.Equal("true", again.Header("x-ochre-replayed"));
        Assert.Equal(1, gateway.Bedrock.Calls);
    }

    [Theory]
    [InlineData("""{"prompt":"Another kite","response_format":"b64_json"}""", null)]
    [InlineData("""{"prompt":"A kite","response_format":"url"}""", null)]
    [InlineData("""{"prompt":"A kite","response_format":"b64_json","seed":1}""", null)]
    [InlineData(ReplayGateway.Wish, "X-Amzn-Bedrock-Trace")]
    public async Task A_key_stands_for_one_request(string other, string? header)
    {
        await using var gateway = await ReplayGateway.StartAsync();

        using var first = await gateway.AskAsync(Key);
        using var refused = await gateway.AskAsync(Key, other, header is null ? [] : [(header, "ENABLED")]);

        var error = await refused.ErrorAsync();
        Assert.Equal((422, "idempotency_key_reused", "Idempotency-Key"), ((int)refused.StatusCode, (string?)error["code"], (string?)error["param"]));
        Assert.Equal("false", refused.Header("x-should-retry"));
        Assert.Equal(1, gateway.Bedrock.Calls);
    }

    [Fact]
    public async Task A_key_is_refused_to_another_request_while_the_first_runs()
    {
        await using var gateway = await ReplayGateway.StartAsync();
        gateway.Bedrock.Close();

        var first = gateway.AskAsync(Key);
        await gateway.Bedrock.Reached;
        using var refused = await gateway.AskAsync(Key, """{"prompt":"Another kite"}""");
        gateway.Bedrock.Open();

        Assert.Equal(422, (int)refused.StatusCode);
        Assert.Equal(200, (int)(await first).StatusCode);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("schlüssel")]
    [InlineData("tab\tkey")]
    [InlineData(null)]
    public async Task What_is_no_key_is_refused_by_name(string? key)
    {
        await using var gateway = await ReplayGateway.StartAsync();

        using var refused = await gateway.AskAsync(key ?? new string('k', 256));

        var error = await refused.ErrorAsync();
        Assert.Equal((400, "invalid_value", "Idempotency-Key"), ((int)refused.StatusCode, (string?)error["code"], (string?)error["param"]));
        Assert.Equal(0, gateway.Bedrock.Calls);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("'; DROP TABLE replay; --")]
    [InlineData("\"quoted\"")]
    public async Task A_key_is_nobodys_path_and_no_statement(string key)
    {
        await using var gateway = await ReplayGateway.StartAsync();

        // Blanks are no part of a key.
        key = key.Replace(" ", "", StringComparison.Ordinal);
        using var first = await gateway.AskAsync(key);
        using var again = await gateway.AskAsync(key);

        Assert.Equal("true", again.Header("x-ochre-replayed"));
        Assert.Single(Directory.EnumerateFiles(Path.Combine(gateway.Folder, "kept"), "*.answer", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task The_longest_key_is_taken()
    {
        await using var gateway = await ReplayGateway.StartAsync();

        using var first = await gateway.AskAsync(new string('k', 255));
        using var again = await gateway.AskAsync(new string('k', 255));

        Assert.Equal("true", again.Header("x-ochre-replayed"));
    }

    [Fact]
    public async Task A_key_is_its_callers_own()
    {
        await using var gateway = await ReplayGateway.StartAsync(settings => settings with { Keys = ["sk-first-00000000", "sk-second-0000000"] });

        using var first = await gateway.AskAsync(Key, headers: ("Authorization", "Bearer sk-first-00000000"));
        using var other = await gateway.AskAsync(Key, headers: ("Authorization", "Bearer sk-second-0000000"));

        Assert.Equal((200, 200), ((int)first.StatusCode, (int)other.StatusCode));
        Assert.Null(other.Header("x-ochre-replayed"));
        Assert.Equal(2, gateway.Bedrock.Calls);
    }

    [Fact]
    public async Task An_answer_survives_a_restart()
    {
        using var folder = new TemporaryFolder();
        byte[] body;
        await using (var first = await ReplayGateway.StartAsync(folder: folder.Path))
        {
            using var made = await first.AskAsync(Key);
            body = await made.Content.ReadAsByteArrayAsync(Stop);
        }

        await using var second = await ReplayGateway.StartAsync(folder: folder.Path);
        using var again = await second.AskAsync(Key);

        Assert.Equal(body, await again.Content.ReadAsByteArrayAsync(Stop));
        Assert.Equal(("true", 0), (again.Header("x-ochre-replayed"), second.Bedrock.Calls));
    }

    [Theory]
    [InlineData(ReplayGateway.Wish)]
    [InlineData("""{"prompt":"A kite","stream":true}""")]
    public async Task A_client_who_leaves_finds_his_image_by_its_key(string wish)
    {
        await using var gateway = await ReplayGateway.StartAsync();

        await gateway.AskAndLeaveAsync(wish, ("Idempotency-Key", Key));
        using var again = await gateway.AskAsync(Key, wish);

        Assert.Contains("b64_json", await again.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(("true", 1), (again.Header("x-ochre-replayed"), gateway.Bedrock.Calls));
    }

    [Theory]
    [InlineData("""{"prompt":"","response_format":"b64_json"}""", 400)]
    [InlineData("""{"prompt":"A kite","model":"no-such-model"}""", 400)]
    [InlineData("""{"prompt":"A kite","n":11}""", 400)]
    public async Task What_was_refused_before_any_work_is_not_remembered(string wrong, int status)
    {
        await using var gateway = await ReplayGateway.StartAsync();

        using var refused = await gateway.AskAsync(Key, wrong);
        using var right = await gateway.AskAsync(Key);

        Assert.Equal((status, 200), ((int)refused.StatusCode, (int)right.StatusCode));
        Assert.Null(right.Header("x-ochre-replayed"));
    }

    [Fact]
    public async Task What_Bedrock_refused_without_work_may_be_tried_again()
    {
        await using var gateway = await ReplayGateway.StartAsync(settings =>
        {
            settings.Bedrock.Tries = 1;
            return settings with { Faults = Ochre.Emulator.FaultRule.ParseAll("""[{"fault":"throttle","times":1}]""") };
        });

        using var refused = await gateway.AskAsync(Key);
        using var again = await gateway.AskAsync(Key);

        Assert.Equal((429, 200), ((int)refused.StatusCode, (int)again.StatusCode));
    }

    [Fact]
    public async Task A_refusal_that_is_on_the_bill_is_the_answer_of_its_key()
    {
        await using var gateway = await ReplayGateway.StartAsync(settings => settings with { Faults = Ochre.Emulator.FaultRule.ParseAll("""[{"fault":"garbage","times":1}]""") });

        using var refused = await gateway.AskAsync(Key);
        using var again = await gateway.AskAsync(Key);

        Assert.Equal(502, (int)refused.StatusCode);
        Assert.Equal((502, "true", "false"), ((int)again.StatusCode, again.Header("x-ochre-replayed"), again.Header("x-should-retry")));
        Assert.Equal((await refused.ErrorAsync()).ToJsonString(), (await again.ErrorAsync()).ToJsonString());
        Assert.Equal(1, gateway.Bedrock.Calls);
    }

    [Theory]
    [InlineData(Key)]
    [InlineData("body:of-my-own")]
    public async Task A_call_whose_gateway_was_lost_is_not_bought_again(string key)
    {
        await using var gateway = await ReplayGateway.StartAsync();
        using var first = await gateway.AskAsync(key);
        // As a gateway leaves it that was killed a while ago.
        await gateway.Get<IDatabase>().WriteAsync([Sql.Of($"UPDATE replay SET state = {"running"}, place = NULL, expires = {1L}")], Stop);

        using var refused = await gateway.AskAsync(key);

        Assert.Equal((409, "idempotency_outcome_unknown"), ((int)refused.StatusCode, (string?)(await refused.ErrorAsync())["code"]));
        Assert.Equal("false", refused.Header("x-should-retry"));
        Assert.Equal(1, gateway.Bedrock.Calls);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(5000)]
    [InlineData(-1)]
    public async Task An_answer_with_a_wrong_byte_is_never_sent(int at)
    {
        await using var gateway = await ReplayGateway.StartAsync();
        using var first = await gateway.AskAsync(Key);
        var path = await gateway.KeptAsync();
        var bytes = await File.ReadAllBytesAsync(path, Stop);
        bytes[at < 0 ? ^1 : at] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, Stop);

        using var refused = await gateway.AskAsync(Key);

        Assert.Equal((409, "idempotency_answer_gone"), ((int)refused.StatusCode, (string?)(await refused.ErrorAsync())["code"]));
        Assert.Equal(1, gateway.Bedrock.Calls);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(1000)]
    public async Task Half_a_file_is_never_sent(int length)
    {
        await using var gateway = await ReplayGateway.StartAsync();
        using var first = await gateway.AskAsync(Key);
        await File.WriteAllBytesAsync(await gateway.KeptAsync(), (await File.ReadAllBytesAsync(await gateway.KeptAsync(), Stop))[..length], Stop);

        using var refused = await gateway.AskAsync(Key);

        Assert.Equal((409, "idempotency_answer_gone"), ((int)refused.StatusCode, (string?)(await refused.ErrorAsync())["code"]));
    }

    [Fact]
    public async Task After_a_day_a_key_is_new()
    {
        await using var gateway = await ReplayGateway.StartAsync();
        using var first = await gateway.AskAsync(Key);
        await gateway.KeptAsync();
        var day = (long)TimeSpan.FromHours(24).TotalMilliseconds;
        await gateway.Get<IDatabase>().WriteAsync([Sql.Of($"UPDATE replay SET created = created - {day}, expires = expires - {day}")], Stop);

        using var again = await gateway.AskAsync(Key, """{"prompt":"Another kite"}""");

        Assert.Equal((200, 2), ((int)again.StatusCode, gateway.Bedrock.Calls));
    }

    private static string WithoutSignature(string body) => System.Text.RegularExpressions.Regex.Replace(body, "exp=[0-9]+&sig=[A-Za-z0-9_-]+", "");

}
