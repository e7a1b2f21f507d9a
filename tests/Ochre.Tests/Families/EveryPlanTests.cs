using System.Text.Json.Nodes;
using static Ochre.Planning;

namespace Ochre.Families;

/// <summary>Every model, size, count and quality: the body keeps within what AWS documents, written here anew from the facts.</summary>
public class EveryPlanTests
{
    private static readonly string[] Ratios = ["16:9", "1:1", "21:9", "2:3", "3:2", "4:5", "5:4", "9:16", "9:21"];
    private static readonly string[] XlSizes =
        ["1024x1024", "1152x896", "1216x832", "1344x768", "1536x640", "640x1536", "768x1344", "832x1216", "896x1152"];

    private static readonly string[] TitanSizes =
    [
        "1024x1024", "768x1152", "1152x768", "768x1280", "1280x768", "896x1152", "1152x896", "768x1408", "1408x768", "640x1408", "1408x640",
        "1152x640", "1173x640", "768x768", "512x512", "384x576", "576x384", "384x640", "640x384", "448x576", "576x448", "384x704", "704x384",
        "320x704", "704x320",
    ];

    private static readonly int[] Sides = [1, 15, 64, 127, 320, 500, 640, 896, 1000, 1024, 1173, 1408, 1792, 2560, 4096, 8191, 8192];

    public static TheoryData<string> Models => [.. ModelCatalog.Default.Models.Where(model => model.Takes(Fox)).Select(model => model.Id)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_body_keeps_within_the_documented_limits(string model)
    {
        foreach (var width in Sides)
        {
            foreach (var height in Sides)
                Check(model, Fox with { Size = new(width, height), Count = 1 + (width + height) % 10 });
        }
        for (var count = 1; count <= 10; count++)
        {
            foreach (var quality in (ImageQuality?[])[null, ImageQuality.Low, ImageQuality.Medium, ImageQuality.High])
                Check(model, Fox with { Count = count, Quality = quality });
        }
    }

    private static void Check(string model, GenerateImages request)
    {
        var plan = Plan(model, request, random: uint.MaxValue);

        Assert.Equal(request.Count, plan.Calls.Sum(call => call.Images));
        Assert.NotNull(plan.PricePerImage);
        var seeds = plan.Calls.Where(call => call.Seed is not null).Select(call => call.Seed).ToList();
        Assert.Equal(seeds.Count, seeds.Distinct().Count());
        foreach (var call in plan.Calls)
        {
            var body = Json(call.Text());
            if (model.StartsWith("amazon.", StringComparison.Ordinal))
                CheckAmazon(model, body, call.Images);
            else if (model.Contains("diffusion-xl", StringComparison.Ordinal))
                CheckXl(model, body);
            else
                CheckStable(body);
        }
    }

    private static void CheckAmazon(string model, JsonObject body, int images)
    {
        Assert.Equal(["taskType", "textToImageParams", "imageGenerationConfig"], body.Select(field => field.Key));
        var config = body["imageGenerationConfig"]!.AsObject();
        var (width, height) = ((int)config["width"]!, (int)config["height"]!);
        Assert.Equal(images, (int)config["numberOfImages"]!);
        Assert.InRange(images, 1, 5);
        Assert.InRange((long)config["seed"]!, 0, 2_147_483_646);
        Assert.Contains((string?)config["quality"], (string?[])[null, "standard", "premium"]);
        if (model.Contains("titan", StringComparison.Ordinal))
        {
            Assert.Contains($"{width}x{height}", TitanSizes);
            return;
        }
        Assert.InRange(Math.Min(width, height), 320, 4096);
        Assert.InRange(Math.Max(width, height), 320, 4096);
        Assert.Equal((0, 0), (width % 16, height % 16));
        Assert.InRange((double)width / height, 0.25, 4);
        Assert.InRange((long)width * height, 1, 4_194_304);
    }

    private static void CheckXl(string model, JsonObject body)
    {
        var size = $"{body["width"]}x{body["height"]}";
        if (model.EndsWith("-v1", StringComparison.Ordinal))
            Assert.Contains(size, XlSizes);
        else if (size != "x")
            Assert.Equal((0, 0), ((int)body["width"]! % 64, (int)body["height"]! % 64));
        Assert.Empty(body.Select(field => field.Key).Except(["text_prompts", "height", "width"]));
    }

    private static void CheckStable(JsonObject body)
    {
        Assert.Equal(["prompt", "aspect_ratio", "output_format"], body.Select(field => field.Key));
        Assert.Contains((string?)body["aspect_ratio"], Ratios);
    }
}
