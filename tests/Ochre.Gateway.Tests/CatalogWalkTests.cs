using System.Globalization;
using System.Text.Json.Nodes;

namespace Ochre.Gateway.Tests;

/// <summary>
/// Every model, every task it claims, every parameter it lists, asked for through the gateway. What the emulator accepts, paints and bills was
/// written from AWS's pages by somebody else than what is planned and priced here: where the two disagree, one of them is wrong.
/// </summary>
public sealed class CatalogWalkTests(CatalogWalkTests.Running shared) : IClassFixture<CatalogWalkTests.Running>
{
    private const string Palette = "\"taskType\":\"COLOR_GUIDED_GENERATION\",\"colors\":[\"#FF6B6B\",\"#1a2b3c\"]";

    private static readonly string[] Sizes =
    [
        "1024x1024", "512x512", "320x320", "768x768", "1x1", "8192x8192", "8192x1", "1x8192", "4096x1024", "1024x4096", "2048x2048", "2048x512",
        "1173x640", "1000x333", "333x1000", "768x1344", "1344x768", "512x320", "1792x1024", "1536x640", "128x512", "500x800", "1025x1024", "auto",
    ];

    // One permitted value for each field that a model documents; a field that is missing here fails the walk.
    private static readonly Dictionary<string, string[]> Values = new()
    {
        ["prompt"] = ["\"another prompt\""],
        ["text"] = ["\"another prompt\""],
        ["negative_prompt"] = ["\"blurry\""],
        ["negativeText"] = ["\"blurry\""],
        ["taskType"] = ["\"TEXT_IMAGE\""],
        ["aspect_ratio"] = ["\"21:9\"", "\"9:21\"", "\"16:9\"", "\"9:16\"", "\"2:3\"", "\"3:2\"", "\"4:5\"", "\"5:4\"", "\"1:1\""],
        ["mode"] = ["\"text-to-image\""],
        ["style_preset"] = ["\"3d-model\"", "\"tile-texture\""],
        ["output_format"] = ["\"jpeg\"", "\"png\""],
        ["style"] = ["\"3D_ANIMATED_FAMILY_FILM\"", "\"SOFT_DIGITAL_PAINTING\""],
        ["conditionImage"] = [$"\"{Picture}\""],
        ["referenceImage"] = [$"\"{Picture}\""],
        ["controlMode"] = ["\"CANNY_EDGE\"", "\"SEGMENTATION\""],
        ["controlStrength"] = ["0", "0.7", "1", "1.0"],
        ["colors"] = ["[\"#000000\"]", "[\"#1a2b3c\",\"#FFFFFF\"]"],
        ["numberOfImages"] = ["1", "2"],
        ["quality"] = ["\"standard\"", "\"premium\""],
        ["cfgScale"] = ["1.1", "8", "10.0"],
        ["cfg_scale"] = ["0", "7.5", "30"],
        ["steps"] = ["10", "50", "51", "150"],
        ["samples"] = ["1"],
        ["sampler"] = ["\"DDIM\"", "\"K_LMS\""],
        ["clip_guidance_preset"] = ["\"FAST_BLUE\"", "\"SLOWEST\""],
        ["extras"] = ["{\"a\":{\"b\":1}}"],
        ["text_prompts"] = ["[{\"text\":\"another prompt\"},{\"text\":\"fog\",\"weight\":-0.5}]"],
    };

    // These say how to start from a picture, which words alone do not.
    private static readonly string[] ForEdits = ["image", "strength"];

    // These say nothing alone: the pair goes together.
    private static readonly string[] Paired = ["width", "height"];

