using System.Buffers;
using System.Runtime.InteropServices;

namespace Ochre.Pixels;

/// <summary>
/// A whole file: filled as a stream, read as memory. It lies outside the collector's heap, in pages that the system has back as soon as it is
/// disposed: a pool would keep what a busy minute needed, rounded up to powers of two.
/// </summary>
internal sealed class WholeFile : Stream, IMemoryOwner<byte>
{
    private const int Step = 1024 * 1024;

    private readonly int _limit;
    private readonly Pages _pages = new();
    private int _length;

    private WholeFile(int limit) => _limit = limit;

    public Memory<byte> Memory => _pages.Memory[.._length];

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position { get => _length; set => throw new NotSupportedException(); }

    /// <summary>Takes an image to its end.</summary>
    /// <exception cref="InvalidDataException">It is longer than <paramref name="limit"/> bytes.</exception>
    public static async Task<WholeFile> TakeAsync(ArrivingImage image, int limit, CancellationToken cancellationToken)
    {
        var file = new WholeFile(limit);
        try
        {
            await image.CopyToAsync(file, cancellationToken);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.Length > _limit - _length)
            throw new InvalidDataException($"it has more than {_limit} bytes");
        if (buffer.Length > _pages.Length - _length)
            _pages.Grow((int)Math.Min(_limit, (_length + (long)buffer.Length + Step - 1) / Step * Step));
        buffer.CopyTo(_pages.GetSpan()[_length..]);
        _length += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return default;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            ((IDisposable)_pages).Dispose();
        base.Dispose(disposing);
    }

    private sealed unsafe class Pages : MemoryManager<byte>
    {
        private readonly Block _block = new();

        public int Length => _block.Length;

        public void Grow(int length) => _block.Grow(length);

        public override Span<byte> GetSpan() => new(_block.Start, _block.Length);

        public override MemoryHandle Pin(int elementIndex = 0) => new(_block.Start + elementIndex);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing) => _block.Dispose();
    }

    private sealed unsafe class Block() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        public byte* Start => (byte*)handle;

        public int Length { get; private set; }

        // Large blocks are moved by their page tables, not byte by byte (mremap).
        public void Grow(int length)
        {
            SetHandle((nint)NativeMemory.Realloc(Start, (nuint)length));
            Length = length;
        }

        protected override bool ReleaseHandle()
        {
            NativeMemory.Free(Start);
            SetHandle(0);
            Length = 0;
            return true;
        }
    }
}
