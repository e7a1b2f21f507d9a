using System.Text.Json.Nodes;

namespace Ochre.Gateway.Tests;

public class GenerationTests
{
    private const string Core = "stability.stable-image-core-v1:1";

    [Fact]
    public async Task The_answer_has_exactly_the_contracts_fields_and_headers()
    {
        await using var gateway = await RunningGateway.StartAsync();

        using var answer = await gateway.PostAsync($$"""{"prompt":"A cute baby sea otter","model":"{{Core}}","response_format":"b64_json","seed":7,"quality":null}""");
        var body = await answer.JsonAsync();

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal(["background", "created", "data", "output_format", "quality", "size", "usage"], body.AsObject().Select(field => field.Key).Order());
        Assert.Equal(["b64_json"], body["data"]![0]!.AsObject().Select(field => field.Key));
        Assert.Equal("""{"input_tokens":6,"input_tokens_details":{"text_tokens":6,"image_tokens":0},"output_tokens":1,"total_tokens":7}""", body["usage"]!.ToJsonString());
        Assert.Equal(("1024x1024", "png", "opaque", "medium"), (Text(body, "size"), Text(body, "output_format"), Text(body, "background"), Text(body, "quality")));
        Assert.Equal((1024, 1024), Answers.PngSize(body.Image()));
        Assert.Equal((Core, "us-west-2", "0.04", "0.04", "7"), (answer.Header("x-ochre-model"), answer.Header("x-ochre-region"),
            answer.Header("x-ochre-cost-usd"), answer.Header("x-litellm-response-cost"), answer.Header("x-ochre-seed")));
        Assert.Matches("^req_[0-9a-hjkmnp-tv-z]{26}$", answer.Header("x-request-id"));
        Assert.Equal(answer.Header("x-request-id"), answer.Header("x-litellm-call-id"));
        Assert.Equal("2020-10-01", answer.Header("openai-version"));
        Assert.Matches("^[0-9]+$", answer.Header("openai-processing-ms"));
        Assert.Null(answer.Header("x-ochre-ignored"));
        Assert.Null(answer.Header("x-ochre-adjusted"));
    }

    [Fact]
    public async Task The_same_wish_and_seed_give_the_same_bytes_and_another_wish_does_not()
    {
        await using var gateway = await RunningGateway.StartAsync();

        var first = await BytesAsync(gateway, "A fox in the snow", 11);

        Assert.Equal(first, await BytesAsync(gateway, "A fox in the snow", 11));
        Assert.NotEqual(first, await BytesAsync(gateway, "A fox in the snow", 12));
        Assert.NotEqual(first, await BytesAsync(gateway, "A fox in the sand", 11));
    }

    [Fact]
    public async Task Several_images_are_several_calls_with_seeds_that_count_up()
    {
        await using var gateway = await RunningGateway.StartAsync();

        using var answer = await gateway.PostAsync($$"""{"prompt":"A kite","model":"{{Core}}","n":7,"seed":40,"response_format":"b64_json"}""");
        var body = await answer.JsonAsync();

        Assert.Equal(7, body["data"]!.AsArray().Count);
        Assert.Equal("40,41,42,43,44,45,46", answer.Header("x-ochre-seed"));
        Assert.Equal("0.28", answer.Header("x-ochre-cost-usd"));
        var invocations = await gateway.InvocationsAsync();
        Assert.Equal(7, invocations.Sum(call => call!["images_billed"]!.GetValue<int>()));
        Assert.Equal([40, 41, 42, 43, 44, 45, 46], invocations.Select(call => call!["body"]!["seed"]!.GetValue<int>()).Order());
        Assert.Equal(await BytesAsync(gateway, "A kite", 43), body.Image(3));
    }

    [Fact]
    public async Task An_Amazon_model_makes_several_in_one_call_and_more_than_five_in_two()
    {
        await using var gateway = await RunningGateway.StartAsync();

        using var answer = await gateway.PostAsync("""{"prompt":"A kite","model":"amazon.nova-canvas-v1:0","n":7,"size":"512x512","response_format":"b64_json"}""");
        var body = await answer.JsonAsync();

        Assert.Equal(7, Enumerable.Range(0, 7).Select(i => Convert.ToHexString(body.Image(i))).Distinct().Count());
        Assert.Equal([2, 5], (await gateway.InvocationsAsync()).Select(call => call!["images_billed"]!.GetValue<int>()).Order());
        Assert.Equal("512x512", Text(body, "size"));
    }

