namespace Ochre.Emulator.Decoding;

internal enum Vp8LKind
{
    Predictor,
    Colour,
    SubtractGreen,
    Palette,
}

/// <summary>One of the four transforms of a lossless picture, undone. Source: RFC 9649, 3.5.</summary>
/// <param name="Bits">Of the block size; for a palette, the power of how many pixels share one.</param>
internal sealed record Vp8LTransform(Vp8LKind Kind, int Width, int Bits, uint[] Data)
{
    /// <summary>Pixels across of what is stored.</summary>
    public int PackedWidth => Kind == Vp8LKind.Palette ? (Width + (1 << Bits) - 1) >> Bits : Width;

    private int BlocksAcross => (Width + (1 << Bits) - 1) >> Bits;

    public static uint Add(uint a, uint b) => ((a & 0xFF00FF00) + (b & 0xFF00FF00)) & 0xFF00FF00 | ((a & 0x00FF00FF) + (b & 0x00FF00FF)) & 0x00FF00FF;

    public uint[] Undo(uint[] pixels, int height)
    {
        switch (Kind)
        {
            case Vp8LKind.Palette:
                return Unpacked(pixels, height);
            case Vp8LKind.SubtractGreen:
                for (var i = 0; i < pixels.Length; i++)
                {
                    var green = pixels[i] >> 8 & 255;
                    pixels[i] = Add(pixels[i], green << 16 | green);
                }
                break;
            case Vp8LKind.Colour:
                for (var i = 0; i < pixels.Length; i++)
                    pixels[i] = Coloured(pixels[i], Data[Block(i)]);
                break;
            default:
                for (var i = 0; i < pixels.Length; i++)
                    pixels[i] = Add(pixels[i], Predicted(pixels, i));
                break;
        }
        return pixels;
    }

    private int Block(int i) => (i / Width >> Bits) * BlocksAcross + (i % Width >> Bits);

    private uint[] Unpacked(uint[] packed, int height)
    {
        var pixels = new uint[Width * height];
        int each = 8 >> Bits, mask = (1 << each) - 1;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var index = (int)(packed[y * PackedWidth + (x >> Bits)] >> (8 + (x & ((1 << Bits) - 1)) * each)) & mask;
                pixels[y * Width + x] = index < Data.Length ? Data[index] : 0;
            }
        }
        return pixels;
    }

    private static uint Coloured(uint pixel, uint element)
    {
        var green = (sbyte)(pixel >> 8);
        var red = (int)(pixel >> 16 & 255) + (((sbyte)element * green) >> 5) & 255;
        var blue = (int)(pixel & 255) + (((sbyte)(element >> 8) * green) >> 5) + (((sbyte)(element >> 16) * (sbyte)red) >> 5) & 255;
        return pixel & 0xFF00FF00 | (uint)red << 16 | (uint)blue;
    }

    private uint Predicted(uint[] pixels, int i)
    {
        if (i == 0)
            return 0xFF000000;
        if (i < Width)
            return pixels[i - 1];
        if (i % Width == 0)
            return pixels[i - Width];
        uint left = pixels[i - 1], top = pixels[i - Width], corner = pixels[i - Width - 1], right = pixels[i - Width + 1];
        return (Data[Block(i)] >> 8 & 15) switch
        {
            1 => left,
            2 => top,
            3 => right,
            4 => corner,
            5 => Mean(Mean(left, right), top),
            6 => Mean(left, corner),
            7 => Mean(left, top),
            8 => Mean(corner, top),
            9 => Mean(top, right),
            10 => Mean(Mean(left, corner), Mean(top, right)),
            11 => Chosen(left, top, corner),
            12 => Each(left, top, corner, (l, t, c) => l + t - c),
            13 => Each(Mean(left, top), corner, 0, (m, c, _) => m + (m - c) / 2),
            _ => 0xFF000000,
        };
    }

    private static uint Mean(uint a, uint b) => (((a ^ b) & 0xFEFEFEFE) >> 1) + (a & b);

    private static uint Chosen(uint left, uint top, uint corner)
    {
        var (toLeft, toTop) = (0, 0);
        for (var shift = 0; shift < 32; shift += 8)
        {
            int l = (int)(left >> shift & 255), t = (int)(top >> shift & 255), c = (int)(corner >> shift & 255);
            (toLeft, toTop) = (toLeft + Math.Abs(t - c), toTop + Math.Abs(l - c));
        }
        return toLeft < toTop ? left : top;
    }

    private static uint Each(uint a, uint b, uint c, Func<int, int, int, int> make)
    {
        var result = 0u;
        for (var shift = 0; shift < 32; shift += 8)
            result |= (uint)Math.Clamp(make((int)(a >> shift & 255), (int)(b >> shift & 255), (int)(c >> shift & 255)), 0, 255) << shift;
        return result;
    }
}