    private const string Picture = "iVBORw0KGgoAAAANSUhEUgAAAUAAAAFACAAAAADo+/p2AAABmElEQVR42u3QMQEAAAwCIKMb3RA7BxFIOYkCgQIFCkSgQIECEShQoEAEChQoEIECBQpEoECBAhEoUKBABAoUKBCBAgUKRKBAgQIRKFCgQIEIFChQIAIFChSIQIECBSJQoECBCBQoUCACBQoUiECBAgUiUKBAgQgUKFAgAgUKFChQgUCBAgUiUKBAgQgUKFAgAgUKFIhAgQIFIlCgQIEIFChQIAIFChSIQIECBSJQoECBCBQoUKBABAoUKBCBAgUKRKBAgQIRKFCgQAQKFCgQgQIFCkSgQIECEShQoEAEChQoEIECBQoUqECgQIECEShQoEAEChQoEIECBQpEoECBAhEoUKBABAoUKBCBAgUKRKBAgQIRKFCgQAQKFChQIAIFChSIQIECBSJQoECBCBQoUCACBQoUiECBAgUiUKBAgQgUKFAgAgUKFIhAgQIFClQgUKBAgQgUKFAgAgUKFIhAgQIFIlCgQIEIFChQIAIFChSIQIECBSJQoECBCBQoUCACBQoUKBCBAgUKRKBAgQIRKFCgQAQKFPjDAC4fC7mgeWBJAAAAAElFTkSuQmCC";

