using System.Buffers.Binary;
using System.Text;
using Ochre.Pixels;

namespace Ochre.Tests.Pixels;

/// <summary>Files that no honest model sends: damaged, lying, oversized, something else entirely. Made anew for every run, always the same.</summary>
internal static class HostileFiles
{
    private const int Width = 160, Height = 120;

    private static readonly byte[] s_png = PngFile.Make(Width, Height, PngFile.Rgb, 8);

    /// <summary>Right files, by kind; what is damaged is made of them.</summary>
    public static IEnumerable<(string Name, byte[] File)> Whole()
    {
        foreach (var (kind, depths) in ((int, int[])[])[(PngFile.Rgb, [8, 16]), (PngFile.Rgba, [8, 16])])
        {
            foreach (var depth in depths)
            {
                yield return ($"png kind {kind} depth {depth}", PngFile.Make(Width, Height, kind, depth));
                yield return ($"png kind {kind} depth {depth} interlaced", PngFile.Make(Width, Height, kind, depth, interlaced: true));
            }
        }

        yield return ("jpeg", Save("jpegsave_buffer", ("Q", "95")));
        yield return ("progressive jpeg", Save("jpegsave_buffer", ("Q", "95"), ("interlace", "true")));
        yield return ("cmyk jpeg", Save("jpegsave_buffer", "cmyk", ("Q", "95")));
        yield return ("jpeg with 3,000 comments", ManyMarkers(Save("jpegsave_buffer", ("Q", "95")), 3_000));
        yield return ("webp", Save("webpsave_buffer", ("Q", "95")));
        yield return ("lossless webp", Save("webpsave_buffer", ("lossless", "true")));
        yield return ("png with a megabyte behind it", [.. s_png, .. new byte[1_000_000]]);
        yield return ("jpeg with another behind it", [.. Save("jpegsave_buffer", ("Q", "95")), .. Save("jpegsave_buffer", ("Q", "10"))]);
        yield return ("png with 400 texts", PngFile.Make(Width, Height, PngFile.Rgb, 8, false, [.. Enumerable.Range(0, 400).Select(i => PngFile.Chunk("tEXt", Encoding.ASCII.GetBytes($"k{i}\0v")))]));
    }

    /// <summary>Right files whose colours are not those of the gradient: a grey, a palette.</summary>
    public static IEnumerable<(string Name, byte[] File)> Grey()
    {
        foreach (var (kind, depths) in ((int, int[])[])[(PngFile.Grey, [1, 2, 4, 8, 16]), (PngFile.GreyAlpha, [8, 16]), (PngFile.Palette, [1, 2, 4, 8])])
        {
            foreach (var depth in depths)
            {
                yield return ($"png kind {kind} depth {depth}", PngFile.Make(Width, Height, kind, depth));
                yield return ($"png kind {kind} depth {depth} interlaced", PngFile.Make(Width, Height, kind, depth, interlaced: true));
            }
        }

        yield return ("grey jpeg", Save("jpegsave_buffer", "b-w"));
        yield return ("png of 4096 x 4096 in 2 KB", PngFile.Wrap(4096, 4096, PngFile.Grey, 1, false, PngFile.Deflate(new byte[513 * 4096])));
    }

    /// <summary>Files cut short and files with flipped bits.</summary>
    public static IEnumerable<(string Name, byte[] File)> Damaged()
    {
        foreach (var (name, file) in Whole().Where(file => file.File.Length < 200_000))
        {
            foreach (var part in (double[])[0, 0.001, 0.05, 0.2, 0.5, 0.8, 0.95, 0.999])
                yield return ($"{name}, {part:0.0 %} of it", file[..Math.Max(1, (int)(file.Length * part))]);
            for (var seed = 0; seed < 8; seed++)
            {
                var flipped = file.ToArray();
                var random = new Random(seed);
                for (var i = 0; i <= seed / 2; i++)
                    flipped[random.Next(i == 0 ? file.Length : Math.Min(file.Length, 200))] ^= (byte)(1 << random.Next(8));
                yield return ($"{name}, bits flipped {seed}", flipped);
            }
        }
    }

