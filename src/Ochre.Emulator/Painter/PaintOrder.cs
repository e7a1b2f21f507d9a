namespace Ochre.Emulator.Painter;

/// <summary>All that a picture depends on: the same order gives the same pixels on every machine.</summary>
/// <param name="Model">The model id: each model has a hand of its own.</param>
internal sealed record PaintOrder(string Model, string Prompt, long Seed, int Width, int Height)
{
    /// <summary>Words to keep out of the picture.</summary>
    public string NegativePrompt { get; init; } = "";

    /// <summary>A Bedrock style or style preset, such as <c>FLAT_VECTOR_ILLUSTRATION</c> or <c>pixel-art</c>.</summary>
    public string? Style { get; init; }

    /// <summary>Colours that must dominate, as 0xRRGGBB; empty lets the prompt choose.</summary>
    public IReadOnlyList<int> Palette { get; init; } = [];
}
