using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Ochre.Gateway.Tests.Docs;

/// <summary><c>docs/succession.md</c>: every row of its tables is a request that was sent, and what Bedrock was asked for it.</summary>
public class SuccessionPageTests
{
    private const string Canvas = "amazon.nova-canvas-v1:0";
    private const string Xl = "stability.stable-diffusion-xl-v1";

    private sealed record Row(string Asked, string Route, string Model, string Extra);

    private static readonly Row[] Amazon =
    [
        new("`TEXT_IMAGE`", "generations", Canvas, """{"negativeText":"fog","seed":7,"cfgScale":8,"width":1280,"height":720}"""),
        new("`TEXT_IMAGE`, premium", "generations", Canvas, """{"quality":"high"}"""),
        new("`TEXT_IMAGE` with `conditionImage`", "generations", Canvas, """{"textToImageParams":{"conditionImage":"$PICTURE","controlMode":"CANNY_EDGE","controlStrength":0.4}}"""),
        new("`COLOR_GUIDED_GENERATION`", "generations", Canvas, """{"taskType":"COLOR_GUIDED_GENERATION","colors":["#FF6B6B","#4ECDC4"]}"""),
        new("`COLOR_GUIDED_GENERATION` with `referenceImage`", "generations", Canvas, """{"colorGuidedGenerationParams":{"colors":["#FF6B6B","#4ECDC4"],"referenceImage":"$PICTURE"},"taskType":"COLOR_GUIDED_GENERATION"}"""),
        new("`IMAGE_VARIATION`", "edits", Canvas, """{"similarityStrength":0.8,"negativeText":"fog"}"""),
        new("`INPAINTING`, mask and words", "edits", Canvas, """{"mask":{"image_url":"$BLACK"},"seed":7}"""),
        new("`INPAINTING`, mask without words", "edits", Canvas, """{"mask":{"image_url":"$BLACK"},"prompt":"","negativeText":"fog"}"""),
        new("`INPAINTING`, `maskPrompt` and words", "edits", Canvas, """{"maskPrompt":"the tree"}"""),
        new("`INPAINTING`, `maskPrompt` without words", "edits", Canvas, """{"maskPrompt":"the tree","prompt":""}"""),
        new("`OUTPAINTING`, mask keeps a rectangle", "edits", Canvas, """{"taskType":"OUTPAINTING","mask":{"image_url":"$FRAMED"},"outPaintingMode":"DEFAULT","negativeText":"fog"}"""),
        new("`OUTPAINTING`, mask of another shape", "edits", Canvas, """{"taskType":"OUTPAINTING","mask":{"image_url":"$CORNERED"},"negativeText":"fog"}"""),
        new("`OUTPAINTING`, `maskPrompt`", "edits", Canvas, """{"taskType":"OUTPAINTING","maskPrompt":"the tree"}"""),
        new("`BACKGROUND_REMOVAL`", "edits", Canvas, """{"taskType":"BACKGROUND_REMOVAL"}"""),
        new("`VIRTUAL_TRY_ON`", "edits", Canvas, """{"taskType":"VIRTUAL_TRY_ON","mask":{"image_url":"$PICTURE"}}"""),
    ];

    private static readonly Row[] Stability =
    [
        new("SDXL, words with weights", "generations", Xl, """{"text_prompts":[{"text":"a lighthouse"},{"text":"foam","weight":1.5},{"text":"fog","weight":-1}],"style_preset":"anime","steps":50}"""),
        new("SDXL, a picture", "edits", Xl, """{"image_strength":0.6,"seed":7}"""),
        new("SDXL, a picture and a mask", "edits", Xl, """{"mask":{"image_url":"$BLACK"},"mask_source":"MASK_IMAGE_BLACK"}"""),
        new("Core v1:0", "generations", "stability.stable-image-core-v1:0", """{"seed":7}"""),
        new("Ultra v1:0", "generations", "stability.stable-image-ultra-v1:0", """{"seed":7}"""),
        new("Ultra v1:0, a picture", "edits", "stability.stable-image-ultra-v1:0", """{"strength":0.6}"""),
        new("SD3", "generations", "stability.sd3-large-v1:0", """{"seed":4294967295}"""),
        new("SD3, a picture", "edits", "stability.sd3-large-v1:0", """{"strength":0.6}"""),
    ];