    /// <summary>Files whose header says what is not so, or what nobody should believe.</summary>
    public static IEnumerable<(string Name, byte[] File)> Lying()
    {
        var (jpeg, webp, lossless) = (Save("jpegsave_buffer", ("Q", "95")), Save("webpsave_buffer", ("Q", "95")), Save("webpsave_buffer", ("lossless", "true")));
        foreach (var (width, height) in ((int, int)[])[(0, 0), (0, 120), (160, 0), (50_000, 50_000), (int.MaxValue, int.MaxValue), (-1, 120), (1, 1), (161, 120), (160, 121), (80, 240), (4096, 4096), (16_000_000, 1)])
            yield return ($"png that claims {width} x {height}", PngFile.Wrap(width, height, PngFile.Rgb, 8, false, PngFile.Deflate(new byte[481 * 120])));
        foreach (var (kind, depth) in ((int, int)[])[(1, 8), (5, 8), (7, 8), (2, 3), (3, 16), (6, 4), (2, 255)])
            yield return ($"png of kind {kind} depth {depth}", PngFile.Wrap(Width, Height, kind, depth, false, PngFile.Deflate(new byte[481 * 120])));
        foreach (var length in (uint[])[0, 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF])
        {
            yield return ($"png whose data is {length} long", With(s_png, 33, length, bigEndian: true));
            yield return ($"png whose header is {length} long", With(s_png, 8, length, bigEndian: true));
            yield return ($"webp whose RIFF is {length} long", With(webp, 4, length, bigEndian: false));
            yield return ($"webp whose first chunk is {length} long", With(webp, 16, length, bigEndian: false));
            yield return ($"lossless webp whose chunk is {length} long", With(lossless, 16, length, bigEndian: false));
            yield return ($"jpeg whose first segment is {length} long", With16(jpeg, 4, (ushort)length));
        }

        var frame = jpeg.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
        foreach (var (height, width) in ((ushort, ushort)[])[(0, 160), (120, 0), (50_000, 50_000), (65_535, 65_535), (4096, 4096), (240, 160), (8, 8)])
            yield return ($"jpeg that claims {width} x {height}", With16(With16(jpeg, frame + 5, height), frame + 7, width));
        yield return ("jpeg with a second, huge frame", [.. jpeg[..frame], .. jpeg[frame..(frame + 19)], .. With16(With16(jpeg, frame + 5, 60_000), frame + 7, 60_000)[frame..]]);
        yield return ("webp canvas of 16,777,216 x 16,777,216", Riff("VP8X", [0, 0, 0, 0, 255, 255, 255, 255, 255, 255], webp));
        yield return ("webp canvas of 1 x 1 around a picture", Riff("VP8X", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0], webp));
        yield return ("webp of 16383 x 16383 in 40 bytes", Riff("VP8L", [0x2F, 0xFE, 0xBF, 0xFF, 0x0F, 0, 0, 0], []));
        yield return ("animated webp", Riff("VP8X", [0x02, 0, 0, 0, 159, 0, 0, 119, 0, 0], webp));
        yield return ("animated png", PngFile.Make(Width, Height, PngFile.Rgb, 8, false, PngFile.Chunk("acTL", [0, 0, 0, 2, 0, 0, 0, 0])));
        yield return ("png bomb of 50,000 x 50,000", Bomb());
        foreach (var chunk in (string[])["iCCP", "zTXt"])
            yield return ($"png with 64 MB of {chunk}", PngFile.Make(Width, Height, PngFile.Rgb, 8, false, PngFile.Chunk(chunk, [.. "name"u8, 0, 0, .. PngFile.Deflate(new byte[64_000_000])])));
        yield return ("png with 100,000 texts", PngFile.Make(Width, Height, PngFile.Rgb, 8, false, [.. Enumerable.Repeat(PngFile.Chunk("tEXt", [.. "k"u8, 0, .. "v"u8]), 100_000)]));
        yield return ("png with a palette for a grey", PngFile.Make(Width, Height, PngFile.Grey, 8, false, PngFile.Chunk("PLTE", new byte[768])));
        yield return ("png with a palette of one and a half colours", PngFile.Make(Width, Height, PngFile.Rgb, 8, false, PngFile.Chunk("PLTE", new byte[5])));
    }

    /// <summary>Other files, some of them with the first bytes of an image.</summary>
    public static IEnumerable<(string Name, byte[] File)> Masked()
    {
        byte[] svg = [.. "<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"file:///etc/passwd\"/></svg>"u8];
        foreach (var (name, text) in ((string, string)[])[("gif", "GIF89a\x10\0\x10\0\0\0\0;"), ("tiff", "II*\0\x08\0\0\0\0\0\0\0"), ("big tiff", "MM\0+\0\x08\0\0"), ("pdf", "%PDF-1.7\n1 0 obj"), ("heic", "\0\0\0\x18ftypheic\0\0\0\0"), ("avif", "\0\0\0\x18ftypavif\0\0\0\0"), ("bmp", "BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0"), ("ico", "\0\0\x01\0\x01\0\x10\x10"), ("wave", "RIFF\x24\0\0\0WAVEfmt \x10\0\0\0"), ("avi", "RIFF\x24\0\0\0AVI LIST"), ("html", "<!doctype html><script>1</script>"), ("postscript", "%!PS-Adobe-3.0 EPSF-3.0"), ("zip", "PK\x03\x04\x14\0\0\0"), ("jpeg xl", "\0\0\0\x0CJXL \r\n\x87\n"), ("jpeg 2000", "\0\0\0\x0CjP  \r\n\x87\n"), ("matlab", "MATLAB 5.0 MAT-file"), ("openexr", "v/1\x01\x02\0\0\0"), ("pnm", "P6 50000 50000 255\n"), ("csv", "1,2,3\n4,5,6\n")])
            yield return (name, [.. text.Select(letter => (byte)letter), .. new byte[64]]);
        yield return ("svg", svg);
        yield return ("one byte", [0x89]);
        yield return ("svg behind a png's magic", [.. s_png[..8], .. svg]);
        yield return ("svg behind a png's header", [.. s_png[..33], .. svg]);
        yield return ("svg behind a jpeg's magic", [0xFF, 0xD8, 0xFF, 0xE0, .. svg]);
        yield return ("svg behind a webp's magic", [.. "RIFF\0\0\0\0WEBPVP8 "u8, .. svg]);
        for (var seed = 0; seed < 12; seed++)
        {
            var noise = new byte[2_000];
            new Random(seed).NextBytes(noise);
            yield return ($"noise behind a png's header {seed}", [.. s_png[..33], .. noise]);
            yield return ($"noise behind a jpeg's magic {seed}", [0xFF, 0xD8, 0xFF, 0xDB, .. noise]);
            yield return ($"noise behind a webp's header {seed}", [.. "RIFF"u8, 0xD0, 7, 0, 0, .. "WEBPVP8L"u8, 0xC4, 7, 0, 0, 0x2F, .. noise]);
        }
    }

    /// <summary>A true picture of 50,000 x 50,000 pixels in 300 KB.</summary>
    public static byte[] Bomb() => PngFile.Wrap(50_000, 50_000, PngFile.Grey, 1, false, PngFile.Deflate(new byte[6_251 * 50_000]));

    /// <summary>The gradient, written by one of libvips' savers.</summary>
    public static byte[] Save(string saver, params (string Name, string Value)[] settings) => Save(saver, "srgb", settings);

    private static byte[] Save(string saver, string space, params (string Name, string Value)[] settings)
    {
        Assert.True(Codec.IsAvailable, "These tests need libvips; ./test installs it.");
        using var raster = Codec.Open(s_png, ImageFormat.Png);
        using var image = new VipsOperation("colourspace").Set("in", raster.Image).Set("space", space).Image();
        var save = new VipsOperation(saver).Set("in", image);
        foreach (var (name, value) in settings)
            save.Set(name, value);
        using var file = save.File();
        return file.Memory.ToArray();
    }

    private static byte[] ManyMarkers(byte[] jpeg, int count) =>
        [.. jpeg[..2], .. Enumerable.Repeat<byte[]>([0xFF, 0xFE, 0, 4, 65, 66], count).SelectMany(marker => marker), .. jpeg[2..]];

    private static byte[] Riff(string chunk, byte[] data, byte[] rest) =>
        [.. Ochre.Tests.Samples.Webp(chunk, data), .. rest.Length > 12 ? rest[12..] : []];

    private static byte[] With(byte[] file, int at, uint value, bool bigEndian)
    {
        var changed = file.ToArray();
        if (bigEndian)
            BinaryPrimitives.WriteUInt32BigEndian(changed.AsSpan(at), value);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan(at), value);
        return changed;
    }

    private static byte[] With16(byte[] file, int at, ushort value)
    {
        var changed = file.ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(changed.AsSpan(at), value);
        return changed;
    }
}
