using System.Text;
using System.Text.Json.Nodes;
using Ochre.Gateway.Tests.Uploads;
using Ochre.Tests.Pixels;
using static Ochre.Gateway.Tests.EditGateway;

namespace Ochre.Gateway.Tests;

/// <summary>Edits and variations as every client writes them: what arrives is what was sent.</summary>
public class EditRequestTests
{
    private const string Disposition = "Content-Disposition: form-data; name=";

    public static TheoryData<string> ImageParts =>
    [
        Disposition + "\"image\"; filename=\"a.png\"\r\nContent-Type: image/png",
        Disposition + "\"image[]\"; filename=\"a.png\"",
        Disposition + "\"image[0]\"; filename=\"a.png\"",
        Disposition + "\"images\"; filename=\"a.png\"",
        Disposition + "\"images[]\"; filename=\"blob\"\r\nContent-Type: text/html",
        Disposition + "image; filename=a.png; filename*=utf-8''a.png",
        Disposition + "image; filename=\"/srv/otter/Pictures/My otter.png\"; filename*=utf-8''%2Fhome%2Fotter%2FMy%20otter.png",
        Disposition + "image; filename=\"C:\\Users\\otter\\a.png\"",
        Disposition + "\"image\"; filename=\"%22quoted%22.png\"",
        Disposition + "\"image\"; filename=\"Größe 猫.png\"",
        Disposition + "\"image\"; filename*=UTF-8''%E7%8C%AB.png",
        Disposition + "\"image\"; filename=\"unknown_file\"\r\nContent-Type: application/octet-stream",
        "content-disposition:form-data;name=\"image\";filename=\"a.png\"\r\nCONTENT-TYPE:image/png",
        "Content-Type: image/png\r\nContent-Length: 123\r\nX-Whatever: a: b; c\r\n" + Disposition + "\"image\"; filename=\"a.png\"",
        "Content-Transfer-Encoding: binary\r\n" + Disposition + "\"image\" ; filename = \"a.png\"",
    ];

    [Theory]
    [MemberData(nameof(ImageParts))]
    public async Task The_file_arrives_whatever_its_part_is_called(string headers)
    {
        foreach (var chunked in (bool[])[false, true])
        {
            await using var gateway = await StartAsync();

            using var answer = await gateway.EditAsync(new Form().Part(headers, Picture).Text("model", Cutout).ToContent(chunked));

            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.Equal(Picture, gateway.Given("image"));
            await gateway.NothingIsLeftAsync();
        }
    }

    [Theory]
    [InlineData("----WebKitFormBoundary7MA4YWxkTrZu0gW", "multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW")]
    [InlineData("a=b_c", "multipart/form-data; boundary=\"a=b_c\"")]
    [InlineData("a/b:c?d", "multipart/form-data; boundary=a/b:c?d")]
    [InlineData("x", "Multipart/Form-Data; charset=utf-8; Boundary=x")]
    [InlineData("x y", "multipart/form-data; boundary=\"x y\"; charset=utf-8")]
    [InlineData("a", "multipart/form-data;boundary=a")]
    public async Task The_boundary_is_taken_as_it_is_written(string boundary, string type)
    {
        await using var gateway = await StartAsync();
        using var answer = await gateway.EditAsync(new Form(boundary) { ContentType = type }.File("image", Picture).Text("model", Cutout).ToContent());
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal(Picture, gateway.Given("image"));
    }

    [Theory]
    [InlineData("mask")]
    [InlineData("mask[]")]
    [InlineData("mask[0]")]
    public async Task The_mask_arrives_beside_the_image_in_any_order(string name)
    {
        foreach (var form in (Form[])[new Form().File("image", Picture).File(name, Mask), new Form().File(name, Mask).File("image", Picture)])
        {
            await using var gateway = await StartAsync();

            using var answer = await gateway.EditAsync(form.Text("model", Inpaint).Text("prompt", "a hat").Text("response_format", "b64_json").ToContent());

            Assert.Equal((Picture, Mask), (gateway.Given("image")!, gateway.Given("mask")!), new BytesPair());
            Assert.Equal(2, (int)(await answer.JsonAsync())["usage"]!["input_tokens_details"]!["image_tokens"]!);
        }
    }

