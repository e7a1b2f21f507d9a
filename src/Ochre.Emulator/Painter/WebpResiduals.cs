namespace Ochre.Emulator.Painter;

/// <summary>What is left of each pixel, as 0xAARRGGBB, after VP8L's subtract-green and average predictor.</summary>
internal static class WebpResiduals
{
    public static uint[] Of(Picture picture, out bool opaque)
    {
        var residuals = new uint[picture.Width * picture.Height];
        var row = new uint[picture.Width];
        var above = new uint[picture.Width];
        var alpha = 0xFFu;
        for (var y = 0; y < picture.Height; y++)
        {
            alpha &= SubtractGreen(picture.Rgba.AsSpan(y * picture.Width * 4, picture.Width * 4), row);
            Predict(row, above, residuals.AsSpan(y * picture.Width, picture.Width), y == 0);
            (row, above) = (above, row);
        }

        opaque = alpha == 0xFF;
        return residuals;
    }

    private static uint SubtractGreen(ReadOnlySpan<byte> rgba, Span<uint> row)
    {
        var alpha = 0xFFu;
        for (var x = 0; x < row.Length; x++)
        {
            var pixel = rgba.Slice(x * 4, 4);
            uint r = pixel[0], g = pixel[1], b = pixel[2], a = pixel[3];
            row[x] = (a << 24) | (((r - g) & 0xFF) << 16) | (g << 8) | ((b - g) & 0xFF);
            alpha &= a;
        }

        return alpha;
    }

    private static void Predict(ReadOnlySpan<uint> row, ReadOnlySpan<uint> above, Span<uint> residuals, bool first)
    {
        residuals[0] = Minus(row[0], first ? 0xFF000000 : above[0]);
        for (var x = 1; x < row.Length; x++)
            residuals[x] = Minus(row[x], first ? row[x - 1] : Average(row[x - 1], above[x]));
    }

    // Four bytes at once: the mask keeps each byte's low bit from its neighbour.
    private static uint Average(uint a, uint b) => (a & b) + (((a ^ b) & 0xFEFEFEFE) >> 1);

    // Four bytes at once: no borrow can cross a byte whose top bit is set in a and clear in b.
    private static uint Minus(uint a, uint b) => ((a | 0x80808080) - (b & 0x7F7F7F7F)) ^ ((a ^ ~b) & 0x80808080);
}
