namespace Ochre.Emulator.Decoding;

/// <summary>One plane with the border that prediction looks at: 127 above, 129 to the left.</summary>
internal sealed class Vp8Plane
{
    // A row above, a column to the left, and to the right as far as a slanted mode reaches.
    private const int Left = 1;
    private const int Right = 4;

    public Vp8Plane(int width, int height)
    {
        Stride = width + Left + Right;
        Pixels = new byte[Stride * (height + 1)];
        Pixels.AsSpan(0, Stride).Fill(127);
        for (var y = 0; y < height; y++)
            Pixels[At(-1, y)] = 129;
    }

    public int Stride { get; }

    public byte[] Pixels { get; }

    public int At(int x, int y) => (y + 1) * Stride + x + Left;
}
