using System.Buffers;

namespace Ochre.Pixels;

/// <summary>An encoded image in libvips' own memory, read where it lies.</summary>
internal sealed unsafe class NativeFile : MemoryManager<byte>
{
    private readonly byte* _bytes;
    private readonly int _length;
    private nint _blob;

    public NativeFile(nint blob)
    {
        _blob = blob;
        _bytes = VipsLibrary.BlobBytes(blob, out var length);
        _length = checked((int)length);
    }

    ~NativeFile() => Dispose(disposing: false);

    public override Span<byte> GetSpan() =>
        _blob != 0 ? new(_bytes, _length) : throw new ObjectDisposedException(nameof(NativeFile));

    public override MemoryHandle Pin(int elementIndex = 0) => new(_bytes + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
        var blob = Interlocked.Exchange(ref _blob, 0);
        if (blob != 0)
            VipsLibrary.ReleaseBlob(blob);
    }
}