    [Theory]
    [InlineData("forbidden", "stability.stable-image-core-v1:1", "prompt")]
    [InlineData("forbidden-output", "stability.sd3-5-large-v1:0", "output image")]
    [InlineData("forbidden", "amazon.titan-image-generator-v2:0", "prompt")]
    [InlineData("forbidden-output", "amazon.nova-canvas-v1:0", "output image")]
    [InlineData("forbidden", "stability.stable-diffusion-xl-v1", "output image")]
    public async Task A_refusal_of_the_model_names_its_stage_and_is_never_tried_again(string word, string model, string stage)
    {
        await using var gateway = await RunningGateway.StartAsync();

        using var answer = await gateway.PostAsync($$"""{"prompt":"a {{word}} thing","model":"{{model}}","response_format":"b64_json"}""");
        var error = await answer.ErrorAsync();

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Equal(("image_generation_user_error", "moderation_blocked"), (Text(error, "type"), Text(error, "code")));
        Assert.Contains($"The {stage} was refused", Text(error, "message"), StringComparison.Ordinal);
        Assert.Equal("false", answer.Header("x-should-retry"));
        Assert.Single(await gateway.InvocationsAsync());
    }

    [Theory]
    [InlineData("stability.stable-image-core-v1:1", "\"seed\":10,")]
    [InlineData("amazon.nova-canvas-v1:0", "")]
    public async Task When_some_images_are_refused_the_rest_is_delivered_and_the_number_told(string model, string seed)
    {
        await using var gateway = await RunningGateway.StartAsync();

        using var answer = await gateway.PostAsync($$"""{"prompt":"forbidden-some apples","model":"{{model}}","n":2,{{seed}}"response_format":"b64_json"}""");

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Single((await answer.JsonAsync())["data"]!.AsArray());
        Assert.Equal("1", answer.Header("x-ochre-filtered"));
    }

