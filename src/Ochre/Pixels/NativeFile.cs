using System.Buffers;
using System.Runtime.InteropServices;

namespace Ochre.Pixels;

/// <summary>An encoded image in libvips' own memory, read where it lies.</summary>
internal sealed unsafe class NativeFile : MemoryManager<byte>
{
    private readonly Blob _blob;
    private readonly byte* _bytes;
    private readonly int _length;

    public NativeFile(nint blob)
    {
        _blob = new(blob);
        _bytes = VipsLibrary.BlobBytes(blob, out var length);
        _length = checked((int)length);
    }

    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_blob.IsClosed, this);
        return new(_bytes, _length);
    }

    public override MemoryHandle Pin(int elementIndex = 0) => new(_bytes + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing) => _blob.Dispose();

    private sealed class Blob : SafeHandle
    {
        public Blob(nint blob) : base(0, ownsHandle: true) => SetHandle(blob);

        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            VipsLibrary.ReleaseBlob(handle);
            return true;
        }
    }
}
