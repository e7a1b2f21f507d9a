using System.Buffers.Binary;
using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Decoding;

/// <summary>The container of WebP: one still picture, lossy or lossless, with or without alpha. Source: RFC 9649.</summary>
internal static class WebpReader
{
    public static Picture Read(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> alpha = default;
        for (var rest = file[12..]; rest.Length >= 8;)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            var body = rest[8..][..(int)Math.Min(length, (uint)rest.Length - 8)];
            if (rest.StartsWith("VP8L"u8))
                return Lossless(body);
            if (rest.StartsWith("VP8 "u8))
            {
                var picture = new Vp8Reader(body).Read();
                if (alpha.Length > 0)
                    WebpAlpha.Lay(alpha, picture);
                return picture;
            }
            if (rest.StartsWith("ALPH"u8))
                alpha = body;
            rest = rest[Math.Min(rest.Length, 8 + body.Length + (body.Length & 1))..];
        }
        throw new InvalidDataException("no still picture");
    }

    private static Picture Lossless(ReadOnlySpan<byte> body)
    {
        if (body[0] != 0x2F)
            throw new InvalidDataException("no lossless signature");
        var bits = new Vp8LBits(body[1..].ToArray());
        int width = bits.Read(14) + 1, height = bits.Read(14) + 1;
        if ((long)width * height > ImageReader.MaxPixels)
            throw new InvalidDataException("too many pixels");
        var hasAlpha = bits.Read(1) == 1;
        bits.Read(3);
        var pixels = new Vp8LReader(bits).Read(width, height);
        var picture = new Picture(width, height);
        for (var i = 0; i < pixels.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(picture.Rgba.AsSpan(i * 4), BinaryPrimitives.ReverseEndianness(pixels[i] << 8 | (hasAlpha ? pixels[i] >> 24 : 255)));
        return picture;
    }
}
