using System.Runtime.InteropServices;

namespace Ochre.Pixels;

/// <summary>Where libvips is found: where <c>OCHRE_LIBVIPS</c> says, beside the program, then wherever the system looks.</summary>
internal static class VipsFiles
{
    /// <summary>Names the library's file; for an installation that is neither beside the program nor the system's.</summary>
    public const string Variable = "OCHRE_LIBVIPS";

    private static readonly Lazy<(nint Handle, string? File)> s_found = new(Find);

    /// <summary>The loaded library; 0 when there is none.</summary>
    public static nint Vips => s_found.Value.Handle;

    /// <summary>A library of the same installation.</summary>
    public static nint Beside(string name) =>
        NativeLibrary.TryLoad(Path.Combine(Path.GetDirectoryName(s_found.Value.File) ?? "", name), out var handle) ? handle : 0;

    // The C names of libvips, and the one file of npm's @img/sharp-libvips-* that holds all of them.
    private static string[] Names => OperatingSystem.IsWindows() ? ["libvips-42.dll"]
        : OperatingSystem.IsMacOS() ? ["libvips.42.dylib", "libvips-cpp.*.dylib"]
        : ["libvips.so.42", "libvips-cpp.so.*"];

    private static (nint Handle, string? File) Find()
    {
        foreach (var file in Candidates())
        {
            if (NativeLibrary.TryLoad(file, out var handle))
            {
                if (NativeLibrary.TryGetExport(handle, "vips_block_untrusted_set", out _))
                    return (handle, file);
                NativeLibrary.Free(handle);
            }
        }

        return (0, null);
    }

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            yield return named;
        foreach (var folder in (string[])[AppContext.BaseDirectory, Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native")])
        {
            foreach (var name in Names)
            {
                foreach (var file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, name) : [])
                    yield return file;
            }
        }

        yield return Names[0];
    }
}
