using Ochre.Emulator.Contracts;

namespace Ochre.Emulator.Tests;

public class ContentWordTests
{
    private const string Guardrail = "X-Amzn-Bedrock-GuardrailIdentifier";
    private const string GuardrailVersion = "X-Amzn-Bedrock-GuardrailVersion";

    [Theory]
    [InlineData("", Content.Fine)]
    [InlineData("a forbidden kite", Content.PromptRefused)]
    [InlineData("FORBIDDEN!", Content.PromptRefused)]
    [InlineData("forbidden-output", Content.OutputRefused)]
    [InlineData("(forbidden-some), guarded", Content.SomeRefused | Content.Guarded)]
    [InlineData("forbidden-error.", Content.Failed)]
    [InlineData("unforbidden forbiddenly forbidden-ish safeguarded", Content.Fine)]
    public void Only_whole_words_count(string prompt, object expected) => Assert.Equal(expected, ContentWords.In(prompt));

    [Theory]
    [InlineData("forbidden", "Filter reason: prompt")]
    [InlineData("forbidden-output", "Filter reason: output image")]
    [InlineData("forbidden-error", "Inference error")]
    [InlineData("forbidden-some", "Filter reason: output image")]
    public async Task Stability_gives_only_a_finish_reason(string word, string reason)
    {
        using var client = new TestClient();

        var answer = await client.InvokeAsync(TestClient.Ultra, $$"""{"prompt":"a {{word}} kite","seed":3}""");

        Assert.Equal((200, $$"""{"finish_reasons":["{{reason}}"]}"""), (answer.Status, answer.Body));
        Assert.Equal(0, Assert.Single(client.Emulator.Invocations).ImagesBilled);
    }

    [Fact]
    public async Task An_even_seed_is_not_among_the_some_that_are_refused()
    {
        using var client = new TestClient();

        Assert.StartsWith("""{"seeds":[4]""", (await client.InvokeAsync(TestClient.Ultra, """{"prompt":"forbidden-some","seed":4}""")).Body);
        Assert.EndsWith("\"SUCCESS\"}]}", (await client.InvokeAsync(TestClient.Xl, """{"text_prompts":[{"text":"forbidden-some"}],"seed":4}""")).Body);
    }

    [Theory]
    [InlineData("forbidden", "CONTENT_FILTERED")]
    [InlineData("forbidden-output", "CONTENT_FILTERED")]
    [InlineData("forbidden-some", "CONTENT_FILTERED")]
    [InlineData("forbidden-error", "ERROR")]
    public async Task SDXL_marks_the_image_it_sends(string word, string reason)
    {
        using var client = new TestClient();

        var artifact = (await client.InvokeAsync(TestClient.Xl, $$"""{"text_prompts":[{"text":"a {{word}} kite"}],"seed":3}""")).Json.GetProperty("artifacts")[0];

        Assert.Equal(reason, artifact.GetProperty("finishReason").GetString());
        Assert.NotEmpty(artifact.GetProperty("base64").GetBytesFromBase64());
        Assert.Equal(0, Assert.Single(client.Emulator.Invocations).ImagesBilled);
    }

    [Theory]
    [InlineData(TestClient.Canvas, "This request has been blocked by our content filters. Please adjust your text prompt to submit a new request.")]
    [InlineData(TestClient.Titan, "This request has been blocked by our content filters. Our filters automatically flagged this prompt because it may conflict our AUP or AWS Responsible AI Policy. Please adjust your text prompt to submit a new request.")]
    public async Task Amazon_refuses_a_prompt_with_400(string model, string message)
    {
        using var client = new TestClient();

        var answer = await client.InvokeAsync(model, Text("a forbidden kite", 1));

        Assert.Equal((400, "ValidationException", message), (answer.Status, answer.Code, answer.Message));
    }

