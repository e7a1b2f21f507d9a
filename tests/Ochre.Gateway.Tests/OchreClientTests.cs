using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Ochre.Emulator;

namespace Ochre.Gateway.Tests;

/// <summary>The library's client with a gateway in Bedrock's place: the same calls give the same images.</summary>
public sealed class OchreClientTests : IAsyncLifetime
{
    private const string Core = "stability.stable-image-core-v1:1";
    private const string Canvas = "amazon.nova-canvas-v1:0";
    private const string Key = "sk-0123456789abcdef";

    private RunningGateway _gateway = null!;
    private OchreClient _ochre = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _gateway = await RunningGateway.StartAsync(settings => settings with { Keys = [Key] });
        _ochre = Client("http://localhost", Key);
    }

    public async ValueTask DisposeAsync()
    {
        _ochre.Dispose();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task The_call_of_the_documents_gives_the_image_that_it_gives_without_a_gateway()
    {
        var options = new GenerateOptions { Model = "bedrock/stability.stable-diffusion-xl-v0", Size = "128x512", Extra = { ["seed"] = 30 } };

        var image = await _ochre.GenerateAsync("A cute baby sea otter", options, Stop);
        using var direct = OchreClient.Emulated();
        var same = await direct.GenerateAsync("A cute baby sea otter", options, Stop);

        Assert.Equal(same.Bytes.ToArray(), image.Bytes.ToArray());
        Assert.Equal((same.Seed, same.Size, same.Format, same.CostUsd, same.Model, same.Region), (image.Seed, image.Size, image.Format, image.CostUsd, image.Model, image.Region));
    }

    [Fact]
    public async Task Several_and_what_was_ignored_or_changed_are_told_as_without_one()
    {
        var images = await _ochre.GenerateManyAsync("a red kite", 3, new() { Model = Core, Size = "1000x800", Quality = ImageQuality.High, Previews = 1, Extra = { ["seed"] = 7 } }, Stop);

        Assert.Equal([7, 8, 9], images.Select(image => image.Seed));
        Assert.Equal(["previews", "quality"], images.Notes.Ignored.Order());
        Assert.Equal([$"size={images[0].Size}"], images.Notes.Adjusted);
        Assert.Equal((0.12m, 0.04m, 0, 0), (images.CostUsd, images[1].CostUsd, images.Filtered, images.Failed));
        Assert.Equal(3, images.InputTokens);
    }

    [Fact]
    public async Task Edits_and_variations_send_every_picture_and_parameter()
    {
        var one = await _ochre.GenerateAsync("a red kite", new() { Model = Core }, Stop);
        var two = await _ochre.GenerateAsync("a blue kite", new() { Model = Core }, Stop);

        await _ochre.EditAsync([one, two], "kites", new() { Model = Canvas, Size = "512x512", Extra = { ["taskType"] = "IMAGE_VARIATION", ["negative_prompt"] = "123", ["imageGenerationConfig"] = new JsonObject { ["cfgScale"] = 3.5 } } }, Stop);
        var asked = Last();
        var variation = asked["imageVariationParams"]!;
        Assert.Equal([one.Bytes.ToArray(), two.Bytes.ToArray()], variation["images"]!.AsArray().Select(image => Convert.FromBase64String((string)image!)));
        Assert.Equal(("123", "kites", 3.5, 512), ((string)variation["negativeText"]!, (string)variation["text"]!, (double)asked["imageGenerationConfig"]!["cfgScale"]!, (int)asked["imageGenerationConfig"]!["width"]!));

        await _ochre.EditAsync(one, "", new() { Model = "stability.stable-style-transfer-v1:0", Pictures = { ["style_image"] = two } }, Stop);
        Assert.Equal(two.Bytes.ToArray(), Convert.FromBase64String((string)Last()["style_image"]!));

        var like = await _ochre.VaryManyAsync([one], 2, new() { Model = Canvas, Size = "512x512" }, Stop);
        Assert.Equal((2, new(512, 512)), (like.Count, like[0].Size));
    }

    [Fact]
    public async Task A_stream_gives_every_image_with_its_previews()
    {
        var stream = _ochre.GenerateStreamAsync("a red kite", 2, new() { Model = Core, Previews = 2, Extra = { ["aspect_ratio"] = "1:1" } }, Stop);
        List<OchreImage> images = [];
        await foreach (var image in stream)
            images.Add(image);

        Assert.Equal([new(1024, 1024), new(1024, 1024)], images.Select(image => image.Size));
        Assert.All(images, image => Assert.Equal([new(128, 128), new(256, 256)], image.Previews.Select(preview => preview.Size)));
        Assert.Equal((0, 0.08m), (stream.Failed, stream.CostUsd));
    }

    [Fact]
    public async Task A_refusal_of_the_gateway_is_the_same_exception()
    {
        var unknown = await Assert.ThrowsAsync<ImageException>(() => _ochre.GenerateAsync("x", new() { Model = "no-such-model" }, Stop));
        var parameter = await Assert.ThrowsAsync<ImageException>(() => _ochre.GenerateAsync("x", new() { Model = Core, Extra = { ["sneed"] = 1 } }, Stop));
        var moderated = await Assert.ThrowsAsync<ImageException>(async () =>
        {
            await foreach (var image in _ochre.GenerateStreamAsync("forbidden", 1, new() { Model = Core }, Stop))
                Assert.Fail("There is no such image.");
        });
        using var stranger = Client("http://localhost/v1", "sk-wrong");
        var wrongKey = await Assert.ThrowsAsync<ImageException>(() => stranger.GenerateAsync("x", cancellationToken: Stop));

        Assert.Equal([(400, "model_not_found"), (400, "unknown_parameter"), (400, "moderation_blocked"), (401, "invalid_api_key")],
            new[] { unknown, parameter, moderated, wrongKey }.Select(refusal => (refusal.Error.Status, refusal.Error.Code)));
        Assert.Equal("sneed", parameter.Error.Param);
    }

    [Fact]
    public async Task What_is_wrong_in_itself_is_refused_here_and_nothing_is_sent()
    {
        using var far = new FarEnd((_, _) => throw new InvalidOperationException("Nothing was to be sent."));
        using var ochre = new OchreClient(new OchreOptions { Gateway = new("http://gateway") }.UseHandler(far));

        var refusal = await Assert.ThrowsAsync<ImageException>(() => ochre.GenerateAsync("x", new() { Size = "large" }, Stop));

        var profile = await Assert.ThrowsAsync<ImageException>(() => ochre.GenerateAsync("x", new() { InferenceProfile = "arn:aws:bedrock:eu-west-1:000000000000:application-inference-profile/a" }, Stop));

        Assert.Equal(("size", "model_id"), (refusal.Error.Param, profile.Error.Param));
    }

    [Theory]
    [InlineData("<html>It works!</html>", 200)]
    [InlineData("{\"data\":[]}", 200)]
    [InlineData("{\"data\":[{\"url\":\"http://x\"}]}", 200)]
    [InlineData("{\"data\":[{\"b64_json\":\"AAAA\"}]}", 200)]
    [InlineData("<html>404</html>", 404)]
    [InlineData("{\"error\":\"broken\"}", 500)]
    public async Task What_is_no_gateway_is_told_as_that(string body, int status)
    {
        var sent = 0;
        using var far = new FarEnd((_, _) =>
        {
            sent++;
            return Task.FromResult(new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") });
        });
        using var ochre = new OchreClient(new OchreOptions { Gateway = new("http://gateway") }.UseHandler(far));

        var refusal = await Assert.ThrowsAsync<ImageException>(() => ochre.GenerateAsync("x", cancellationToken: Stop));

        Assert.Equal(("bedrock_bad_answer", 1), (refusal.Error.Code, sent));
    }

    [Fact]
    public async Task Only_what_never_reached_the_gateway_is_sent_again()
    {
        var sent = 0;
        using var closed = new FarEnd((_, _) => throw new HttpRequestException(HttpRequestError.ConnectionError, $"Connection refused {++sent}"));
        using var broken = new FarEnd((_, _) => throw new HttpRequestException("reset", new IOException($"Connection reset {++sent}")));
        var retry = new RetryOptions { Tries = 3, FirstPause = TimeSpan.Zero };
        using var first = new OchreClient(new OchreOptions { Gateway = new("http://gateway"), Retry = retry }.UseHandler(closed));
        using var second = new OchreClient(new OchreOptions { Gateway = new("http://gateway"), Retry = retry }.UseHandler(broken));

        var unreachable = await Assert.ThrowsAsync<ImageException>(() => first.GenerateAsync("x", cancellationToken: Stop));
        var afterFirst = sent;
        var lost = await Assert.ThrowsAsync<ImageException>(() => second.GenerateAsync("x", cancellationToken: Stop));

        Assert.Equal(("bedrock_unavailable", true, 3), (unreachable.Error.Code, unreachable.Error.MayHeal, afterFirst));
        Assert.Equal(("bedrock_bad_answer", false, 4), (lost.Error.Code, lost.Error.MayHeal, sent));
    }

    [Fact]
    public async Task A_gateway_that_takes_too_long_is_left()
    {
        var time = new ManualTime();
        using var silent = new FarEnd(async (_, cancellation) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            throw new InvalidOperationException();
        });
        using var ochre = new OchreClient(new OchreOptions { Gateway = new("http://gateway"), Timeout = TimeSpan.FromSeconds(20) }.UseHandler(silent), time);

        var pending = ochre.GenerateAsync("x", cancellationToken: Stop);
        await time.WaitForTimersAsync(1);
        time.Advance(TimeSpan.FromSeconds(21));

        Assert.Equal("bedrock_timeout", (await Assert.ThrowsAsync<ImageException>(() => pending)).Error.Code);
    }

    [Fact]
    public async Task Health_is_the_gateways_own()
    {
        await using var provider = new ServiceCollection().AddLogging()
            .AddOchre(options => (options.Gateway, options.GatewayKey) = (new("http://localhost"), Key)).Configure<OchreOptions>(options => options.UseHandler(_gateway.Server.CreateHandler()))
            .AddHealthChecks().AddOchre().Services.BuildServiceProvider();

        Assert.Equal(HealthStatus.Healthy, (await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(Stop)).Status);
        Assert.Empty(_gateway.Server.Services.GetRequiredService<BedrockEmulator>().Invocations);
    }

    [Theory]
    [InlineData("http://host", "/health/ready")]
    [InlineData("http://host/v1", "/health/ready")]
    [InlineData("http://host/images/v1/", "/images/health/ready")]
    public async Task Health_is_asked_for_beside_the_routes(string address, string path)
    {
        string? asked = null;
        using var gateway = new FarEnd((request, _) =>
        {
            asked = request.RequestUri!.AbsolutePath;
            return Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.OK));
        });
        await using var provider = new ServiceCollection().AddLogging().AddOchre(options => options.UseHandler(gateway).Gateway = new(address))
            .AddHealthChecks().AddOchre().Services.BuildServiceProvider();

        Assert.Equal(HealthStatus.Healthy, (await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(Stop)).Status);
        Assert.Equal(path, asked);
    }

    private OchreClient Client(string address, string key) =>
        new(new OchreOptions { Gateway = new(address), GatewayKey = key }.UseHandler(_gateway.Server.CreateHandler()));

    private JsonNode Last() => JsonNode.Parse(_gateway.Server.Services.GetRequiredService<BedrockEmulator>().Invocations[0].Body.Span)!;

    private sealed class FarEnd(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => answer(request, cancellationToken);
    }
}
