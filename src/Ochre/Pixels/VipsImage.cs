using System.Runtime.InteropServices;

namespace Ochre.Pixels;

/// <summary>One reference to an image of libvips: a recipe for pixels, or pixels in memory.</summary>
internal sealed class VipsImage : SafeHandle
{
    public VipsImage(nint image) : base(0, ownsHandle: true) => SetHandle(image);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        VipsLibrary.Release(handle);
        return true;
    }
}
