using System.Buffers.Binary;
using System.Text;

namespace Ochre.Tests;

/// <summary>Files that are true in their headers and anything behind them.</summary>
internal static class Samples
{
    /// <param name="length">How many characters of base64, about.</param>
    public static string Png(int width, int height, int length)
    {
        var bytes = new byte[Math.Max(60, length * 3 / 4)];
        ((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R']).CopyTo(bytes);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(20), height);
        new Random(length).NextBytes(bytes.AsSpan(24));
        return Convert.ToBase64String(bytes);
    }

    /// <summary>A JPEG whose frame header stands behind this many bytes of application data.</summary>
    public static byte[] Jpeg(int width, int height, int before)
    {
        List<byte> bytes = [0xFF, 0xD8];
        for (var left = before; left > 0; left -= 60_000)
        {
            var size = Math.Min(left, 60_000) + 2;
            bytes.AddRange([0xFF, 0xEB, (byte)(size >> 8), (byte)size]);
            bytes.AddRange(new byte[size - 2]);
        }

        bytes.AddRange([0xFF, 0xFF, 0xC2, 0, 17, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 3, 1, 0x22, 0]);
        return [.. bytes];
    }

    public static byte[] Webp(string chunk, params byte[] data) =>
        [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBP"u8, .. Encoding.ASCII.GetBytes(chunk), (byte)data.Length, 0, 0, 0, .. data];
}

/// <summary>Bytes that come in pieces of a size, and may break off.</summary>
internal sealed class Pieces(byte[] bytes, int piece, int breakAt = int.MaxValue) : Stream
{
    private int _at;

    public Pieces(string text, int piece, int breakAt = int.MaxValue) : this(Encoding.UTF8.GetBytes(text), piece, breakAt)
    {
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _at; set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        if (_at >= breakAt)
            throw new IOException("The connection was reset.");
        var count = Math.Min(Math.Min(piece, buffer.Length), bytes.Length - _at);
        bytes.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return Read(buffer.Span);
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