    public static TheoryData<string, string> Wishes
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var model in ModelCatalog.Default.Models)
                foreach (var task in model.Tasks.Where(ImageTasks.StartsFromWords))
                    foreach (var wish in WishesOf(model, task).Distinct())
                        data.Add(model.Id, task is ImageTask.ColorGuidedGeneration ? Join(Palette, wish) : wish);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Wishes))]
    public async Task What_is_painted_is_what_is_said_and_what_is_billed_is_what_is_charged(string id, string wish)
    {
        var gateway = shared.Gateway;
        var asked = JsonNode.Parse($"{{{wish}}}")!;
        await shared.ForgetAsync();

        using var answer = await gateway.PostAsync($"{{{Join("\"prompt\":\"A red kite\"", "\"response_format\":\"b64_json\"", $"\"model\":\"{id}\"", wish)}}}");
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}: {text}");
        var body = JsonNode.Parse(text)!;
        var calls = await gateway.InvocationsAsync();
        var count = CountOf(asked);
        Assert.Equal(count, body["data"]!.AsArray().Count);
        Assert.Equal(count, calls.Sum(call => (int)call!["images_billed"]!));
        Assert.Equal(count, (int)body["usage"]!["output_tokens"]!);
        Assert.Equal(calls.Sum(call => (decimal)call!["usd"]!), decimal.Parse(answer.Header("x-ochre-cost-usd")!, CultureInfo.InvariantCulture));
        foreach (var image in Enumerable.Range(0, count).Select(i => body.Image(i)))
            Assert.Equal(((string?)body["output_format"], (string?)body["size"]), Measured.Of(image));
        var size = (string?)asked["size"];
        Assert.Equal(size is null or "auto" || size == (string?)body["size"] ? null : $"size={body["size"]}", answer.Header("x-ochre-adjusted"));
        Assert.Equal(Ignored(ModelCatalog.Default.Find(id).Model, asked), answer.Header("x-ochre-ignored")?.Split(',').Order());
        Assert.Equal((string?)asked["output_format"] ?? "png", (string?)body["output_format"]);
        Seeds(asked, answer, count);
    }

    public static TheoryData<string, string, string, string> Parameters
    {
        get
        {
            var data = new TheoryData<string, string, string, string>();
            foreach (var model in ModelCatalog.Default.Models.Where(model => model.Tasks.Any(ImageTasks.StartsFromWords)))
                foreach (var path in model.Parameters.Except(ForEdits).Where(IsOfGenerations))
                    foreach (var value in ValuesOf(model, path))
                        data.Add(model.Id, path, value, Company(model, path));
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Parameters))]
    public async Task A_listed_parameter_arrives_nested_and_flat(string id, string path, string value, string company)
    {
        var gateway = shared.Gateway;
        foreach (var wish in Spelled(path, value))
        {
            await shared.ForgetAsync();

            using var answer = await gateway.PostAsync($"{{{Join("\"prompt\":\"A red kite\"", "\"response_format\":\"b64_json\"", $"\"model\":\"{id}\"", company, wish)}}}");

            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(answer.IsSuccessStatusCode, $"{wish}: {(int)answer.StatusCode}: {text}");
            var calls = await gateway.InvocationsAsync();
            Assert.Equal(calls.Sum(call => (decimal)call!["usd"]!), decimal.Parse(answer.Header("x-ochre-cost-usd")!, CultureInfo.InvariantCulture));
            Assert.Equal(calls.Sum(call => (int)call!["images_billed"]!), JsonNode.Parse(text)!["data"]!.AsArray().Count);
            if (Arrived(id, path, calls[0]!["body"]!) is { } arrived)
                Arrives(JsonNode.Parse(value)!, arrived, $"{wish} became {calls[0]!["body"]}");
        }
    }

    private static IEnumerable<string> WishesOf(ImageModel model, ImageTask task)
    {
        var isAmazon = model.ImagesPerCall > 1;
        var small = isAmazon || model.Id.EndsWith("xl-v0", StringComparison.Ordinal) ? "\"size\":\"320x320\"" : "";
        yield return "";
        foreach (var size in task is ImageTask.TextImage && IsFirstOfItsSizes(model) ? Sizes : ["1024x1024", "8192x1", "1000x333"])
            yield return $"\"size\":\"{size}\"";
        foreach (var n in isAmazon ? (int[])[1, 2, 5, 6] : [1, 2])
            yield return Join(small, $"\"n\":{n}");
        foreach (var format in model.Formats)
            yield return Join(small, $"\"output_format\":\"{format.Word()}\"");
        foreach (var quality in (string[])["auto", "low", "medium", "standard", "high", "hd", "xhigh", "max", "premium"])
        {
            if (quality is "low" or "hd" || isAmazon)
                yield return Join(small, $"\"quality\":\"{quality}\"");
        }

        foreach (var size in isAmazon ? (string[])["512x512", "768x768", "1024x1024", "1280x768", "2048x512", "640x1408"] : [])
            yield return $"\"size\":\"{size}\",\"quality\":\"high\"";
        foreach (var style in (string[])["vivid", "natural"])
            yield return Join(small, $"\"style\":\"{style}\"");
        foreach (var seed in (long[])[0, 1, model.SeedMax - 1, model.SeedMax])
            foreach (var n in seed == model.SeedMax - 1 ? (int[])[isAmazon ? 6 : 3] : [1])
                yield return Join(small, $"\"seed\":{seed},\"n\":{n}");
        if (model.Parameters.Contains("style_preset") && model.Id.Contains("xl-", StringComparison.Ordinal))
            yield return "\"style\":\"anime\"";
        if (model.Parameters.Contains("textToImageParams.style") && task is ImageTask.TextImage)
            yield return Join(small, "\"style\":\"photorealism\"");
        if (model.Parameters.Contains("steps"))
        {
            yield return "\"steps\":51";
            yield return "\"steps\":51,\"size\":\"1024x1024\"";
            yield return "\"steps\":50,\"n\":2,\"size\":\"512x512\"";
        }
    }

    private static IEnumerable<string> ValuesOf(ImageModel model, string path) => path[(path.LastIndexOf('.') + 1)..] switch
    {
        "seed" => ["0", "1", $"{model.SeedMax}"],
        "width" => Pairs(model),
        "height" => Pairs(model)[..1],
        "output_format" => model.Formats.Select(format => $"\"{format.Word()}\""),
        var name => IsFirstOfItsSizes(model) ? Values[name] : Values[name].Take(2),
    };

    // What only a request has that starts from a picture: tests/Ochre.Tests/Families/EveryEditTests walks through those.
    private static bool IsOfGenerations(string path) => path.Split('.')[0]
        is not ("imageVariationParams" or "inPaintingParams" or "outPaintingParams" or "backgroundRemovalParams" or "virtualTryOnParams"
            or "init_image" or "init_image_mode" or "image_strength" or "step_schedule_start" or "step_schedule_end" or "mask_source" or "mask_image");

    // One model of each rule goes through all sizes; the others would paint the same megapixels again.
    private static bool IsFirstOfItsSizes(ImageModel model) => ModelCatalog.Default.Models.First(other => other.Sizes == model.Sizes).Id == model.Id;

    private static string[] Pairs(ImageModel model) => model.Sizes switch
    {
        SizeRule.Listed listed => [.. listed.Sizes.Select(size => $"{size}")],
        _ when model.ImagesPerCall > 1 => ["320x320", "4096x1024", "1024x4096", "2048x2048", "336x1008"],
        _ => ["128x128", "128x1024", "1024x128", "1024x1024", "512x512", "192x640"],
    };

    /// <summary>What must be said beside a parameter so that it may be said.</summary>
    private static string Company(ImageModel model, string path) => Join(
        path.StartsWith("colorGuided", StringComparison.Ordinal) ? "\"taskType\":\"COLOR_GUIDED_GENERATION\"" : "",
        path.StartsWith("colorGuided", StringComparison.Ordinal) && !path.EndsWith(".colors", StringComparison.Ordinal) ? "\"colors\":[\"#FF6B6B\"]" : "",
        path.Contains(".control", StringComparison.Ordinal) ? $"\"conditionImage\":\"{Picture}\"" : "",
        model.ImagesPerCall > 1 && !Paired.Contains(path[(path.LastIndexOf('.') + 1)..]) ? "\"size\":\"320x320\"" : "");

    /// <summary>The parameter in its object, and by its own name alone.</summary>
    private static IEnumerable<string> Spelled(string path, string value)
    {
        var (place, name) = path.Split('.') is [var before, var last] ? (before, last) : (null, path);
        var field = Paired.Contains(name) && value.Split('x') is [var width, var height] ? $"\"width\":{width},\"height\":{height}" : $"\"{name}\":{value}";
        if (place is not null)
            yield return $"\"{place}\":{{{field}}}";
        // By these names the caller speaks OpenAI's language, whose words are others.
        if (name is not ("quality" or "style" or "prompt" or "output_format") || place is null && name is not "prompt")
            yield return field;
        if (name is "negative_prompt" or "negativeText")
        {
            yield return $"\"negative_prompt\":{value}";
            yield return $"\"negative_text\":{value}";
        }
    }

    private static JsonNode? Arrived(string id, string path, JsonNode sent)
    {
        if (path is "prompt" || path.EndsWith(".numberOfImages", StringComparison.Ordinal) || Paired.Contains(path[(path.LastIndexOf('.') + 1)..]))
            return null;
        if (path is "negative_prompt" && id.Contains("xl-v", StringComparison.Ordinal))
            return sent["text_prompts"]![1]!["text"];
        return path.Split('.').Aggregate(sent, (node, name) => node[name] ?? throw new InvalidDataException($"There is no {path} in {sent}."));
    }

    private static void Arrives(JsonNode value, JsonNode arrived, string what)
    {
        var same = (value, arrived) switch
        {
            (JsonValue one, JsonValue other) when one.TryGetValue(out decimal number) => number == (decimal)other,
            (JsonArray one, JsonArray other) when one[0] is JsonObject => one.Count == other.Count && one.Zip(other).All(pair => $"{pair.First!["text"]}" == $"{pair.Second!["text"]}"),
            _ => JsonNode.DeepEquals(value, arrived),
        };
        Assert.True(same, what);
    }

    private static int CountOf(JsonNode asked) => (int?)asked["n"] ?? 1;

    private static List<string>? Ignored(ImageModel model, JsonNode asked)
    {
        List<string> ignored = [];
        if ((string?)asked["quality"] is not (null or "auto") && !model.Parameters.Contains("imageGenerationConfig.quality"))
            ignored.Add("quality");
        if ((string?)asked["style"] is "vivid" or "natural")
            ignored.Add("style");
        return ignored.Count > 0 ? ignored : null;
    }

    private static void Seeds(JsonNode asked, HttpResponseMessage answer, int count)
    {
        var told = answer.Header("x-ochre-seed")!.Split(',').Select(seed => long.Parse(seed, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(count, told.Count);
        // Stability takes 0 for "any"; what it took instead is in its answer.
        if ((long?)asked["seed"] is { } seed && (seed > 0 || told[0] == 0))
            Assert.Equal(seed, told[0]);
    }

    private static string Join(params IEnumerable<string> fields) => string.Join(',', fields.Where(field => field.Length > 0));

    public sealed class Running : IAsyncLifetime
    {
        public RunningGateway Gateway { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Gateway = await RunningGateway.StartAsync();

        public async Task ForgetAsync() => (await Gateway.CreateClient().DeleteAsync("/_emulator/invocations")).Dispose();

        public ValueTask DisposeAsync() => Gateway.DisposeAsync();
    }
}
