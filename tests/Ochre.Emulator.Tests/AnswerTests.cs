using System.Buffers.Binary;

namespace Ochre.Emulator.Tests;

public class AnswerTests
{
    [Fact]
    public async Task Stability_answers_seeds_reasons_and_images_in_that_order()
    {
        using var client = new TestClient();

        var answer = await client.InvokeAsync(TestClient.Core, """{"prompt":"a red kite","seed":7}""");

        Assert.StartsWith("""{"seeds":[7],"finish_reasons":[null],"images":["iVBORw0KGgo""", answer.Body);
        Assert.Equal("application/json", answer.Response.Content.Headers.ContentType!.MediaType);
        Assert.Single(answer.Response.Headers.GetValues("x-amzn-RequestId"));
        Assert.Single(answer.Response.Headers.GetValues("x-amzn-bedrock-invocation-latency"));
        Assert.Null(answer.ErrorType);
    }

    [Fact]
    public async Task A_refusal_has_the_type_in_a_header_and_the_message_in_the_body()
    {
        using var client = new TestClient();

        var answer = await client.InvokeAsync("no.such-model", "{}");

        Assert.Equal("ValidationException:http://internal.amazon.com/coral/com.amazon.bedrock/", answer.ErrorType);
        Assert.Equal("""{"message":"The provided model identifier is invalid."}""", answer.Body);
    }

    [Fact]
    public async Task SDXL_answers_artifacts()
    {
        using var client = new TestClient();

        var answer = await client.InvokeAsync(TestClient.Xl, """{"text_prompts":[{"text":"a red kite"}],"seed":7}""");

        Assert.StartsWith("""{"result":"success","artifacts":[{"seed":7,"base64":"iVBORw0KGgo""", answer.Body);
        Assert.EndsWith("\",\"finishReason\":\"SUCCESS\"}]}", answer.Body);
    }

    [Theory]
    [InlineData("""{"prompt":"a red kite"}""")]
    [InlineData("""{"prompt":"a red kite","seed":0}""")]
    public async Task A_seed_that_is_left_to_Stability_differs_and_is_told(string body)
    {
        using var client = new TestClient();

        var first = await client.InvokeAsync(TestClient.Core, body);
        var second = await client.InvokeAsync(TestClient.Core, body);
        var seed = first.Json.GetProperty("seeds")[0].GetInt64();
        var again = await client.InvokeAsync(TestClient.Core, $$"""{"prompt":"a red kite","seed":{{seed}}}""");

        Assert.NotEqual(seed, second.Json.GetProperty("seeds")[0].GetInt64());
        Assert.Equal(first.Image(), again.Image());
    }

    [Theory]
    [InlineData(TestClient.Titan, 42)]
    [InlineData(TestClient.Canvas, 12)]
    public async Task A_seed_that_is_left_to_Amazon_is_always_the_same(string model, int seed)
    {
        using var client = new TestClient();
        var body = """{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"a red kite"},"imageGenerationConfig":{}}""";

        var first = await client.InvokeAsync(model, body);
        var second = await client.InvokeAsync(model, body);
        var named = await client.InvokeAsync(model, body.Replace("\"imageGenerationConfig\":{}", $"\"imageGenerationConfig\":{{\"seed\":{seed}}}"));

        Assert.Equal(first.Image(), second.Image());
        Assert.Equal(first.Image(), named.Image());
    }

    [Fact]
    public async Task The_images_of_one_call_differ_and_come_again()
    {
        using var client = new TestClient();
        var body = """{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"a red kite"},"imageGenerationConfig":{"numberOfImages":5,"width":320,"height":320}}""";

        var first = await client.InvokeAsync(TestClient.Canvas, body);
        var second = await client.InvokeAsync(TestClient.Canvas, body);

        Assert.Equal(5, first.Json.GetProperty("images").EnumerateArray().Select(image => image.GetString()).Distinct().Count());
        Assert.Equal(first.Body, second.Body);
    }

    [Theory]
    [InlineData(TestClient.Core, """{"prompt":"x","aspect_ratio":"1:1"}""", 1024, 1024)]
    [InlineData(TestClient.Core, """{"prompt":"x","aspect_ratio":"16:9"}""", 1344, 768)]
    [InlineData(TestClient.Ultra, """{"prompt":"x","aspect_ratio":"21:9"}""", 1536, 640)]
    [InlineData(TestClient.Ultra, """{"prompt":"x","aspect_ratio":"2:3"}""", 832, 1216)]
    [InlineData(TestClient.Diffusion35, """{"prompt":"x","aspect_ratio":"5:4"}""", 1088, 896)]
    public async Task A_ratio_has_its_size_in_pixels(string model, string body, int width, int height)
    {
        using var client = new TestClient();

        Assert.Equal((width, height), PngSize((await client.InvokeAsync(model, body)).Image()));
    }

