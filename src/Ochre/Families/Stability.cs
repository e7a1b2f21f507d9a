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
}
