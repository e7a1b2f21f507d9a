using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Decoding;

/// <summary>The alpha of a lossy WebP: bytes as they are or in the green of a lossless picture, then one of four filters undone.</summary>
internal static class WebpAlpha
{
    public static void Lay(ReadOnlySpan<byte> chunk, Picture picture)
    {
        var (width, height) = (picture.Width, picture.Height);
        var alpha = new byte[width * height];
        if ((chunk[0] & 3) == 1)
        {
            var bits = new Vp8LBits(chunk[1..].ToArray());
            var pixels = new Vp8LReader(bits).Read(width, height);
            for (var i = 0; i < alpha.Length; i++)
                alpha[i] = (byte)(pixels[i] >> 8);
        }
        else
            chunk[1..][..alpha.Length].CopyTo(alpha);
        var filter = chunk[0] >> 2 & 3;
        for (var i = 0; i < alpha.Length; i++)
        {
            if (filter > 0)
                alpha[i] += Predicted(alpha, i, width, filter);
            picture.Rgba[i * 4 + 3] = alpha[i];
        }
    }

    private static byte Predicted(byte[] alpha, int i, int width, int filter)
    {
        if (i == 0)
            return 0;
        if (i < width)
            return alpha[i - 1];
        if (i % width == 0)
            return alpha[i - width];
        return filter switch
        {
            1 => alpha[i - 1],
            2 => alpha[i - width],
            _ => (byte)Math.Clamp(alpha[i - 1] + alpha[i - width] - alpha[i - width - 1], 0, 255),
        };
    }
}