    [Theory]
    [InlineData(TestClient.Titan, "{}", 1024, 1024)]
    [InlineData(TestClient.Titan, """{"width":448,"height":576}""", 448, 576)]
    [InlineData(TestClient.Titan, """{"height":768}""", 1408, 768)]
    [InlineData(TestClient.Canvas, "{}", 1024, 1024)]
    [InlineData(TestClient.Canvas, """{"width":336}""", 336, 1024)]
    public async Task Amazon_paints_the_size_that_was_asked(string model, string config, int width, int height)
    {
        using var client = new TestClient();

        var answer = await client.InvokeAsync(model, $$"""{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"x"},"imageGenerationConfig":{{config}}}""");

        Assert.Equal((width, height), PngSize(answer.Image()));
    }

    [Theory]
    [InlineData("png", new byte[] { 0x89, 0x50, 0x4E, 0x47 })]
    [InlineData("jpeg", new byte[] { 0xFF, 0xD8, 0xFF })]
    [InlineData("webp", new byte[] { 0x52, 0x49, 0x46, 0x46 })]
    public async Task The_output_format_is_the_one_asked_for(string format, byte[] magic)
    {
        using var client = new TestClient();

        var answer = await client.InvokeAsync(TestClient.Diffusion35, $$"""{"prompt":"x","output_format":"{{format}}"}""");

        Assert.Equal(magic, answer.Image()[..magic.Length]);
    }

    [Theory]
    [InlineData(TestClient.Core, """{"prompt":"x"}""", 1, 0.04)]
    [InlineData(TestClient.Ultra, """{"prompt":"x"}""", 1, 0.14)]
    [InlineData(TestClient.Diffusion35, """{"prompt":"x"}""", 1, 0.08)]
    [InlineData(TestClient.Xl, """{"text_prompts":[{"text":"x"}],"steps":50}""", 1, 0.04)]
    [InlineData(TestClient.Xl, """{"text_prompts":[{"text":"x"}],"steps":51}""", 1, 0.08)]
    [InlineData("stability.stable-diffusion-xl-v0", """{"text_prompts":[{"text":"x"}]}""", 1, 0.018)]
    [InlineData("stability.stable-diffusion-xl-v0", """{"text_prompts":[{"text":"x"}],"steps":51}""", 1, 0.036)]
    [InlineData("stability.stable-diffusion-xl-v0", """{"text_prompts":[{"text":"x"}],"width":576}""", 1, 0.036)]
    [InlineData("stability.stable-diffusion-xl-v0", """{"text_prompts":[{"text":"x"}],"height":576,"steps":51}""", 1, 0.072)]
    [InlineData(TestClient.Canvas, """{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"x"},"imageGenerationConfig":{"width":1040,"height":320}}""", 1, 0.06)]
    [InlineData(TestClient.Titan, """{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"x"},"imageGenerationConfig":{"numberOfImages":3,"width":768,"height":768}}""", 3, 0.024)]
    [InlineData(TestClient.Titan, """{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"x"},"imageGenerationConfig":{"quality":"premium"}}""", 1, 0.012)]
    [InlineData(TestClient.Canvas, """{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"x"},"imageGenerationConfig":{"numberOfImages":2}}""", 2, 0.08)]
    [InlineData(TestClient.Canvas, """{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"x"},"imageGenerationConfig":{"width":1280,"height":1280,"quality":"premium"}}""", 1, 0.08)]
    public async Task An_invocation_is_billed_by_the_price_table(string model, string body, int images, decimal usd)
    {
        using var client = new TestClient();

        await client.InvokeAsync(model, body);

        var invocation = Assert.Single(client.Emulator.Invocations);
        Assert.Equal((images, usd), (invocation.ImagesBilled, invocation.Usd));
    }

    [Fact]
    public async Task A_cancelled_request_ends()
    {
        using var client = new TestClient();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var request = TestClient.Post(client.Host, $"/model/{TestClient.Core}/invoke", "{}");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SendUnsignedAsync(request, cancelled.Token));
    }

    internal static (int Width, int Height) PngSize(ReadOnlySpan<byte> png) =>
        (BinaryPrimitives.ReadInt32BigEndian(png[16..]), BinaryPrimitives.ReadInt32BigEndian(png[20..]));
}
