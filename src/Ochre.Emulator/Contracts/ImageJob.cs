using Ochre.Emulator.Editing;
using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Contracts;

/// <summary>What an accepted body asks for. Nothing past it looks at JSON.</summary>
internal sealed record ImageJob(string Prompt, long Seed, int Width, int Height)
{
    public string NegativePrompt { get; init; } = "";

    public string? Style { get; init; }

    public IReadOnlyList<int> Palette { get; init; } = [];

    public int Count { get; init; } = 1;

    /// <summary><c>png</c>, <c>jpeg</c> or <c>webp</c>.</summary>
    public string Format { get; init; } = "png";

    public bool Premium { get; init; }

    public int Steps { get; init; }

    /// <summary>The words that name what of the picture is meant, where the model takes them apart from the prompt.</summary>
    public string Selection { get; init; } = "";

    /// <summary>What is done to the pictures that came along; null paints from the prompt alone.</summary>
    public Edit? Edit { get; init; }

    public byte[] Paint(string model, long seed)
    {
        var order = new PaintOrder(model, Prompt, seed, Width, Height)
        {
            NegativePrompt = NegativePrompt,
            Style = Style,
            Palette = Palette,
        };
        var picture = Edit?.Make(order) ?? ScenePainter.Paint(order);
        return Format switch
        {
            // JPEG has no alpha.
            "jpeg" => JpegWriter.Write(Edit is null ? picture : Blend.Opaque(picture)),
            "webp" => WebpWriter.Write(picture),
            _ => PngWriter.Write(picture),
        };
    }
}

/// <summary>What the model makes of a job.</summary>
/// <param name="Seeds">One for each picture to paint.</param>
/// <param name="Reason">Why pictures are missing or marked, in the words of the wire; null when all is well.</param>
/// <param name="Billed">How many pictures are paid for: those that were not refused.</param>
internal sealed record Verdict(IReadOnlyList<long> Seeds, string? Reason, int Billed)
{
    public static Verdict Refused(string reason) => new([], reason, 0);
}
