using System.Buffers.Binary;
using System.Text;

namespace Ochre.Emulator.Painter;

// Stand-ins until the painter's own files come.
internal static class ScenePainter
{
    public static Picture Paint(PaintOrder order)
    {
        var picture = new Picture(order.Width, order.Height);
        var hash = System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes($"{order.Model}|{order.Prompt}|{order.Seed}"));
        for (var i = 0; i < picture.Rgba.Length; i++)
            picture.Rgba[i] = i % 4 == 3 ? (byte)255 : hash[i % 4];
        return picture;
    }
}

internal static class PngWriter
{
    public static byte[] Write(Picture picture)
    {
        var data = new byte[64];
        ((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]).CopyTo(data);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(16), picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(20), picture.Height);
        picture.Rgba.AsSpan(0, 3).CopyTo(data.AsSpan(32));
        return data;
    }
}

internal static class JpegWriter
{
    public static byte[] Write(Picture picture, int quality = 90) => [0xFF, 0xD8, 0xFF, (byte)quality, .. picture.Rgba.AsSpan(0, 3)];
}

internal static class WebpWriter
{
    public static byte[] Write(Picture picture) => [.. "RIFF\0\0\0\0WEBPVP8L"u8, .. picture.Rgba.AsSpan(0, 3)];
}
