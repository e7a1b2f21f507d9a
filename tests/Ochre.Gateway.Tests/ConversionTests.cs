using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ochre.Emulator;
using Ochre.Pixels;

namespace Ochre.Gateway.Tests;

/// <summary>Whatever format and size a client asks for comes from every model, in every kind of answer; measured, not believed.</summary>
public sealed class ConversionTests(CatalogWalkTests.Running shared) : IClassFixture<CatalogWalkTests.Running>
{
    private static readonly string[] s_models =
    [
        "amazon.nova-canvas-v1:0", "amazon.titan-image-generator-v2:0", "stability.stable-diffusion-xl-v1",
        "stability.stable-image-core-v1:1", "stability.stable-image-ultra-v1:1", "stability.sd3-5-large-v1:0",
    ];

    public static TheoryData<string, string, string> Cells =>
        [.. from model in s_models from format in (string[])["png", "jpeg", "webp"] from kind in (string[])["b64_json", "url", "stream"] select (model, format, kind)];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Every_model_gives_every_format_in_every_kind_of_answer(string model, string format, string kind)
    {
        var how = kind is "stream" ? "\"stream\":true,\"partial_images\":2" : $"\"response_format\":\"{kind}\"";

        using var answer = await shared.Gateway.PostAsync($$$"""
            {"prompt":"A red kite","model":"{{{model}}}","size":"320x200","ochre":{"fit":"exact"},"output_format":"{{{format}}}","output_compression":70,{{{how}}}}
            """);
        var (body, file) = await TakeAsync(answer, kind);

        Assert.Equal((format, "320x200"), Measured.Of(file));
        Assert.Equal((format, "320x200"), (body["output_format"]!.ToString(), body["size"]!.ToString()));
        Assert.Null(answer.Header("x-ochre-adjusted"));
    }

    [Fact]
    public async Task Several_images_are_converted_and_keep_their_order()
    {
        const string Wish = """{"prompt":"A red kite","model":"stability.stable-image-core-v1:1","n":3,"seed":7,"response_format":"b64_json","output_format":"FORMAT"}""";

        using var png = await shared.Gateway.PostAsync(Wish.Replace("FORMAT", "png", StringComparison.Ordinal));
        using var webp = await shared.Gateway.PostAsync(Wish.Replace("FORMAT", "webp", StringComparison.Ordinal));
        var body = await webp.JsonAsync();

        Assert.Equal(3, body["data"]!.AsArray().Count);
        Assert.Equal(png.Header("x-ochre-seed"), webp.Header("x-ochre-seed"));
        Assert.All(Enumerable.Range(0, 3), i => Assert.Equal(("webp", "1024x1024"), Measured.Of(body.Image(i))));
    }

    [Fact]
    public async Task Previews_come_before_their_image_and_leave_it_as_it_was()
    {
        const string Wish = """{"prompt":"A red kite","model":"amazon.titan-image-generator-v2:0","size":"512x512","seed":7""";

        using var plain = await shared.Gateway.PostAsync(Wish + ""","response_format":"b64_json"}""");
        using var answer = await shared.Gateway.PostAsync(Wish + ""","stream":true,"partial_images":3}""");
        var events = await answer.EventsAsync();

        Assert.Equal(["partial_image", "partial_image", "partial_image", "completed"], events.Select(one => one["type"]!.ToString()["image_generation.".Length..]));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(
                ["b64_json", "background", "created_at", "output_format", "partial_image_index", "quality", "size", "type"],
                events[i].Select(field => field.Key).Order());
            Assert.Equal(i, (int)events[i]["partial_image_index"]!);
            Assert.Equal(("jpeg", $"{64 << i}x{64 << i}"), Measured.Of(Convert.FromBase64String(events[i]["b64_json"]!.ToString())));
        }