    [Theory]
    [InlineData(TestClient.Canvas)]
    [InlineData(TestClient.Titan)]
    public async Task Amazon_leaves_refused_images_out_and_says_so(string model)
    {
        using var client = new TestClient();

        var all = await client.InvokeAsync(model, Text("forbidden-output", 2));
        var some = await client.InvokeAsync(model, Text("forbidden-some", 3));
        var one = await client.InvokeAsync(model, Text("forbidden-some", 1));

        Assert.Equal((200, """{"images":[],"error":"All of the generated images have been blocked by our content filters."}"""), (all.Status, all.Body));
        Assert.Equal(2, some.Json.GetProperty("images").GetArrayLength());
        Assert.Equal("Some of the generated images have been blocked by our content filters.", some.Json.GetProperty("error").GetString());
        Assert.False(one.Json.TryGetProperty("error", out _));
        Assert.Equal([1, 2, 0], client.Emulator.Invocations.Select(invocation => invocation.ImagesBilled));
    }

    [Fact]
    public async Task Amazon_fails_with_424()
    {
        using var client = new TestClient();

        var answer = await client.InvokeAsync(TestClient.Canvas, Text("forbidden-error", 1));

        Assert.Equal((424, "ModelErrorException"), (answer.Status, answer.Code));
        Assert.Equal(500, answer.Json.GetProperty("originalStatusCode").GetInt32());
        Assert.Equal(TestClient.Canvas, answer.Json.GetProperty("resourceName").GetString());
    }

    [Theory]
    [InlineData(TestClient.Core, """{"prompt":"a guarded kite"}""")]
    [InlineData(TestClient.Xl, """{"text_prompts":[{"text":"a guarded kite"}]}""")]
    [InlineData(TestClient.Titan, """{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"a guarded kite"}}""")]
    public async Task A_guardrail_intervenes_with_200_and_no_images(string model, string body)
    {
        using var client = new TestClient();

        var quiet = await client.InvokeAsync(model, body, (Guardrail, "abc123"), (GuardrailVersion, "DRAFT"));
        var traced = await client.InvokeAsync(model, body, (Guardrail, "abc123"), (GuardrailVersion, "1"), ("X-Amzn-Bedrock-Trace", "ENABLED"));

        Assert.Equal((200, """{"amazon-bedrock-guardrailAction":"INTERVENED"}"""), (quiet.Status, quiet.Body));
        Assert.Equal("Sorry, the model cannot answer this question.",
            traced.Json.GetProperty("amazon-bedrock-trace").GetProperty("guardrail").GetProperty("outputs")[0].GetProperty("text").GetString());
        Assert.All(client.Emulator.Invocations, invocation => Assert.Equal(0, invocation.ImagesBilled));
    }

    [Fact]
    public async Task A_guardrail_that_lets_pass_says_so()
    {
        using var client = new TestClient();

        var guarded = await client.InvokeAsync(TestClient.Core, """{"prompt":"a kite","amazon-bedrock-guardrailConfig":{"tagSuffix":"x"}}""", (Guardrail, "abc123"), (GuardrailVersion, "1"));
        var bare = await client.InvokeAsync(TestClient.Core, """{"prompt":"a guarded kite"}""");

        Assert.EndsWith(""","amazon-bedrock-guardrailAction":"NONE"}""", guarded.Body);
        Assert.DoesNotContain("guardrailAction", bare.Body);
    }

    [Theory]
    [InlineData("abc123", null, """{"prompt":"x"}""")]
    [InlineData("abc123", "0", """{"prompt":"x"}""")]
    [InlineData("not an id", "1", """{"prompt":"x"}""")]
    [InlineData(null, null, """{"prompt":"x","amazon-bedrock-guardrailConfig":{"tagSuffix":"x"}}""")]
    public async Task Half_a_guardrail_is_refused(string? identifier, string? version, string body)
    {
        using var client = new TestClient();
        var headers = new List<(string, string)>();
        if (identifier is not null)
            headers.Add((Guardrail, identifier));
        if (version is not null)
            headers.Add((GuardrailVersion, version));

        var answer = await client.InvokeAsync(TestClient.Core, body, [.. headers]);

        Assert.Equal((400, "ValidationException"), (answer.Status, answer.Code));
        Assert.Contains("guardrail", answer.Message);
    }

    private static string Text(string prompt, int count) =>
        $$$"""{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"{{{prompt}}}"},"imageGenerationConfig":{"numberOfImages":{{{count}}},"width":512,"height":512}}""";
}