    [Fact]
    public async Task A_guardrail_goes_to_Bedrock_and_its_sentence_comes_back()
    {
        await using var gateway = await RunningGateway.StartAsync();
        const string Wish = """{"prompt":"something guarded","model":"stability.stable-image-core-v1:1","response_format":"b64_json"}""";

        using var answer = await gateway.PostAsync(Wish, headers:
            [("X-Amzn-Bedrock-GuardrailIdentifier", "abc123"), ("X-Amzn-Bedrock-GuardrailVersion", "1"), ("X-Amzn-Bedrock-Trace", "enabled")]);
        var error = await answer.ErrorAsync();

        Assert.Equal("moderation_blocked", Text(error, "code"));
        Assert.StartsWith("A guardrail intervened: ", Text(error, "message"), StringComparison.Ordinal);
        var headers = (await gateway.InvocationsAsync())[0]!["headers"]!.AsObject().ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value!.ToString());
        Assert.Equal(("abc123", "1", "ENABLED"), (headers["x-amzn-bedrock-guardrailidentifier"], headers["x-amzn-bedrock-guardrailversion"], headers["x-amzn-bedrock-trace"]));
    }

    [Fact]
    public async Task A_guardrail_in_LiteLLMs_spelling_goes_to_Bedrock_too()
    {
        await using var gateway = await RunningGateway.StartAsync();

        using var answer = await gateway.PostAsync("""{"prompt":"something guarded","guardrailIdentifier":"abc123","guardrailVersion":"1"}""");
        Assert.Equal("moderation_blocked", Text(await answer.ErrorAsync(), "code"));

        using var half = await gateway.PostAsync("""{"prompt":"something guarded","guardrailIdentifier":"abc123"}""");
        Assert.Equal("X-Amzn-Bedrock-GuardrailVersion", Text(await half.ErrorAsync(), "param"));
    }

    [Fact]
    public async Task A_number_of_images_given_to_the_model_is_what_is_bought_and_priced()
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with
        {
            Models = [new("three", "amazon.nova-canvas-v1:0", null, null, new() { ["numberOfImages"] = 3 })],
        });

        using var own = await gateway.PostAsync("""{"prompt":"x","model":"three","n":1,"response_format":"b64_json"}""");
        Assert.Single((await own.JsonAsync())["data"]!.AsArray());

        using var streamed = await gateway.PostAsync("""{"prompt":"x","model":"amazon.nova-canvas-v1:0","imageGenerationConfig":{"numberOfImages":2},"stream":true}""");
        Assert.Equal("0.08", streamed.Header("x-ochre-cost-usd"));
    }

    [Fact]
    public async Task What_is_ignored_or_adjusted_is_told()
    {
        await using var gateway = await RunningGateway.StartAsync();

        using var answer = await gateway.PostAsync(
            """{"prompt":"A kite","size":"1000x500","quality":"hd","style":"vivid","frame_count":3,"response_format":"b64_json"}""");
        var body = await answer.JsonAsync();

        Assert.Equal(["frame_count", "quality", "style"], answer.Header("x-ochre-ignored")!.Split(',').Order());
        Assert.Equal($"size={Text(body, "size")}", answer.Header("x-ochre-adjusted"));
        Assert.Equal("medium", Text(body, "quality"));
    }

    [Fact]
    public async Task A_strict_gateway_refuses_what_it_would_ignore_and_buys_nothing()
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with { Strict = true });

        using var answer = await gateway.PostAsync("""{"prompt":"A kite","quality":"hd"}""");

        Assert.Equal("quality", Text(await answer.ErrorAsync(), "param"));
        Assert.Empty(await gateway.InvocationsAsync());
    }

    [Fact]
    public async Task The_control_words_of_LiteLLM_steer_nothing_and_reach_nobody()
    {
        await using var gateway = await RunningGateway.StartAsync();

        using var answer = await gateway.PostAsync("""
            {"prompt":"A kite","response_format":"b64_json","aws_region_name":"eu-west-1","model_id":"arn:aws:bedrock:eu-west-1:1:x","api_key":"k",
             "metadata":{"a":1},"drop_params":true,"timeout":1,"aws_anything":2,"tags":["x"],"mock_response":"no","num_retries":9}
            """);

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal("us-west-2", answer.Header("x-ochre-region"));
        Assert.Equal("""{"prompt":"A kite","aspect_ratio":"1:1","output_format":"png"}""", (await gateway.InvocationsAsync())[0]!["body"]!.ToJsonString());
    }

    [Theory]
    [InlineData("/images/generations")]
    [InlineData("/v1/images/generations?api-version=2024-02-01")]
    public async Task Other_spellings_of_the_route_answer_too(string path)
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var answer = await gateway.PostAsync("""{"prompt":"A kite"}""", path);
        Assert.Equal(200, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Azures_path_names_the_model_and_a_prefix_may_stand_before_all()
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with { Prefix = "/ai" });

        using var answer = await gateway.PostAsync(
            """{"prompt":"A kite","model":"amazon.nova-canvas-v1:0"}""", "/ai/openai/deployments/stability.stable-image-ultra-v1:1/images/generations");

        Assert.Equal("stability.stable-image-ultra-v1:1", answer.Header("x-ochre-model"));
        Assert.Contains("/ai/v1/images/", (await answer.JsonAsync())["data"]![0]!["url"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/openai/deployments/bedrock%2Fus-west-2%2Fstability.stable-image-core-v1%3A1/images/generations", "")]
    [InlineData("/openai/deployments/stability.stable-image-core-v1:1/images/generations", "/openai")]
    public async Task Azures_path_takes_any_name_also_under_the_prefix_it_begins_with(string path, string prefix)
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with { Prefix = prefix });
        using var answer = await gateway.PostAsync("""{"prompt":"A kite"}""", path);
        Assert.Equal((200, Core), ((int)answer.StatusCode, answer.Header("x-ochre-model")));
    }

    [Fact]
    public async Task No_prompt_and_no_key_ever_enters_the_log()
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with { Keys = ["sk-canary-key-0123456789"] });
        string[] wishes = ["{\"prompt\":\"canary-prompt\"}", "{\"prompt\":\"canary-prompt forbidden\"}", "{\"prompt\":\"canary-prompt\",\"n\":99}", "{\"prompt\":\"canary-prompt"];

        foreach (var wish in wishes)
            using (await gateway.PostAsync(wish, headers: ("Authorization", "Bearer sk-canary-key-0123456789")))
            {
            }

        using (await gateway.PostAsync(wishes[0], headers: ("Authorization", "Bearer sk-canary-wrong")))
        {
        }

        Assert.Contains("Delivered 1 of 1", gateway.Logged.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("canary", gateway.Logged.ToString(), StringComparison.Ordinal);
    }

    private static async Task<byte[]> BytesAsync(RunningGateway gateway, string prompt, int seed)
    {
        using var answer = await gateway.PostAsync($$"""{"prompt":"{{prompt}}","model":"{{Core}}","seed":{{seed}},"response_format":"b64_json"}""");
        return (await answer.JsonAsync()).Image();
    }

    private static string? Text(JsonNode node, string name) => node[name]?.ToString();
}