    [Theory]
    [InlineData("\"$DATA\"")]
    [InlineData("{\"image_url\":\"$DATA\"}")]
    [InlineData("{\"image_url\":{\"url\":\"$DATA\",\"detail\":\"high\"}}")]
    [InlineData("{\"type\":\"input_image\",\"image_url\":\"$DATA\",\"file_id\":null}")]
    [InlineData("\"$BASE64\"")]
    [InlineData("\"$ESCAPED\"")]
    public async Task A_picture_in_JSON_arrives_in_each_of_its_spellings(string picture)
    {
        picture = picture.Replace("$DATA", DataUrl(Picture), StringComparison.Ordinal).Replace("$BASE64", Convert.ToBase64String(Picture), StringComparison.Ordinal)
            .Replace("$ESCAPED", DataUrl(Picture).Replace("/", "\\/", StringComparison.Ordinal), StringComparison.Ordinal);
        foreach (var field in (string[])[$"\"image\":{picture}", $"\"images\":[{picture}]", $"\"images\":{picture}", $"\"image\":[{picture}]"])
        {
            await using var gateway = await StartAsync();

            using var answer = await gateway.EditAsync($$"""{"model":"{{Cutout}}",{{field}}}""");

            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.Equal(Picture, gateway.Given("image"));
            await gateway.NothingIsLeftAsync();
        }
    }

    [Fact]
    public async Task Words_in_a_form_name_a_picture_as_in_JSON()
    {
        await using var gateway = await StartAsync();
        HttpContent[] forms =
        [
            new Form().Text("image", DataUrl(Picture)).Text("model", Cutout).ToContent(),
            new Form().Text("image[0][image_url]", DataUrl(Picture)).Text("model", Cutout).ToContent(),
            new FormUrlEncodedContent([new("image", DataUrl(Picture)), new("model", Cutout)]),
            new FormUrlEncodedContent([new("images[0][image_url][url]", Convert.ToBase64String(Picture)), new("model", Cutout)]),
        ];
        foreach (var form in forms)
        {
            using var answer = await gateway.EditAsync(form);
            Assert.Equal(200, (int)answer.StatusCode);
            // Unread, it would be given to the next, who asks for the same.
            await answer.Content.LoadIntoBufferAsync(TestContext.Current.CancellationToken);
            Assert.Equal(Picture, gateway.Given("image"));
        }

        Assert.Equal(forms.Length, gateway.Bedrock.Requests.Count);
        await gateway.NothingIsLeftAsync();
    }

    [Fact]
    public async Task OpenAIs_fields_have_their_types_and_the_models_own_are_JSON_where_they_can_be()
    {
        await using var gateway = await StartAsync();

        using var answer = await gateway.EditAsync(new Form().File("image", Picture).Text("n", "2").Text("stream", "False").Text("prompt", "123").Text("size", "auto")
            .Text("model", Inpaint).Text("seed", "42").Text("negative_prompt", "fog").Text("grow_mask", "3").Text("user", "7").Text("quality", "").Text("input_fidelity", "low").ToContent());

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(2, gateway.Bedrock.Requests.Count);
        var body = gateway.Bedrock.Requests.Select(asked => asked.Body).Single(body => (int)body["seed"]! == 42);
        Assert.Equal(("123", "fog", 3), ((string)body["prompt"]!, (string)body["negative_prompt"]!, (int)body["grow_mask"]!));
        Assert.Null(body["n"] ?? body["stream"] ?? body["user"] ?? body["size"] ?? body["input_fidelity"]);
    }

    [Fact]
    public async Task Brackets_nest_and_repeated_names_are_all_kept()
    {
        await using var gateway = await StartAsync(answers: JsonNode.Parse("""{"body":{"images":["$PNG1"]}}""")!);

        using var answer = await gateway.VaryAsync(new Form().File("image", Picture).Text("model", "amazon.titan-image-generator-v2:0").Text("taskType", "COLOR_GUIDED_GENERATION")
            .Text("colorGuidedGenerationParams[colors][]", "#ff0000").Text("colorGuidedGenerationParams[colors][]", "#00ff00").Text("colorGuidedGenerationParams[text]", "a fox")
            .Text("imageGenerationConfig[seed]", "7").Text("imageGenerationConfig[cfgScale]", "4.5").ToContent());

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var asked = gateway.Bedrock.Requests.Single().Body;
        Assert.Equal("""["#ff0000","#00ff00"]""", asked["colorGuidedGenerationParams"]!["colors"]!.ToJsonString());
        Assert.Equal((7, 4.5), ((int)asked["imageGenerationConfig"]!["seed"]!, (double)asked["imageGenerationConfig"]!["cfgScale"]!));
        Assert.Equal(Picture, Convert.FromBase64String((string)asked["colorGuidedGenerationParams"]!["referenceImage"]!));
    }

    [Fact]
    public async Task Several_images_keep_their_order_or_take_their_numbers()
    {
        await using var gateway = await StartAsync(answers: JsonNode.Parse("""{"body":{"images":["$PNG1"]}}""")!);
        const string Titan = "amazon.titan-image-generator-v2:0";
        foreach (var form in (Form[])[
            new Form().File("image", Picture).File("image", Second).File("image", Third), new Form().File("image[]", Picture).File("image[]", Second).File("image[]", Third),
            new Form().File("image[2]", Third).File("image[0]", Picture).File("image[1]", Second)])
        {
            using var answer = await gateway.VaryAsync(form.Text("model", Titan).ToContent());
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            var images = gateway.Bedrock.Requests[^1].Body["imageVariationParams"]!["images"]!.AsArray();
            Assert.Equal([Picture, Second, Third], images.Select(image => Convert.FromBase64String((string)image!)));
        }
    }