    private static readonly string[] Styles =
    [
        "3D_ANIMATED_FAMILY_FILM", "DESIGN_SKETCH", "FLAT_VECTOR_ILLUSTRATION", "GRAPHIC_NOVEL_ILLUSTRATION", "MAXIMALISM",
        "MIDCENTURY_RETRO", "PHOTOREALISM", "SOFT_DIGITAL_PAINTING",
    ];

    [Fact]
    public async Task The_page_of_the_successions_is_what_comes_of_each()
    {
        const string Path = "docs/succession.md";
        var page = Repository.Read(Path);
        page = Put(page, "amazon", await TableAsync(Amazon));
        page = Put(page, "stability", await TableAsync(Stability));
        page = Put(page, "styles", await StylesAsync());

        Repository.AssertGolden(Path, page);
    }

    private static string Put(string page, string name, string table)
    {
        var begin = $"<!-- {name}: written by SuccessionPageTests -->\n";
        var (start, end) = (page.IndexOf(begin, StringComparison.Ordinal) + begin.Length, page.IndexOf($"<!-- /{name} -->", StringComparison.Ordinal));
        Assert.InRange(start, begin.Length, end);
        return page[..start] + table + page[end..];
    }

    private static async Task<string> TableAsync(IEnumerable<Row> rows)
    {
        var text = new StringBuilder("| wish | who answers | is asked | ignored | adjusted |\n|---|---|---|---|---|\n");
        foreach (var row in rows)
        {
            var (answer, asked) = await SendAsync(row);
            using (answer)
            {
                var (by, what) = asked is null ? ($"nobody: 400 `{(await answer.ErrorAsync())["code"]}`", "–") : ($"`{answer.Header("x-ochre-model")}`", Fields(asked));
                text.Append(CultureInfo.InvariantCulture, $"| {row.Asked} | {by} | {what} | {Told(answer, "x-ochre-ignored")} | {Told(answer, "x-ochre-adjusted")} |\n");
            }
        }
        return text.ToString();
    }

    private static async Task<string> StylesAsync()
    {
        var text = new StringBuilder("| Canvas's style | `style_preset` |\n|---|---|\n");
        foreach (var style in Styles)
        {
            var (answer, asked) = await SendAsync(new("", "generations", Canvas, new JsonObject { ["style"] = style }.ToJsonString()));
            using (answer)
            {
                var preset = (string?)asked!["style_preset"];
                Assert.Equal(preset is null ? "style" : null, answer.Header("x-ochre-ignored"));
                text.Append(CultureInfo.InvariantCulture, $"| `{style}` | {(preset is null ? "none is near: ignored and told" : $"`{preset}`")} |\n");
            }
        }
        return text.ToString();
    }

    // What Bedrock was asked; null where it was not.
    private static async Task<(HttpResponseMessage Answer, JsonNode? Asked)> SendAsync(Row row)
    {
        var (gateway, bedrock) = await AwsGateway.StartAsync();
        await using var _ = gateway;
        var answer = await OldRequests.PostAsync(gateway, row.Route, row.Model, row.Extra);
        await answer.Content.LoadIntoBufferAsync(TestContext.Current.CancellationToken);
        Assert.Equal(bedrock.Requests.Count > 0, answer.IsSuccessStatusCode);
        return (answer, bedrock.Requests.Count > 0 ? Assert.Single(bedrock.Requests).Body : null);
    }

    private static string Fields(JsonNode asked) =>
        string.Join(", ", asked.AsObject().Where(field => field.Key is not "output_format").Select(field => $"`{field.Key}`{Value(field.Value!.ToJsonString())}"));

    // A picture is no reading matter.
    private static string Value(string json) => json.Length > 100 ? "" : $" {json.Trim('"')}";

    private static string Told(HttpResponseMessage answer, string header) => answer.Header(header) is { } told ? $"`{told}`" : "–";
}
