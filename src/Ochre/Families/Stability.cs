using System.Globalization;
using Ochre.Bedrock;

namespace Ochre.Families;

/// <summary>What all of Stability's models share: one image a call, seeds in which 0 is random, and the names of the styles.</summary>
internal static class Stability
{
    /// <summary><c>style_preset</c> of SDXL 1.0 and of the image services. Source: Bedrock user guide, read 2026-11.</summary>
    public static readonly IReadOnlyList<string> Styles =
    [
        "3d-model", "analog-film", "anime", "cinematic", "comic-book", "digital-art", "enhance", "fantasy-art", "isometric", "line-art",
        "low-poly", "modeling-compound", "neon-punk", "origami", "photographic", "pixel-art", "tile-texture",
    ];

    /// <summary>The shapes that can be asked for where the model paints from words.</summary>
    // AWS does not say how many pixels a ratio gives; these are the sizes often quoted, unverified. The answer's own size is measured.
    public static readonly SizeRule.Ratios Ratios = new(
    [
        Ratio(16, 9, 1344, 768), Ratio(1, 1, 1024, 1024), Ratio(21, 9, 1536, 640), Ratio(2, 3, 832, 1216), Ratio(3, 2, 1216, 832),
        Ratio(4, 5, 896, 1088), Ratio(5, 4, 1088, 896), Ratio(9, 16, 768, 1344), Ratio(9, 21, 640, 1536),
    ])
    {
        Default = new(1024, 1024),
    };

    /// <summary>Other names that callers have for <c>negative_prompt</c>.</summary>
    public static readonly IReadOnlyList<string> NegativePrompt = ["negativeText", "negative_text", "negativePrompt"];

    /// <summary>Asks the model for the caller's format, or for png where it does not write that.</summary>
    public static void SetFormat(Body body, ImageRequest request, ImageModel model)
    {
        if (request.Format is { } wanted)
            body["output_format"] = (model.Formats.Contains(wanted) ? wanted : ImageFormat.Png).Word();
    }

    /// <summary>The format that the request asks of the model.</summary>
    public static ImageFormat Format(Body body, ImageModel model) =>
        model.Formats.First(format => format.Word() == body.Text("output_format"));

    /// <summary>OpenAI's words that mean nothing to these models.</summary>
    public static void IgnoreOpenAI(ImageRequest request, PlanDraft draft)
    {
        if (request.Quality is not null)
            draft.Ignore("quality");
        if (request.Style is not null)
            draft.Ignore("style");
    }

    /// <summary>
    /// One call for each image. A seed that was given counts up, over the end to 1: 0 means random, so 0 stays 0 and nothing else
    /// becomes it. Without one the field is left out, which means random too.
    /// </summary>
    public static IReadOnlyList<BedrockCall> Calls(Body body, int images, long seedMax)
    {
        if (body.Number("seed") is not ({ } seed and not 0))
        {
            var written = body.Write();
            return [.. Enumerable.Repeat(new BedrockCall(written, 1, null), images)];
        }
        var calls = new List<BedrockCall>(images);
        for (var i = 0; i < images; i++)
        {
            var own = (seed - 1 + i) % seedMax + 1;
            body["seed"] = own;
            calls.Add(new(body.Write(), 1, own));
        }
        return calls;
    }

    /// <summary>
    /// The flat models' and the services': a refused image leaves its reason and nothing else; a reason that is not null is a failure,
    /// known or not.
    /// </summary>
    public static ImageException? Refusal(AnswerFields fields)
    {
        if (fields.First("finish_reasons") is not { } reason)
            return fields.First("errors") is { } error ? NoImage(error) : null;
        foreach (var stage in (string[])["output image", "input image", "prompt"])
        {
            if (reason.Contains(stage, StringComparison.OrdinalIgnoreCase))
                return ImageError.Moderated(stage, Echo.Of(reason, 200));
        }
        return reason.StartsWith("Filter", StringComparison.OrdinalIgnoreCase)
            ? ImageError.Moderated("output image", Echo.Of(reason, 200))
            : NoImage(reason);
    }

    public static IReadOnlyList<long> Seeds(AnswerFields fields, string path)
    {
        var seeds = new List<long>();
        foreach (var text in fields.All(path))
        {
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
                seeds.Add(seed);
        }
        return seeds;
    }

    private static ImageException NoImage(string reason) =>
        ImageError.BadAnswer($"The model gave no image and this reason: {Echo.Of(reason, 200)}");

    private static AspectRatio Ratio(int width, int height, int pixelsWide, int pixelsHigh) =>
        new($"{width}:{height}", (double)width / height, new(pixelsWide, pixelsHigh));
}
