namespace Ochre.Emulator.Painter;

/// <summary>Many small pictures on one sheet: how the painter is looked at.</summary>
public static class ContactSheet
{
    private const int Gap = 6;

    /// <summary>Writes a PNG of one square picture a prompt, row by row.</summary>
    /// <param name="tile">Side of a picture, in pixels.</param>
    public static void Write(Stream png, IReadOnlyList<string> prompts, int columns, int tile)
    {
        ArgumentNullException.ThrowIfNull(png);
        ArgumentNullException.ThrowIfNull(prompts);
        var rows = (prompts.Count + columns - 1) / columns;
        var sheet = new Picture(columns * (tile + Gap) - Gap, rows * (tile + Gap) - Gap);
        sheet.Rgba.AsSpan().Fill(255);
        for (var i = 0; i < prompts.Count; i++)
        {
            var painted = ScenePainter.Paint(new("amazon.nova-canvas-v1:0", prompts[i], Seed: 7, tile, tile));
            for (var y = 0; y < tile; y++)
            {
                var to = ((i / columns * (tile + Gap) + y) * sheet.Width + i % columns * (tile + Gap)) * 4;
                painted.Rgba.AsSpan(y * tile * 4, tile * 4).CopyTo(sheet.Rgba.AsSpan(to));
            }
        }

        png.Write(PngWriter.Write(sheet));
    }
}
