using System.Text;
using Ochre.Gateway.Tests.Uploads;
using static Ochre.Gateway.Tests.EditGateway;

namespace Ochre.Gateway.Tests;

/// <summary>Edits and variations that should not come in: a refusal that names the field, nothing bought, nothing left behind.</summary>
public class BadPictureTests
{
    public static TheoryData<string, string, int> Json => new()
    {
        { """{}""", "image missing_required_parameter", 400 },
        { """{"images":[]}""", "image missing_required_parameter", 400 },
        { """{"image":null}""", "image missing_required_parameter", 400 },
        { """{"image":7}""", "image invalid_type", 400 },
        { """{"images":[{}]}""", "images[0].image_url missing_required_parameter", 400 },
        { """{"images":[null]}""", "images[0] invalid_type", 400 },
        { """{"images":[{"image_url":7}]}""", "images[0].image_url invalid_type", 400 },
        { """{"images":[{"image_url":{"url":[]}}]}""", "images[0].image_url.url invalid_type", 400 },
        { """{"images":[{"file_id":7}]}""", "images[0].file_id invalid_type", 400 },
        { """{"image":""}""", "image empty_image_file", 400 },
        { """{"image":"otter.png"}""", "image invalid_value", 400 },
        { """{"image":"data:image/png,otter"}""", "image invalid_value", 400 },
        { """{"image":"data:image/png;base64"}""", "image invalid_value", 400 },
        { """{"image":"data:image/png;base64,"}""", "image empty_image_file", 400 },
        { """{"image":"data:image/png;base64,AAA"}""", "image invalid_value", 400 },
        { """{"image":"data:image/png;base64,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""", "image invalid_image_format", 400 },
        { """{"image":"\ud800"}""", " invalid_json", 400 },
        { """{"image":"\ud800\/"}""", " invalid_json", 400 },
        { """{"image":"https://example.com/a.png"}""", "image invalid_value", 400 },
        { """{"image":"http://169.254.169.254/latest/meta-data/"}""", "image invalid_value", 400 },
        { """{"image":"file:///etc/passwd"}""", "image invalid_value", 400 },
        { """{"image":"s3://bucket/key.png"}""", "image invalid_value", 400 },
        { """{"image":"gopher://127.0.0.1/_"}""", "image invalid_value", 400 },
        { """{"image":"file-00000000000000000000000000000000"}""", "image image_not_found", 404 },
        { """{"image":"x","mask":["a","b"]}""", "mask invalid_value", 400 },
        { """{"image":"x","n":0}""", "n invalid_value", 400 },
        { """{"image":"x","n":"2"}""", "n invalid_type", 400 },
        { """{"image":"x","input_fidelity":"high"}""", "input_fidelity invalid_input_fidelity_model", 400 },
        { """{"image":"x","input_fidelity":"middle"}""", "input_fidelity invalid_value", 400 },
        { """{"image":"x","moderation":"low"}""", "moderation invalid_value", 400 },
        { """{"image":"x","partial_images":1}""", "partial_images invalid_value", 400 },
        { """{"image":"x","model":"no-such-model"}""", "model model_not_found", 400 },
        { """{"prompt":"a","prompt":"b"}""", " invalid_json", 400 },
        { "{\"image\":", " invalid_json", 400 },
    };

    [Theory]
    [MemberData(nameof(Json))]
    public async Task A_wrong_field_of_JSON_is_named(string json, string paramAndCode, int status)
    {
        await using var gateway = await StartAsync();

        using var answer = await gateway.EditAsync(json);

        await RefusedAsync(gateway, answer, paramAndCode, status);
    }

    [Fact]
    public async Task Seventeen_images_are_one_too_many()
    {
        await using var gateway = await StartAsync();
        var picture = $"\"{DataUrl(Picture)}\"";
        var form = new Form();
        for (var i = 0; i < 17; i++)
            form.File("image[]", Picture);

        using var json = await gateway.EditAsync($$"""{"images":[{{string.Join(',', Enumerable.Repeat(picture, 17))}}]}""");
        using var multipart = await gateway.EditAsync(form.ToContent());

        await RefusedAsync(gateway, json, "images invalid_value", 400);
        await RefusedAsync(gateway, multipart, "image[] invalid_value", 400);
    }

