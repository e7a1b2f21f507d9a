using System.Runtime.InteropServices;

namespace Ochre.Pixels;

/// <summary>How glibc's malloc deals with what images need, where it is glibc.</summary>
internal static unsafe class NativeHeap
{
    // malloc.h
    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;
    private const int ArenaMax = -8;

    /// <summary>
    /// By default glibc learns from the first large block it frees to keep the next ones in its heap (up to 32 MB), and has eight heaps a core, none of
    /// which gives back what is free below its top. Blocks of an image's size then leave holes that no other image fits, and memory grows for
    /// thousands of conversions. With these settings such blocks are pages of their own and go back when they are freed.
    /// </summary>
    public static void KeepSmall()
    {
        // Elsewhere (musl, macOS, Windows) there is no such function, and no such habit.
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "mallopt", out var address))
            return;
        var set = (delegate* unmanaged[Cdecl]<int, int, int>)address;
        set(MmapThreshold, 128 * 1024);
        set(TrimThreshold, 128 * 1024);
        set(ArenaMax, 2);
    }
}