    [Fact]
    public async Task A_file_under_a_models_own_name_goes_where_it_says()
    {
        await using var gateway = await StartAsync();

        using var answer = await gateway.EditAsync(new Form().File("image", Picture).File("style_image", Second).Text("model", "stability.stable-style-transfer-v1:0").ToContent());

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal((Picture, Second), (gateway.Given("init_image")!, gateway.Given("style_image")!), new BytesPair());
    }

    [Fact]
    public async Task What_means_nothing_here_is_told_also_when_it_is_a_file()
    {
        await using var gateway = await StartAsync();
        using var edit = await gateway.EditAsync(new Form().File("image", Picture).File("markup", Second).Text("svg", "1").Text("model", Cutout).ToContent());
        using var vary = await gateway.VaryAsync(new Form().File("image", Picture).Text("background", "auto").Text("stream", "false").Text("model", Vary).ToContent());
        Assert.Equal(("svg,markup", 200), (edit.Header("x-ochre-ignored"), (int)edit.StatusCode));
        Assert.Equal(("background", 200), (vary.Header("x-ochre-ignored"), (int)vary.StatusCode));
    }

    [Theory]
    [InlineData("/images/edits")]
    [InlineData("/openai/deployments/" + Cutout + "/images/edits?api-version=2025-04-01-preview")]
    [InlineData("/deployments/" + Cutout + "/images/edits")]
    public async Task The_other_clients_paths_lead_here_too(string path)
    {
        await using var gateway = await StartAsync();
        var form = new Form().File("image", Picture);
        using var answer = await gateway.Running.SendAsync((path.Contains("deployments", StringComparison.Ordinal) ? form : form.Text("model", Cutout)).ToContent(), path);
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Contains("remove-background", gateway.Bedrock.Requests.Single().Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_of_edits_speaks_of_edits()
    {
        await using var gateway = await StartAsync();

        using var answer = await gateway.EditAsync(new Form().File("image", Picture).Text("model", Cutout).Text("stream", "true").ToContent());
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("event: image_edit.completed\ndata: {", text, StringComparison.Ordinal);
        Assert.Contains("\"type\":\"image_edit.completed\"", text, StringComparison.Ordinal);
        Assert.Contains("\"image_tokens\":1", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_knows_neither_the_files_name_nor_the_prompt()
    {
        await using var gateway = await StartAsync();
        const string Headers = Disposition + "\"image\"; filename=\"/srv/secret-place/secret-otter.png\"";

        using var good = await gateway.EditAsync(new Form().Part(Headers, Picture).Text("prompt", "secret-words").Text("model", Inpaint).ToContent());
        using var bad = await gateway.EditAsync(new Form().Part(Headers, Encoding.UTF8.GetBytes("secret-bytes")).Text("model", Inpaint).ToContent());

        Assert.Equal((200, 400), ((int)good.StatusCode, (int)bad.StatusCode));
        Assert.DoesNotContain("secret", gateway.Running.Logged.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", await bad.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_made_here_can_be_edited_by_its_link_and_by_its_id()
    {
        await using var gateway = await StartAsync();
        using var made = await gateway.EditAsync(new Form().File("image", Picture).Text("model", Cutout).ToContent());
        var link = (string)(await made.JsonAsync())["data"]![0]!["url"]!;
        var id = new Uri(link).Segments[^2].TrimEnd('/');

        foreach (var reference in (string[])[$"\"{link}\"", $"\"{link.Replace("/content?", "?", StringComparison.Ordinal)}\"", $"\"{id}\"", $$"""{"file_id":"{{id}}"}""", $"\"file-id:{id}\""])
        {
            using var answer = await gateway.VaryAsync(new StringContent($$"""{"model":"amazon.nova-canvas-v1:0","image":{{reference}}}""", Encoding.UTF8, "application/json"));
            // The answer that stands in is of 1x1 pixels, which no model takes: that refusal shows that it was found and read.
            var error = await answer.ErrorAsync();
            Assert.True(error["message"]!.ToString().Contains("1x1", StringComparison.Ordinal), error.ToJsonString());
        }

        using var bent = await gateway.EditAsync($$"""{"model":"{{Cutout}}","image":"{{link.Replace("sig=", "sig=A", StringComparison.Ordinal)}}"}""");
        Assert.Equal(400, (int)bent.StatusCode);
    }

    [Theory]
    [InlineData(Vary)]
    [InlineData("amazon.titan-image-generator-v2:0")]
    [InlineData("stability.stable-diffusion-xl-v1")]
    public async Task A_size_that_the_picture_decides_is_told_once_as_ignored(string model)
    {
        await using var gateway = await RunningGateway.StartAsync();
        var picture = PngFile.Make(512, 512, PngFile.Rgb, 8);

        var form = new Form().File("image", picture).Text("model", model).Text("prompt", "x").Text("size", "1024x1024");
        // Without a mask Titan varies the picture, in any size.
        if (model != Vary)
            form = form.File("mask", PngFile.Make(512, 512, PngFile.Rgba, 8));
        using var answer = await gateway.SendAsync(form.ToContent(), "/v1/images/edits");

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("512x512", (await answer.JsonAsync())["size"]!.ToString());
        Assert.Equal("size", answer.Header("x-ochre-ignored"));
        Assert.DoesNotContain("size", answer.Header("x-ochre-adjusted") ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Cutout, "512x512", "512x512")]
    [InlineData(Vary, "512x512", "512x512")]
    [InlineData("amazon.titan-image-generator-v2:0", "512x512", "512x512")]
    [InlineData("stability.stable-diffusion-xl-v1", "512x512", "512x512")]
    [InlineData("stability.stable-outpaint-v1:0", "576x512", "576x512")]
    [InlineData(Cutout, "512x513", null)]
    [InlineData("amazon.titan-image-generator-v2:0", "1024x1024", null)]
    [InlineData("stability.stable-outpaint-v1:0", "512x512", null)]
    [InlineData("stability.stable-fast-upscale-v1:0", "512x512", null)]
    public async Task A_strict_gateway_takes_a_size_that_the_picture_gives_anyway_and_refuses_any_other(string model, string size, string? made)
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with { Strict = true });
        var form = new Form().File("image", PngFile.Make(512, 512, PngFile.Rgb, 8)).Text("model", model).Text("size", size);
        form = model.Contains("outpaint", StringComparison.Ordinal) ? form.Text("left", "64")
            : model is Cutout or "stability.stable-fast-upscale-v1:0" ? form : form.Text("prompt", "x");
        if (model.StartsWith("amazon", StringComparison.Ordinal))
            form = form.File("mask", PngFile.Make(512, 512, PngFile.Rgba, 8));

        using var answer = await gateway.SendAsync(form.ToContent(), "/v1/images/edits");

        if (made is null)
        {
            Assert.Equal((400, "size"), ((int)answer.StatusCode, (await answer.ErrorAsync())["param"]!.ToString()));
            Assert.Empty(await gateway.InvocationsAsync());
        }
        else
        {
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.Equal(made, (await answer.JsonAsync())["size"]!.ToString());
            Assert.Null(answer.Header("x-ochre-ignored"));
        }
    }

    [Fact]
    public async Task The_id_of_an_image_serves_the_key_that_had_it_made_and_no_other()
    {
        await using var gateway = await StartAsync(settings => settings with { Keys = ["sk-first-first", "sk-second-second"] });
        using var made = await gateway.EditAsync(new Form().File("image", Picture).Text("model", Cutout).ToContent(), ("api-key", "sk-first-first"));
        var id = new Uri((string)(await made.JsonAsync())["data"]![0]!["url"]!).Segments[^2].TrimEnd('/');

        async Task<(int, string?)> AskAsync(string name, string key)
        {
            using var answer = await gateway.Running.PostAsync($$$"""{"model":"{{{Cutout}}}","image":{"file_id":"{{{name}}}"}}""", "/v1/images/edits", ("api-key", key));
            return ((int)answer.StatusCode, (await answer.ErrorAsync())["code"]?.ToString());
        }

        Assert.Equal((400, "image_too_small"), await AskAsync(id, "sk-first-first"));
        Assert.Equal((404, "image_not_found"), await AskAsync(id, "sk-second-second"));
        Assert.Equal((404, "image_not_found"), await AskAsync(id.Replace("_001", "_002", StringComparison.Ordinal), "sk-first-first"));
        Assert.Equal((404, "image_not_found"), await AskAsync("../../../etc/passwd", "sk-first-first"));
        Assert.Equal((404, "image_not_found"), await AskAsync("file-0123456789abcdef", "sk-first-first"));
        await gateway.NothingIsLeftAsync();
    }

    private sealed class BytesPair : IEqualityComparer<(byte[], byte[])>
    {
        public bool Equals((byte[], byte[]) x, (byte[], byte[]) y) => x.Item1.SequenceEqual(y.Item1) && x.Item2.SequenceEqual(y.Item2);

        public int GetHashCode((byte[], byte[]) obj) => obj.Item1.Length;
    }
}
