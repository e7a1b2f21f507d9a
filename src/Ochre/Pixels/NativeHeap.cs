using System.Runtime.InteropServices;

namespace Ochre.Pixels;

/// <summary>How glibc's malloc deals with what images need, where it is glibc: elsewhere (musl, macOS, Windows) there are no such functions.</summary>
internal static unsafe class NativeHeap
{
    // malloc.h
    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;
    private const int ArenaMax = -8;

    // A few milliseconds each time, against a second and more of conversions.
    private const int UsesBetweenTrims = 64;

    private static readonly delegate* unmanaged[Cdecl]<nuint, int> s_trim = (delegate* unmanaged[Cdecl]<nuint, int>)Find("malloc_trim");
    private static int s_uses;

    /// <summary>
    /// By default glibc learns from the first large block it frees to keep the next ones in its heap (up to 32 MB), and has eight heaps a core, none of
    /// which gives back what is free below its top. Blocks of an image's size then leave holes that no other image fits, and memory grows for
    /// thousands of conversions. With these settings such blocks are pages of their own and go back when they are freed.
    /// </summary>
    public static void KeepSmall()
    {
        var set = (delegate* unmanaged[Cdecl]<int, int, int>)Find("mallopt");
        if (set == null)
            return;
        set(MmapThreshold, 128 * 1024);
        set(TrimThreshold, 128 * 1024);
        set(ArenaMax, 2);
    }

    /// <summary>Called after every conversion; now and then gives back the pages that small blocks have left.</summary>
    public static void Used()
    {
        if (s_trim != null && Interlocked.Increment(ref s_uses) % UsesBetweenTrims == 0)
            s_trim(0);
    }

    private static void* Find(string name) =>
        OperatingSystem.IsLinux() && NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), name, out var address) ? (void*)address : null;
}