    public static TheoryData<string, string, string> Fields => new()
    {
        { "n", "two", "n invalid_type" },
        { "n", "0", "n invalid_value" },
        { "n", "1e999", "n invalid_value" },
        { "n", "NaN", "n invalid_type" },
        { "n[]", "1", "n invalid_type" },
        { "stream", "yes", "stream invalid_type" },
        { "size", "5x0", "size invalid_value" },
        { "quality", "best", "quality invalid_value" },
        { "output_compression", "101", "output_compression invalid_value" },
        { "ochre[fit]", "wide", "fit invalid_value" },
        { "ochre[crop]", "1", "ochre.crop unknown_parameter" },
        { "ochre", "fit", "ochre invalid_type" },
        { "seed[", "1", "seed[ invalid_value" },
        { "seed]", "1", "seed] invalid_value" },
        { "[seed]", "1", "[seed] invalid_value" },
        { "a[b]c", "1", "a[b]c invalid_value" },
        { "a[[b]]", "1", "a[[b]] invalid_value" },
        { "a[1025]", "1", "a[1025] invalid_value" },
        { "a[99999999999]", "1", "a[99999999999] invalid_value" },
        { "a[1][2][3][4][5][6][7][8][9]", "1", "a[1][2][3][4][5][6][7][8][9] invalid_value" },
        { "a", "[[[[[[[[[1]]]]]]]]]", "a invalid_value" },
        { "no_such_parameter", "1", "no_such_parameter unknown_parameter" },
        { "image[otter]", "x", "image[otter] invalid_value" },
        { "mask[image_url][x]", "x", "mask[image_url][x] invalid_value" },
    };

    [Theory]
    [MemberData(nameof(Fields))]
    public async Task A_wrong_field_of_a_form_is_named(string name, string value, string paramAndCode)
    {
        await using var gateway = await StartAsync();
        using var multipart = await gateway.EditAsync(new Form().File("image", Picture).Text("model", Cutout).Text(name, value).ToContent());
        using var urlencoded = await gateway.EditAsync(new FormUrlEncodedContent([new("image", DataUrl(Picture)), new("model", Cutout), new(name, value)]));
        await RefusedAsync(gateway, multipart, paramAndCode, 400);
        await RefusedAsync(gateway, urlencoded, paramAndCode, 400);
    }

    [Fact]
    public async Task A_field_is_there_once_and_either_a_value_or_brackets()
    {
        await using var gateway = await StartAsync();
        Form With() => new Form().File("image", Picture).Text("model", Cutout);
        foreach (var (form, param) in ((Form, string)[])[
            (With().Text("n", "1").Text("n", "2"), "n"), (With().Text("a", "1").Text("a[b]", "2"), "a[b]"), (With().Text("a[b]", "1").Text("a", "2"), "a"),
            (With().Text("a[0]", "1").Text("a[b]", "2"), "a[b]"), (With().Text("a[0]", "1").Text("a[0]", "2"), "a[0]"), (With().Text("model", "x"), "model")])
        {
            using var answer = await gateway.EditAsync(form.ToContent());
            await RefusedAsync(gateway, answer, $"{param} invalid_value", 400);
        }
    }

    [Fact]
    public async Task A_part_that_is_not_what_its_name_says_is_named()
    {
        await using var gateway = await StartAsync();
        foreach (var (form, expected) in ((Form, string)[])[
            (new Form().File("image", []), "image empty_image_file"),
            (new Form().File("image[]", "GIF89a, and more of it"u8.ToArray()), "image[] invalid_image_format"),
            (new Form().File("image", Picture).File("mask", [1, 2, 3]), "mask invalid_image_format"),
            (new Form().File("image", Picture).File("mask", Mask).File("mask", Mask), "mask invalid_value"),
            (new Form().File("image", Picture).File("prompt", Picture), "prompt invalid_type"),
            (new Form().File("image", Picture).File("style_image", []), "style_image empty_image_file"),
            (new Form().File("image", Picture).File("a", Picture).File("a", Picture), "a invalid_value"),
            (new Form().Text("prompt", "x"), "image missing_required_parameter"),
            (new Form().Part("Content-Disposition: form-data; name=\"image\"; filename=\"\"\r\nContent-Type: application/octet-stream", []), "image missing_required_parameter"),
            (new Form().File("image", Picture).Part("Content-Disposition: form-data; name=\"user\"", [0xFF, 0xFE]), "user invalid_value"),
            (new Form().File("image", Picture).Part("Content-Disposition: form-data; name=\"user\"\r\nContent-Type: text/plain; charset=klingon", [65]), "user invalid_value")])
        {
            using var answer = await gateway.EditAsync(form.Text("model", Inpaint).ToContent());
            await RefusedAsync(gateway, answer, expected, 400);
        }
    }

