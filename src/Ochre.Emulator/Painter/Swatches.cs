namespace Ochre.Emulator.Painter;

/// <summary>Makes a few given colours dominate a picture, as a screen print does: dark areas take the darkest, light ones the lightest.</summary>
internal static class Swatches
{
    /// <param name="strength">1 leaves almost nothing but the colours.</param>
    public static void Dominate(Picture picture, IReadOnlyList<int> palette, float strength)
    {
        var swatches = palette.Select(rgb => (Colour)rgb).OrderBy(colour => colour.Luma).ToArray();
        var rank = Ranks(picture);
        var ramp = new Colour[256];
        for (var i = 0; i < 256; i++)
        {
            // Plateaus with short slopes between: each colour has its even share of the picture.
            var at = rank[i] * swatches.Length - 0.5f;
            var low = Math.Clamp((int)MathF.Floor(at), 0, swatches.Length - 1);
            ramp[i] = swatches[low].Mix(swatches[Math.Clamp(low + 1, 0, swatches.Length - 1)], Curve.Step(0.44f, 0.56f, at - low));
        }

        var detail = 1 - strength;
        var rgba = picture.Rgba.AsSpan();
        for (var i = 0; i < rgba.Length; i += 4)
        {
            var luma = Luma(rgba, i);
            var relief = (rank[luma] * swatches.Length % 1 - 0.5f) * 0.16f;
            var colour = (ramp[luma] * (1 + relief)).Mix(new(rgba[i] / 255f, rgba[i + 1] / 255f, rgba[i + 2] / 255f), detail).Clamp();
            (rgba[i], rgba[i + 1], rgba[i + 2]) = ((byte)(colour.R * 255 + 0.5f), (byte)(colour.G * 255 + 0.5f), (byte)(colour.B * 255 + 0.5f));
        }
    }

    // The share of pixels darker than each level.
    private static float[] Ranks(Picture picture)
    {
        var counts = new int[256];
        for (var i = 0; i < picture.Rgba.Length; i += 4)
            counts[Luma(picture.Rgba, i)]++;
        var ranks = new float[256];
        var below = 0;
        for (var level = 0; level < 256; level++)
        {
            ranks[level] = (below + counts[level] * 0.5f) / (picture.Rgba.Length / 4);
            below += counts[level];
        }

        return ranks;
    }

    private static int Luma(ReadOnlySpan<byte> rgba, int at) => (rgba[at] * 77 + rgba[at + 1] * 150 + rgba[at + 2] * 29) >> 8;
}
