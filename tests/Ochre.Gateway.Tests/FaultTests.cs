using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ochre.Emulator;

namespace Ochre.Gateway.Tests;

/// <summary>Whatever goes wrong between here and Bedrock: no image is bought twice, and half an answer never looks like a whole one.</summary>
public class FaultTests
{
    private const string Wish = """{"prompt":"A kite","response_format":"b64_json"}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("throttle")]
    [InlineData("notready")]
    [InlineData("500")]
    [InlineData("503")]
    public async Task What_Bedrock_refuses_without_having_worked_is_tried_again_and_billed_once(string fault)
    {
        await using var gateway = await WithAsync($$"""[{"fault":"{{fault}}","times":2}]""");

        using var answer = await gateway.PostAsync(Wish);

        Assert.Equal(200, (int)answer.StatusCode);
        var calls = await gateway.InvocationsAsync();
        Assert.Equal((3, 1), (calls.Count, calls.Sum(call => (int)call!["images_billed"]!)));
    }

    [Theory]
    [InlineData("throttle", 3, 429, "rate_limit_error", "rate_limit_exceeded")]
    [InlineData("quota", 3, 429, "rate_limit_error", "rate_limit_exceeded")]
    [InlineData("notready", 3, 503, "service_unavailable_error", "bedrock_unavailable")]
    [InlineData("500", 3, 503, "service_unavailable_error", "bedrock_unavailable")]
    [InlineData("503", 3, 503, "service_unavailable_error", "bedrock_unavailable")]
    public async Task What_may_heal_says_when_to_come_back(string fault, int tries, int status, string type, string code)
    {
        await using var gateway = await WithAsync($$"""[{"fault":"{{fault}}"}]""");

        using var answer = await gateway.PostAsync(Wish);
        var error = await answer.ErrorAsync();

        Assert.Equal((status, type, code), ((int)answer.StatusCode, error["type"]!.ToString(), error["code"]!.ToString()));
        Assert.InRange(int.Parse(answer.Header("Retry-After")!, null), 1, 60);
        Assert.Null(answer.Header("x-should-retry"));
        Assert.Equal(tries, (await gateway.InvocationsAsync()).Count);
    }

    [Theory]
    [InlineData("modeltimeout", 504, "bedrock_timeout")]
    [InlineData("modelerror", 502, "bedrock_bad_answer")]
    [InlineData("garbage", 502, "bedrock_bad_answer")]
    [InlineData("notimage", 502, "bedrock_bad_answer")]
    [InlineData("cut=0%", 502, "bedrock_bad_answer")]
    [InlineData("reset", 502, "bedrock_bad_answer")]
    public async Task What_may_have_been_billed_is_never_tried_again(string fault, int status, string code)
    {
        await using var gateway = await WithAsync($$"""[{"fault":"{{fault}}"}]""");

        using var answer = await gateway.PostAsync(Wish);
        var error = await answer.ErrorAsync();

        Assert.Equal((status, "upstream_error", code), ((int)answer.StatusCode, error["type"]!.ToString(), error["code"]!.ToString()));
        Assert.Equal("false", answer.Header("x-should-retry"));
        Assert.Single(await gateway.InvocationsAsync());
    }

    [Theory]
    [InlineData("access", "bedrock:InvokeModel")]
    [InlineData("expired", "credentials have expired")]
    public async Task What_is_wrong_with_our_own_rights_is_for_the_log_alone(string fault, string hint)
    {
        await using var gateway = await WithAsync($$"""[{"fault":"{{fault}}"}]""");

        using var answer = await gateway.PostAsync(Wish);
        var error = await answer.ErrorAsync();

        Assert.Equal((502, "upstream_error", "bedrock_access_denied"), ((int)answer.StatusCode, error["type"]!.ToString(), error["code"]!.ToString()));
        Assert.DoesNotContain(hint, error.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(hint, gateway.Logged.ToString(), StringComparison.Ordinal);
        Assert.Contains(answer.Header("x-request-id")!, gateway.Logged.ToString(), StringComparison.Ordinal);
        Assert.Single(await gateway.InvocationsAsync());
    }

    [Theory]
    [InlineData("b64_json")]
    [InlineData("url")]
    public async Task A_Bedrock_that_says_nothing_is_given_up_at_the_deadline(string form)
    {
        var time = new ManualTime();
        await using var gateway = await RunningGateway.StartAsync(
            settings => settings with { Faults = FaultRule.ParseAll("""[{"fault":"hang"}]""") }, services => services.AddSingleton<TimeProvider>(time));

        var asked = gateway.PostAsync($$"""{"prompt":"A kite","response_format":"{{form}}"}""");
        var began = time.GetUtcNow();
        await time.AdvanceUntilAsync(asked);
        using var answer = await asked;

        Assert.True(time.GetUtcNow() - began >= new Bedrock.BedrockOptions().Deadline);

        Assert.Equal(504, (int)answer.StatusCode);
        Assert.Equal("bedrock_timeout", (await answer.ErrorAsync())["code"]!.ToString());
    }

    [Theory]
    [InlineData("cut=20%")]
    [InlineData("cut=50%")]
    [InlineData("cut=99%")]
    public async Task An_image_that_breaks_off_breaks_the_answer_and_is_never_whole_JSON(string fault)
    {
        await using var gateway = await WithAsync($$"""[{"fault":"{{fault}}"}]""");

        using var answer = await gateway.PostAsync(Wish);
        using var got = new MemoryStream();
        await Assert.ThrowsAnyAsync<Exception>(() => answer.Content.CopyToAsync(got, Stop));

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.ThrowsAny<JsonException>(() => JsonNode.Parse(got.ToArray()));
        Assert.Contains("bedrock_bad_answer", gateway.Logged.ToString(), StringComparison.Ordinal);
        // In nobody's hands, and on the bill all the same.
        await gateway.LoggedAsync("Delivered");
        Assert.Matches("Delivered 0 of 1 images: .*, 1 failed, 0[.]04 USD", gateway.Logged.ToString());
    }

    [Theory]
    [InlineData("", "cut=50%")]
    [InlineData(",\"n\":2", "cut=50%")]
    [InlineData(",\"model\":\"amazon.nova-canvas-v1:0\",\"size\":\"320x320\"", "cut=30%")]
    public async Task An_image_that_breaks_off_ends_the_stream_within_its_event(string more, string fault)
    {
        await using var gateway = await WithAsync($$"""[{"fault":"{{fault}}"}]""");
        using var got = new MemoryStream();

        var broken = await Record.ExceptionAsync(async () =>
        {
            using var answer = await gateway.PostAsync($"{{\"prompt\":\"A kite\",\"stream\":true{more}}}");
            await answer.Content.CopyToAsync(got, Stop);
        });

        // An event that no blank line ends is thrown away by every client.
        Assert.NotNull(broken);
        Assert.DoesNotContain("\n\n", System.Text.Encoding.ASCII.GetString(got.ToArray()), StringComparison.Ordinal);
        await gateway.LoggedAsync("bedrock_bad_answer");
    }

    [Fact]
    public async Task An_image_that_breaks_off_leaves_no_link_and_no_file()
    {
        var folder = "";
        await using var gateway = await RunningGateway.StartAsync(settings => settings with
        {
            DataFolder = folder = settings.DataFolder,
            Faults = FaultRule.ParseAll("""[{"fault":"cut=50%"}]"""),
        });

        using var answer = await gateway.PostAsync("""{"prompt":"A kite","response_format":"url"}""");

        Assert.Equal(502, (int)answer.StatusCode);
        Assert.Equal("bedrock_bad_answer", (await answer.ErrorAsync())["code"]!.ToString());
        Assert.Empty(Directory.GetFiles(Path.Combine(folder, "images"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Of_several_images_of_which_one_breaks_off_the_others_get_their_links()
    {
        var folder = "";
        await using var gateway = await RunningGateway.StartAsync(settings => settings with
        {
            DataFolder = folder = settings.DataFolder,
            Faults = FaultRule.ParseAll("""[{"fault":"cut=50%","times":1,"after":2}]"""),
        });

        using var answer = await gateway.PostAsync("""{"prompt":"A kite","response_format":"url","n":3}""");

        Assert.Equal(200, (int)answer.StatusCode);
        var body = await answer.JsonAsync();
        Assert.Equal((2, 2), (body["data"]!.AsArray().Count, (int)body["usage"]!["output_tokens"]!));
        Assert.Equal(2, Directory.GetFiles(Path.Combine(folder, "images"), "*", SearchOption.AllDirectories).Length);
        // Bedrock made all three.
        Assert.Equal(("1", "0.12"), (answer.Header("x-ochre-failed"), answer.Header("x-ochre-cost-usd")));
    }

    [Theory]
    [InlineData("b64_json", "modelerror", "0.08")]
    [InlineData("url", "modelerror", "0.08")]
    [InlineData("b64_json", "access", "0.08")]
    // Bedrock worked, and its answer was lost: that is billed.
    [InlineData("b64_json", "garbage", "0.12")]
    public async Task When_one_of_three_calls_fails_the_other_two_are_delivered_and_the_failure_is_told(string form, string fault, string usd)
    {
        await using var gateway = await WithAsync($$"""[{"fault":"{{fault}}","times":1}]""");

        using var answer = await gateway.PostAsync($$"""{"prompt":"A kite","response_format":"{{form}}","n":3}""");

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal(2, (await answer.JsonAsync())["data"]!.AsArray().Count);
        Assert.Equal(("1", null, usd), (answer.Header("x-ochre-failed"), answer.Header("x-ochre-filtered"), answer.Header("x-ochre-cost-usd")));
        Assert.Contains("Delivered 2 of 3", gateway.Logged.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_every_call_fails_the_first_ones_reason_is_the_answer()
    {
        await using var gateway = await WithAsync("""[{"fault":"modelerror"}]""");

        using var answer = await gateway.PostAsync("""{"prompt":"A kite","response_format":"b64_json","n":3}""");

        Assert.Equal((502, "bedrock_bad_answer"), ((int)answer.StatusCode, (await answer.ErrorAsync())["code"]!.ToString()));
        Assert.Equal(3, (await gateway.InvocationsAsync()).Count);
    }

    [Theory]
    [InlineData("cut=10%")]
    [InlineData("garbage")]
    [InlineData("notimage")]
    public async Task A_model_that_answers_whole_or_not_at_all_gives_an_honest_502_even_late(string fault)
    {
        await using var gateway = await WithAsync($$"""[{"fault":"{{fault}}"}]""");

        using var answer = await gateway.PostAsync(
            """{"prompt":"A kite","model":"amazon.nova-canvas-v1:0","n":2,"size":"320x320","response_format":"b64_json"}""");

        Assert.Equal((502, "bedrock_bad_answer"), ((int)answer.StatusCode, (await answer.ErrorAsync())["code"]!.ToString()));
        Assert.Single(await gateway.InvocationsAsync());
    }

    [Fact]
    public async Task Of_an_answer_that_breaks_off_the_whole_images_are_delivered_and_the_rest_is_told()
    {
        await using var gateway = await WithAsync("""[{"fault":"cut=70%"}]""");

        using var answer = await gateway.PostAsync(
            """{"prompt":"A kite","model":"amazon.nova-canvas-v1:0","n":4,"size":"320x320","response_format":"b64_json"}""");
        var images = (await answer.JsonAsync())["data"]!.AsArray().Count;

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.InRange(images, 1, 3);
        Assert.Equal($"{4 - images}", answer.Header("x-ochre-failed"));
    }

    private static Task<RunningGateway> WithAsync(string faults) =>
        RunningGateway.StartAsync(settings => settings with { Faults = FaultRule.ParseAll(faults) });
}
