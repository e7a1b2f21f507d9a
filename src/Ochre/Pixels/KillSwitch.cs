using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ochre.Pixels;

/// <summary>Ends libvips' work on an image when nobody wants it any more.</summary>
/// <remarks>
/// Measured with a webp of 16 megapixels: vips_image_set_kill from outside stops the decoding, but 8.18 loses it when its encoder runs already; from inside
/// the image's own progress signal it stops both. 8.14 (Debian 12) has no way to stop webp's encoder: there one image, at most 2 s, is encoded to its end.
/// </remarks>
internal sealed unsafe class KillSwitch : IDisposable
{
    private readonly VipsImage _image;
    private readonly CancellationToken _stop;
    private readonly CancellationTokenRegistration _registration;
    private readonly GCHandle _self;
    private readonly nuint _signal;

    /// <param name="image">The one that is written, copied or saved; must live longer than this.</param>
    public KillSwitch(VipsImage image, CancellationToken stop)
    {
        (_image, _stop) = (image, stop);
        _self = GCHandle.Alloc(this);
        // Off first: an image that reports to the one it was made from would be turned off by turning it on.
        VipsLibrary.SetProgress(image, 0);
        VipsLibrary.SetProgress(image, 1);
        _signal = VipsLibrary.Connect(image, "eval", &OnProgress, GCHandle.ToIntPtr(_self), 0, 0);
        _registration = stop.UnsafeRegister(static image => VipsLibrary.SetKill((VipsImage)image!, 1), image);
    }

    public void Dispose()
    {
        _registration.Dispose();
        VipsLibrary.Disconnect(_image, _signal);
        VipsLibrary.SetProgress(_image, 0);
        _self.Free();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnProgress(nint image, nint progress, nint self)
    {
        if (((KillSwitch)GCHandle.FromIntPtr(self).Target!)._stop.IsCancellationRequested)
            VipsLibrary.SetKillOf(image, 1);
    }
}
