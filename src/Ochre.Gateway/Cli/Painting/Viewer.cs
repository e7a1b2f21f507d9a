using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Ochre.Gateway.Cli.Painting;

/// <summary>This machine's own viewer of images, for <c>--open</c>.</summary>
internal static class Viewer
{
    /// <returns>False where there is none.</returns>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "No request comes here: the person at the terminal asks for it, by --open, for a file that was just written.")]
    public static bool Open(string path)
    {
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo(path) { UseShellExecute = true }
            : new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open", [path]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var viewer = Process.Start(start);
            return viewer is not null || OperatingSystem.IsWindows();
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
