namespace Ochre.Emulator.Painter;

/// <summary>Sixteen by sixteen pixels as four luma blocks and two chroma blocks of half the resolution.</summary>
internal sealed class JpegUnit
{
    private readonly float[] _luma = new float[256];
    private readonly float[] _blue = new float[64];
    private readonly float[] _red = new float[64];

    public Span<float> Luma(int block) => _luma.AsSpan(block * 64, 64);

    public Span<float> Chroma(int plane) => plane == 1 ? _blue : _red;

    /// <summary>Reads the pixels at (left, top); past the edge the last pixel repeats, which costs the fewest bits.</summary>
    public void Load(Picture picture, int left, int top)
    {
        Array.Clear(_blue);
        Array.Clear(_red);
        for (var y = 0; y < 16; y++)
        {
            var row = picture.Rgba.AsSpan(Math.Min(top + y, picture.Height - 1) * picture.Width * 4, picture.Width * 4);
            for (var x = 0; x < 16; x++)
            {
                var pixel = row.Slice(Math.Min(left + x, picture.Width - 1) * 4, 4);
                float r = pixel[0], g = pixel[1], b = pixel[2];
                if (pixel[3] != 255)
                    (r, g, b) = (OnWhite(r, pixel[3]), OnWhite(g, pixel[3]), OnWhite(b, pixel[3]));

                _luma[((y & 8) << 4) + ((x & 8) << 3) + ((y & 7) << 3) + (x & 7)] = 0.299f * r + 0.587f * g + 0.114f * b - 128;
                var half = ((y >> 1) << 3) + (x >> 1);
                _blue[half] += (-0.168736f * r - 0.331264f * g + 0.5f * b) * 0.25f;
                _red[half] += (0.5f * r - 0.418688f * g - 0.081312f * b) * 0.25f;
            }
        }
    }

    private static float OnWhite(float value, byte alpha) => 255 + (value - 255) * alpha / 255;
}
