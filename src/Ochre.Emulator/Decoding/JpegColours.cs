using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Decoding;

/// <summary>From coefficients to pixels: each block inverted, subsampled planes stretched, colours converted as JFIF and Adobe have them.</summary>
internal static class JpegColours
{
    public static Picture Picture(JpegFrame frame, ushort[]?[] quantisers, int transform)
    {
        var planes = Array.ConvertAll(frame.Parts, part => Plane(part, quantisers[part.Table]));
        var picture = new Picture(frame.Width, frame.Height);
        var rows = Array.ConvertAll(frame.Parts, _ => new byte[frame.Width]);
        for (var y = 0; y < frame.Height; y++)
        {
            for (var p = 0; p < planes.Length; p++)
                Stretch(frame, frame.Parts[p], planes[p], y, rows[p]);
            var rgba = picture.Rgba.AsSpan(y * frame.Width * 4, frame.Width * 4);
            if (planes.Length == 1)
                Grey(rows[0], rgba);
            else if (transform == 0 || (transform < 0 && frame.Parts is [{ Id: (byte)'R' }, { Id: (byte)'G' }, { Id: (byte)'B' }]))
                Straight(rows, rgba);
            else
                Rgb(rows, rgba);
            if (planes.Length == 4)
                Ink(rows[3], rgba, inverted: transform >= 0);
        }
        return picture;
    }

    private static byte[] Plane(JpegPart part, ushort[]? quantiser)
    {
        var inverse = new JpegInverse(quantiser ?? throw new InvalidDataException("a quantiser is missing"));
        var plane = new byte[part.Across * part.Down * 64];
        var stride = part.Across * 8;
        for (var block = 0; block < part.Across * part.Down; block++)
        {
            inverse.Apply(part.Coefficients.AsSpan(block * 64, 64),
                plane.AsSpan(block / part.Across * 8 * stride + block % part.Across * 8), stride);
        }
        return plane;
    }

    // Between two samples the nearer one has three parts of four, as libjpeg stretches: no steps at the edges of colours.
    private static void Stretch(JpegFrame frame, JpegPart part, byte[] plane, int y, Span<byte> row)
    {
        var stride = part.Across * 8;
        if (part.H == frame.MaxH && part.V == frame.MaxV)
        {
            plane.AsSpan(y * stride, row.Length).CopyTo(row);
            return;
        }
        int width = (frame.Width * part.H + frame.MaxH - 1) / frame.MaxH, height = (frame.Height * part.V + frame.MaxV - 1) / frame.MaxV;
        var (top, bottom, down) = Between(y, part.V, frame.MaxV, height);
        ReadOnlySpan<byte> above = plane.AsSpan(top * stride, stride), below = plane.AsSpan(bottom * stride, stride);
        for (var x = 0; x < row.Length; x++)
        {
            var (left, right, along) = Between(x, part.H, frame.MaxH, width);
            var upper = above[left] * (16 - along) + above[right] * along;
            var lower = below[left] * (16 - along) + below[right] * along;
            row[x] = (byte)((upper * (16 - down) + lower * down + 128) >> 8);
        }
    }

    // Where a pixel's middle lies among the samples: the two beside it, and sixteenths towards the second.
    private static (int First, int Second, int Share) Between(int at, int samples, int of, int count)
    {
        var sixteenths = Math.Max(0, (2 * at + 1) * samples * 8 / of - 8);
        var first = Math.Min(sixteenths >> 4, count - 1);
        return (first, Math.Min(first + 1, count - 1), sixteenths & 15);
    }

    private static void Grey(ReadOnlySpan<byte> luma, Span<byte> rgba)
    {
        for (var x = 0; x < luma.Length; x++)
            (rgba[x * 4], rgba[x * 4 + 1], rgba[x * 4 + 2], rgba[x * 4 + 3]) = (luma[x], luma[x], luma[x], 255);
    }

    private static void Straight(byte[][] rows, Span<byte> rgba)
    {
        for (var x = 0; x < rows[0].Length; x++)
            (rgba[x * 4], rgba[x * 4 + 1], rgba[x * 4 + 2], rgba[x * 4 + 3]) = (rows[0][x], rows[1][x], rows[2][x], 255);
    }

    private static void Rgb(byte[][] rows, Span<byte> rgba)
    {
        ReadOnlySpan<byte> luma = rows[0], blues = rows[1], reds = rows[2];
        for (var x = 0; x < luma.Length; x++)
        {
            int y = (luma[x] << 16) + 32768, blue = blues[x] - 128, red = reds[x] - 128;
            rgba[x * 4] = Byte(y + 91881 * red);
            rgba[x * 4 + 1] = Byte(y - 22554 * blue - 46802 * red);
            rgba[x * 4 + 2] = Byte(y + 116130 * blue);
            rgba[x * 4 + 3] = 255;
        }

        static byte Byte(int value) => (byte)Math.Clamp(value >> 16, 0, 255);
    }

    // Adobe stores ink upside down, so that the values multiply as light does.
    private static void Ink(ReadOnlySpan<byte> black, Span<byte> rgba, bool inverted)
    {
        for (var i = 0; i < rgba.Length; i += 4)
        {
            for (var c = 0; c < 3; c++)
                rgba[i + c] = (byte)(inverted ? rgba[i + c] * black[i / 4] / 255 : (255 - rgba[i + c]) * (255 - black[i / 4]) / 255);
        }
    }
}
