using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ochre.Pixels;

/// <summary>The one native seam: libvips, loaded when the first pixel is needed. Everything else in Ochre works without it.</summary>
public static unsafe class Codec
{
    private static readonly Lazy<string?> s_version = new(Load);

    /// <summary>Whether images can be decoded and encoded here.</summary>
    public static bool IsAvailable => s_version.Value is not null;

    /// <summary>Of libvips, such as <c>8.14.1</c>; null without it.</summary>
    public static string? Version => s_version.Value;

    /// <summary>Since 8.15 the encoders can be told which metadata to write; before, only all or none.</summary>
    internal static bool CanKeep { get; private set; }

    /// <summary>
    /// Opens a file that has been looked at (<see cref="ImageHeader"/>); the loader is called by name, none ever guesses. Pixels are decoded
    /// when something asks for them.
    /// </summary>
    /// <param name="file">Must not change until the raster is disposed.</param>
    /// <exception cref="InvalidDataException">The file is broken.</exception>
    internal static Raster Open(ReadOnlyMemory<byte> file, ImageFormat format)
    {
        var pinned = file.Pin();
        try
        {
            // By default libvips makes a grey half of a file that breaks off: https://www.libvips.org/API/current/enum.FailOn.html
            var load = new VipsOperation($"{format.Word()}load_buffer").Set("buffer", pinned, file.Length)
                .Set("access", "sequential").Set("fail-on", "truncated");
            if (format is ImageFormat.Jpeg)
                load.Set("autorotate", "true");
            return new(load.Image(), pinned);
        }
        catch
        {
            pinned.Dispose();
            throw;
        }
    }

    /// <summary>Writes and reads a small black picture in every format.</summary>
    /// <returns>The bytes of all of them.</returns>
    internal static int TryOut()
    {
        var bytes = 0;
        using var black = new Raster(new VipsOperation("black").Set("width", 16).Set("height", 16).Set("bands", 3).Image());
        foreach (var format in Enum.GetValues<ImageFormat>())
        {
            using var file = black.Encode(format, 90, default);
            using var read = Open(file.Memory, format);
            using var plain = read.Plain();
            using var again = plain.Encode(format, 90, default);
            bytes += again.Memory.Length;
        }

        return bytes;
    }

    /// <summary>What went wrong, in libvips' words; empties its list of errors.</summary>
    internal static InvalidDataException Fault(string operation)
    {
        var errors = VipsLibrary.TakeErrors();
        var text = Marshal.PtrToStringUTF8(errors)?.Trim().ReplaceLineEndings("; ") ?? "";
        VipsLibrary.Free(errors);
        return new($"{operation}: {(text.Length > 300 ? text[..300] : text)}");
    }

    private static string? Load()
    {
        if (VipsFiles.Vips == 0)
            return null;
        NativeHeap.KeepSmall();
        VipsLibrary.SetLogHandler("VIPS", LogLevels, &Silence, 0);
        if (VipsLibrary.Init("ochre") != 0)
            return null;
        VipsLibrary.SetConcurrency(1);
        VipsLibrary.SetCacheMax(0);
        VipsLibrary.BlockUntrusted(1);
        foreach (var format in Enum.GetValues<ImageFormat>())
        {
            if (!VipsOperation.Exists($"{format.Word()}load_buffer") || !VipsOperation.Exists($"{format.Word()}save_buffer"))
                return null;
        }

        CanKeep = (VipsLibrary.Version(0), VipsLibrary.Version(1)).CompareTo((8, 15)) >= 0;
        return $"{VipsLibrary.Version(0)}.{VipsLibrary.Version(1)}.{VipsLibrary.Version(2)}";
    }

    // G_LOG_LEVEL_CRITICAL, WARNING, MESSAGE, INFO and DEBUG: a hostile file may make 50,000 of them, and stderr is not ours to fill.
    private const int LogLevels = 8 | 16 | 32 | 64 | 128;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Silence(nint domain, int level, nint message, nint data)
    {
    }
}
