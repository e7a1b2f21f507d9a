using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Tests.Painter;

/// <summary>A VP8L decoder written from RFC 9649 for the tests: no colour cache and no code groups, for the writer uses none.</summary>
internal sealed class WebpDecoder(byte[] file)
{
    private int _bit = 20 * 8;

    public Picture Decode()
    {
        Assert.Equal("RIFF"u8.ToArray(), file[..4]);
        Assert.Equal(file.Length - 8, BitConverter.ToInt32(file, 4));
        Assert.Equal("WEBPVP8L"u8.ToArray(), file[8..16]);
        Assert.InRange(file.Length - 20 - BitConverter.ToInt32(file, 16), 0, 1);
        Assert.Equal(0x2F, Bits(8));
        int width = Bits(14) + 1, height = Bits(14) + 1;
        Bits(1);
        Assert.Equal(0, Bits(3));

        Assert.Equal((1, 2), (Bits(1), Bits(2)));
        Assert.Equal((1, 0), (Bits(1), Bits(2)));
        var block = Bits(3) + 2;
        var modes = Image(((width - 1) >> block) + 1, ((height - 1) >> block) + 1, main: false);
        Assert.All(modes, mode => Assert.Equal(7, mode >> 8 & 255));
        Assert.Equal(0, Bits(1));
        var pixels = Image(width, height, main: true);
        Assert.InRange(file.Length * 8 - _bit, 0, 15);
        return Restored(pixels, width, height);
    }

    private int[] Image(int width, int height, bool main)
    {
        Assert.Equal(0, Bits(1));
        if (main)
            Assert.Equal(0, Bits(1));
        var codes = new[] { 280, 256, 256, 256, 40 }.Select(Code).ToArray();
        var pixels = new int[width * height];
        for (var i = 0; i < pixels.Length;)
        {
            var green = Symbol(codes[0]);
            if (green < 256)
            {
                int red = Symbol(codes[1]), blue = Symbol(codes[2]), alpha = Symbol(codes[3]);
                pixels[i++] = alpha << 24 | red << 16 | green << 8 | blue;
                continue;
            }

            var length = Value(green - 256);
            Assert.Equal(2, Value(Symbol(codes[4])));
            for (; length > 0; length--, i++)
                pixels[i] = pixels[i - 1];
        }

        return pixels;
    }

    private Dictionary<(int, int), int> Code(int symbols)
    {
        if (Bits(1) == 1)
        {
            Assert.Equal(0, Bits(1));
            return new() { [(0, 0)] = Bits(Bits(1) == 1 ? 8 : 1) };
        }

        int[] order = [17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
        var lengths = new int[19];
        var count = Bits(4) + 4;
        for (var i = 0; i < count; i++)
            lengths[order[i]] = Bits(3);
        var code = Canonical(lengths);
        Assert.Equal(0, Bits(1));
        return Canonical([.. Enumerable.Range(0, symbols).Select(_ => Symbol(code)).Select(length => { Assert.InRange(length, 0, 15); return length; })]);
    }

    private static Dictionary<(int, int), int> Canonical(int[] lengths)
    {
        var codes = new Dictionary<(int, int), int>();
        var next = 0;
        for (var length = 1; length <= 15; length++, next <<= 1)
            for (var symbol = 0; symbol < lengths.Length; symbol++)
                if (lengths[symbol] == length)
                    codes[(length, next++)] = symbol;
        // A complete code fills its space exactly.
        Assert.Equal(1.0, lengths.Where(length => length > 0).Sum(length => Math.Pow(2, -length)));
        return codes;
    }

    private int Symbol(Dictionary<(int, int), int> codes)
    {
        var code = 0;
        for (var length = 0; length <= 15; length++)
        {
            if (codes.TryGetValue((length, code), out var symbol))
                return symbol;
            code = code << 1 | Bits(1);
        }

        throw new InvalidDataException("no such code");
    }

    private int Value(int prefix)
    {
        if (prefix < 4)
            return prefix + 1;
        var extra = (prefix - 2) >> 1;
        return ((2 + (prefix & 1)) << extra) + Bits(extra) + 1;
    }

    private static Picture Restored(int[] pixels, int width, int height)
    {
        var picture = new Picture(width, height);
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = (i % width, i / width);
            for (var shift = 0; shift < 32; shift += 8)
            {
                int left = x > 0 ? pixels[i - 1] >> shift & 255 : 0, top = y > 0 ? pixels[i - width] >> shift & 255 : 0;
                var predicted = i == 0 ? (shift == 24 ? 255 : 0) : y == 0 ? left : x == 0 ? top : (left + top) / 2;
                pixels[i] = pixels[i] & ~(255 << shift) | ((pixels[i] >> shift & 255) + predicted & 255) << shift;
            }

            var green = pixels[i] >> 8 & 255;
            picture.Rgba[i * 4] = (byte)((pixels[i] >> 16) + green);
            picture.Rgba[i * 4 + 1] = (byte)green;
            picture.Rgba[i * 4 + 2] = (byte)(pixels[i] + green);
            picture.Rgba[i * 4 + 3] = (byte)(pixels[i] >> 24);
        }

        return picture;
    }

    private int Bits(int count)
    {
        var value = 0;
        for (var i = 0; i < count; i++, _bit++)
            value |= (file[_bit / 8] >> (_bit % 8) & 1) << i;
        return value;
    }
}