        Assert.Equal((await plain.JsonAsync()).Image(), Convert.FromBase64String(events[3]["b64_json"]!.ToString()));
    }

    [Theory]
    [InlineData("\"output_format\":\"webp\"", "output_format")]
    [InlineData("\"output_format\":\"jpeg\",\"output_compression\":60", "output_format")]
    [InlineData("\"size\":\"512x300\",\"ochre\":{\"fit\":\"exact\"}", "ochre.fit")]
    [InlineData("\"output_format\":\"webp\",\"stream\":true", "output_format")]
    public async Task Without_a_codec_a_conversion_is_refused_before_anything_is_bought(string wish, string param)
    {
        await using var gateway = await WithoutCodecAsync();

        using var answer = await gateway.PostAsync($$"""{"prompt":"A red kite",{{wish}}}""");
        var error = await answer.ErrorAsync();

        Assert.Equal((501, "codec_unavailable", param), ((int)answer.StatusCode, error["code"]!.ToString(), error["param"]!.ToString()));
        Assert.Contains("libvips42", error["message"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("false", answer.Header("x-should-retry"));
        Assert.Empty(await gateway.InvocationsAsync());
    }

    [Fact]
    public async Task Without_a_codec_what_needs_no_pixels_works_and_previews_are_left_out_and_told()
    {
        await using var gateway = await WithoutCodecAsync();

        using var exact = await gateway.PostAsync("""{"prompt":"A kite","size":"1024x1024","ochre":{"fit":"exact"},"response_format":"b64_json"}""");
        using var stream = await gateway.PostAsync("""{"prompt":"A kite","stream":true,"partial_images":3}""");

        Assert.Equal(("png", "1024x1024"), Measured.Of((await exact.JsonAsync()).Image()));
        Assert.Equal("partial_images", stream.Header("x-ochre-ignored"));
        Assert.Equal("image_generation.completed", Assert.Single(await stream.EventsAsync())["type"]!.ToString());
    }

    [Theory]
    [InlineData("\"response_format\":\"b64_json\"")]
    [InlineData("\"response_format\":\"url\"")]
    [InlineData("\"stream\":true")]
    public async Task A_broken_image_of_Bedrock_is_its_bad_answer_in_every_kind_of_answer(string kind)
    {
        JsonNode broken = JsonNode.Parse($$$"""{"body":{"seeds":[1],"finish_reasons":[null],"images":["{{{Pictures.First[..60]}}}"]}}""")!;
        await using var gateway = await RunningGateway.StartAsync(services: services =>
            services.AddSingleton<HttpMessageHandler>(provider => new RecordingBedrock(provider.GetRequiredService<BedrockEmulator>(), broken)));

        using var answer = await gateway.PostAsync($$"""{"prompt":"A kite","output_format":"webp",{{kind}}}""");

        Assert.Equal((502, "bedrock_bad_answer"), ((int)answer.StatusCode, (await answer.ErrorAsync())["code"]!.ToString()));
        Assert.Contains("Bedrock's image is refused", gateway.Logged.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bomb_from_Bedrock_is_refused_by_its_header()
    {
        // 50,000 x 50,000, and nothing behind the header: a decoder would complain of something else.
        var png = Convert.FromBase64String(Pictures.First[..60]);
        (png[18], png[19], png[22], png[23]) = (0xC3, 0x50, 0xC3, 0x50);
        JsonNode bomb = JsonNode.Parse($$$"""{"body":{"seeds":[1],"finish_reasons":[null],"images":["{{{Convert.ToBase64String(png)}}}"]}}""")!;
        await using var gateway = await RunningGateway.StartAsync(services: services =>
            services.AddSingleton<HttpMessageHandler>(provider => new RecordingBedrock(provider.GetRequiredService<BedrockEmulator>(), bomb)));

        using var answer = await gateway.PostAsync("""{"prompt":"A kite","output_format":"webp"}""");

        Assert.Equal((502, "bedrock_bad_answer"), ((int)answer.StatusCode, (await answer.ErrorAsync())["code"]!.ToString()));
        Assert.Contains("50000x50000, more than 16777216 pixels", gateway.Logged.ToString(), StringComparison.Ordinal);
    }

    private static Task<RunningGateway> WithoutCodecAsync() =>
        RunningGateway.StartAsync(services: services => services.AddSingleton(new PixelOptions { Enabled = false }));

    private async Task<(JsonNode Body, byte[] File)> TakeAsync(HttpResponseMessage answer, string kind)
    {
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
        if (kind is "stream")
        {
            var events = await answer.EventsAsync();
            Assert.Equal(3, events.Count);
            return (events[^1], Convert.FromBase64String(events[^1]["b64_json"]!.ToString()));
        }

        var body = await answer.JsonAsync();
        return (body, kind is "url" ? await shared.Gateway.CreateClient().GetByteArrayAsync(new Uri(body["data"]![0]!["url"]!.ToString()), Stop) : body.Image());
    }
}