    [Fact]
    public async Task A_text_in_another_charset_is_read_in_it()
    {
        await using var gateway = await StartAsync();
        using var answer = await gateway.EditAsync(new Form().File("image", Picture).Text("model", Inpaint)
            .Part("Content-Disposition: form-data; name=\"prompt\"\r\nContent-Type: text/plain; charset=\"ISO-8859-1\"", [0x4D, 0xFC, 0x68, 0x6C, 0x65]).ToContent());
        Assert.Equal("Mühle", (string)gateway.Bedrock.Requests.Single().Body["prompt"]!);
    }

    public static TheoryData<string, string, string> Broken => new()
    {
        { "no boundary", "multipart/form-data", "--x--\r\n" },
        { "an empty boundary", "multipart/form-data; boundary=\"\"", "--x--\r\n" },
        { "a boundary of 10,000", $"multipart/form-data; boundary={new string('x', 10_000)}", "--x--\r\n" },
        { "nothing", "multipart/form-data; boundary=x", "" },
        { "no part", "multipart/form-data; boundary=x", "--x--\r\n" },
        { "another boundary", "multipart/form-data; boundary=x", "--y\r\nContent-Disposition: form-data; name=\"image\"\r\n\r\n1\r\n--y--\r\n" },
        { "no end", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a\"\r\n\r\n1234" },
        { "no name", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--\r\n" },
        { "no headers", "multipart/form-data; boundary=x", "--x\r\n\r\n1\r\n--x--\r\n" },
        { "a header that is none", "multipart/form-data; boundary=x", "--x\r\notter\r\n\r\n1\r\n--x--\r\n" },
        { "a header of 100 KB", "multipart/form-data; boundary=x", $"--x\r\nContent-Disposition: form-data; name=\"image\"; filename=\"{new string('a', 100_000)}\"\r\n\r\n1\r\n--x--\r\n" },
        { "40 headers", "multipart/form-data; boundary=x", $"--x\r\n{string.Concat(Enumerable.Range(0, 40).Select(i => $"X-{i}: 1\r\n"))}\r\n1\r\n--x--\r\n" },
        { "1,001 parts", "multipart/form-data; boundary=x", $"{string.Concat(Enumerable.Range(0, 1001).Select(i => $"--x\r\nContent-Disposition: form-data; name=\"a{i}\"\r\n\r\n1\r\n"))}--x--\r\n" },
        { "a name of 10,000", "multipart/form-data; boundary=x", $"--x\r\nContent-Disposition: form-data; name=\"{new string('n', 5_000)}\"\r\n\r\n1\r\n--x--\r\n" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_form_that_is_none_is_refused(string what, string type, string body)
    {
        await using var gateway = await StartAsync();
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        using var answer = await gateway.EditAsync(content);
        var error = await answer.ErrorAsync();

        Assert.True((400, "invalid_value") == ((int)answer.StatusCode, error["code"]?.ToString()), $"{what}: {(int)answer.StatusCode} {error}");
        Assert.Empty(gateway.Bedrock.Requests);
        await gateway.NothingIsLeftAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("multipart/mixed; boundary=x")]
    [InlineData("image/png")]
    public async Task A_body_of_another_kind_is_told_which_there_are(string? type)
    {
        await using var gateway = await StartAsync();
        var content = new ByteArrayContent(Picture);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var answer = await gateway.EditAsync(content);
        Assert.Contains("multipart/form-data", (await answer.ErrorAsync())["message"]!.ToString(), StringComparison.Ordinal);
        await RefusedAsync(gateway, answer, " unsupported_media_type", 415);
    }

    [Fact]
    public async Task Variations_take_no_mask_no_stream_and_no_words_where_the_model_has_none()
    {
        await using var gateway = await StartAsync();
        Form With() => new Form().File("image", Picture).Text("model", "amazon.titan-image-generator-v2:0");
        foreach (var (form, expected) in ((Form, string)[])[
            (With().File("mask", Mask), "mask unknown_parameter"), (With().File("style_image", Mask), "style_image unknown_parameter"),
            (With().Text("stream", "true"), "stream invalid_value"), (With().Text("prompt", "a hat"), "prompt unknown_parameter")])
        {
            using var answer = await gateway.VaryAsync(form.ToContent());
            await RefusedAsync(gateway, answer, expected, 400);
        }
    }

    private static async Task RefusedAsync(EditGateway gateway, HttpResponseMessage answer, string paramAndCode, int status)
    {
        var error = await answer.ErrorAsync();
        Assert.Equal((status, paramAndCode), ((int)answer.StatusCode, $"{error["param"]} {error["code"]}"));
        Assert.Empty(gateway.Bedrock.Requests);
        await gateway.NothingIsLeftAsync();
    }
}
