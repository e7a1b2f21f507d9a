using System.Buffers.Binary;
using System.Buffers.Text;

namespace Ochre.Benchmarks;

/// <summary>What the fake Bedrock answers to every call, the same in every process.</summary>
internal static class PreparedAnswer
{
    /// <summary>A real PNG header (1024x1024), then bytes that look compressed: base64 of exactly <paramref name="length"/> letters.</summary>
    public static byte[] Image(int length)
    {
        var png = new byte[length / 4 * 3];
        new Random(7).NextBytes(png);
        ReadOnlySpan<byte> start = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R'];
        start.CopyTo(png);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 1024);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 1024);
        var letters = new byte[length];
        Base64.EncodeToUtf8(png, letters, out _, out _);
        return letters;
    }

    /// <summary>Stability's answer around the image.</summary>
    public static byte[] Json(int length) =>
        [.. """{"seeds":[1],"finish_reasons":[null],"images":["""u8, (byte)'"', .. Image(length), .. "\"]}"u8];
}
