namespace Ochre.Emulator.Decoding;

/// <summary>The lossless picture of WebP, as ARGB. Source: RFC 9649, 3.</summary>
internal sealed class Vp8LReader(Vp8LBits bits)
{
    // How far to the right (4 bits, 8 is none) and up a short distance reaches (3.6.2.2).
    private static ReadOnlySpan<byte> Near =>
    [
        0x18, 0x07, 0x17, 0x19, 0x28, 0x06, 0x27, 0x29, 0x16, 0x1a, 0x26, 0x2a, 0x38, 0x05, 0x37, 0x39, 0x15, 0x1b, 0x36, 0x3a, 0x25, 0x2b, 0x48, 0x04,
        0x47, 0x49, 0x14, 0x1c, 0x35, 0x3b, 0x46, 0x4a, 0x24, 0x2c, 0x58, 0x45, 0x4b, 0x34, 0x3c, 0x03, 0x57, 0x59, 0x13, 0x1d, 0x56, 0x5a, 0x23, 0x2d,
        0x44, 0x4c, 0x55, 0x5b, 0x33, 0x3d, 0x68, 0x02, 0x67, 0x69, 0x12, 0x1e, 0x66, 0x6a, 0x22, 0x2e, 0x54, 0x5c, 0x43, 0x4d, 0x65, 0x6b, 0x32, 0x3e,
        0x78, 0x01, 0x77, 0x79, 0x53, 0x5d, 0x11, 0x1f, 0x64, 0x6c, 0x42, 0x4e, 0x76, 0x7a, 0x21, 0x2f, 0x75, 0x7b, 0x31, 0x3f, 0x63, 0x6d, 0x52, 0x5e,
        0x00, 0x74, 0x7c, 0x41, 0x4f, 0x10, 0x20, 0x62, 0x6e, 0x30, 0x73, 0x7d, 0x51, 0x5f, 0x40, 0x72, 0x7e, 0x61, 0x6f, 0x50, 0x71, 0x7f, 0x60, 0x70,
    ];

    public uint[] Read(int width, int height)
    {
        var transforms = new List<Vp8LTransform>();
        var across = width;
        while (bits.Read(1) == 1)
        {
            var kind = (Vp8LKind)bits.Read(2);
            if (transforms.Exists(transform => transform.Kind == kind))
                throw new InvalidDataException("a transform comes twice");
            var transform = ReadTransform(kind, across, height);
            transforms.Add(transform);
            across = transform.PackedWidth;
        }
        var pixels = ReadPixels(across, height, main: true);
        for (var i = transforms.Count - 1; i >= 0; i--)
            pixels = transforms[i].Undo(pixels, height);
        return pixels;
    }

    private Vp8LTransform ReadTransform(Vp8LKind kind, int width, int height)
    {
        if (kind == Vp8LKind.SubtractGreen)
            return new(kind, width, 0, []);
        if (kind == Vp8LKind.Palette)
        {
            var palette = ReadPixels(bits.Read(8) + 1, 1, main: false);
            for (var i = 1; i < palette.Length; i++)
                palette[i] = Vp8LTransform.Add(palette[i], palette[i - 1]);
            return new(kind, width, palette.Length > 16 ? 0 : palette.Length > 4 ? 1 : palette.Length > 2 ? 2 : 3, palette);
        }
        var block = bits.Read(3) + 2;
        return new(kind, width, block, ReadPixels(Blocks(width, block), Blocks(height, block), main: false));
    }

    private static int Blocks(int length, int block) => (length + (1 << block) - 1) >> block;

    private uint[] ReadPixels(int width, int height, bool main)
    {
        var cacheBits = bits.Read(1) == 1 ? bits.Read(4) : 0;
        if (cacheBits > 11)
            throw new InvalidDataException("a colour cache past eleven bits");
        var (groups, block) = (Array.Empty<uint>(), 0);
        if (main && bits.Read(1) == 1)
        {
            block = bits.Read(3) + 2;
            groups = ReadPixels(Blocks(width, block), Blocks(height, block), main: false);
        }
        var codes = ReadCodes(groups, cacheBits);
        var blocksAcross = Blocks(width, block);
        var pixels = new uint[width * height];
        var cache = new Vp8LCache(pixels, cacheBits);
        for (var i = 0; i < pixels.Length;)
        {
            var code = codes[groups.Length == 0 ? 0 : groups[(i / width >> block) * blocksAcross + (i % width >> block)] >> 8 & 0xFFFF];
            var green = code[0].Read(bits);
            if (green < 256)
                pixels[i++] = (uint)(code[1].Read(bits) << 16 | green << 8 | code[2].Read(bits)) | (uint)code[3].Read(bits) << 24;
            else if (green >= 256 + 24)
                pixels[i++] = cache.Find(green - 280, i);
            else
                i += Copy(pixels, i, Value(green - 256), Distance(Value(code[4].Read(bits)), width));
        }
        return pixels;
    }

    // Five codes a group: green with lengths and the cache, red, blue, alpha, distance.
    private Vp8LCode[][] ReadCodes(uint[] groups, int cacheBits)
    {
        var count = 1;
        foreach (var group in groups)
            count = Math.Max(count, (int)(group >> 8 & 0xFFFF) + 1);
        var codes = new Vp8LCode[count][];
        for (var i = 0; i < count; i++)
        {
            var first = Vp8LCode.Next(bits, 256 + 24 + (cacheBits > 0 ? 1 << cacheBits : 0));
            codes[i] = [first, Vp8LCode.Next(bits, 256), Vp8LCode.Next(bits, 256), Vp8LCode.Next(bits, 256), Vp8LCode.Next(bits, 40)];
        }
        return codes;
    }

    private static int Copy(uint[] pixels, int at, int length, int distance)
    {
        if (distance > at || length > pixels.Length - at)
            throw new InvalidDataException("a copy from outside the picture");
        for (var i = at; i < at + length; i++)
            pixels[i] = pixels[i - distance];
        return length;
    }

    private int Value(int prefix)
    {
        if (prefix < 4)
            return prefix + 1;
        var extra = (prefix - 2) >> 1;
        return ((2 + (prefix & 1)) << extra) + bits.Read(extra) + 1;
    }

    private static int Distance(int code, int width)
    {
        if (code > 120)
            return code - 120;
        var near = Near[code - 1];
        return Math.Max(1, (near >> 4) * width + 8 - (near & 15));
    }
}
