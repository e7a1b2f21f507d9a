namespace Ochre.Emulator.Painter;

/// <summary>All that a picture depends on: the same order gives the same pixels on every machine.</summary>
/// <param name="Model">The model id: each model has a hand of its own.</param>
/// <param name="NegativePrompt">Words to keep out of the picture.</param>
/// <param name="Style">A Bedrock style or style preset, such as <c>FLAT_VECTOR_ILLUSTRATION</c> or <c>pixel-art</c>.</param>
/// <param name="Palette">Colours that must dominate, as 0xRRGGBB; empty lets the prompt choose.</param>
internal sealed record PaintOrder(string Model, string Prompt, long Seed, int Width, int Height)
{
    public string NegativePrompt { get; init; } = "";

    public string? Style { get; init; }

    public IReadOnlyList<int> Palette { get; init; } = [];
}
