using System.Buffers.Binary;
using System.IO.Compression;
using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Tests.Painter;

public class PngWriterTests
{
    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(7, 5, true)]
    [InlineData(7, 5, false)]
    [InlineData(201, 64, true)]
    [InlineData(64, 201, false)]
    public void A_picture_comes_back_bit_equal(int width, int height, bool opaque)
    {
        var picture = Samples.Noisy(width, height, opaque);

        var (decoded, channels) = Decode(PngWriter.Write(picture));

        Assert.Equal(opaque ? 3 : 4, channels);
        Assert.Equal((width, height), (decoded.Width, decoded.Height));
        Assert.Equal(picture.Rgba, decoded.Rgba);
    }

    // PNG, third edition, 5 and 9: chunks with their checksums, then the five filters undone.
    private static (Picture Picture, int Channels) Decode(ReadOnlySpan<byte> png)
    {
        Assert.True(png.StartsWith(new byte[] { 137, 80, 78, 71, 13, 10, 26, 10 }));
        var data = new MemoryStream();
        int width = 0, height = 0, channels = 0;
        for (var rest = png[8..]; rest.Length > 0;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(rest);
            var body = rest.Slice(8, length);
            Assert.Equal(Checksum(rest.Slice(4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + length)..]));
            if (rest.Slice(4, 4).SequenceEqual("IHDR"u8))
                (width, height, channels) = (BinaryPrimitives.ReadInt32BigEndian(body), BinaryPrimitives.ReadInt32BigEndian(body[4..]), body[9] == 2 ? 3 : 4);
            else if (rest.Slice(4, 4).SequenceEqual("IDAT"u8))
                data.Write(body);
            rest = rest[(12 + length)..];
        }

        data.Position = 0;
        var raw = new MemoryStream();
        new ZLibStream(data, CompressionMode.Decompress).CopyTo(raw);
        return (Unfilter(raw.ToArray(), width, height, channels), channels);
    }

    private static Picture Unfilter(byte[] raw, int width, int height, int channels)
    {
        var stride = width * channels;
        Assert.Equal((stride + 1) * height, raw.Length);
        var lines = new byte[height * stride];
        var picture = new Picture(width, height);
        for (var i = 0; i < lines.Length; i++)
        {
            int y = i / stride, x = i % stride;
            int left = x < channels ? 0 : lines[i - channels], up = y == 0 ? 0 : lines[i - stride];
            var predicted = raw[y * (stride + 1)] switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, _ => throw new InvalidDataException("Paeth is not used") };
            lines[i] = (byte)(raw[y * (stride + 1) + 1 + x] + predicted);
            picture.Rgba[(y * width + x / channels) * 4 + x % channels] = lines[i];
            if (channels == 3)
                picture.Rgba[(y * width + x / channels) * 4 + 3] = 255;
        }

        return picture;
    }

    private static uint Checksum(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}
