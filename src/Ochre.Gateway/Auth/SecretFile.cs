namespace Ochre.Gateway.Auth;

/// <summary>A secret in a file that its owner alone can read; made when it is first needed.</summary>
internal static class SecretFile
{
    /// <exception cref="IOException">It can be neither read nor made.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static byte[] ReadOrMake(string path, Func<byte[]> make)
    {
        if (Read(path) is { } kept)
            return kept;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // Gateways that start at the same moment take turns: on Unix, File.Move looks first whether there is a file and then replaces it.
        using var turn = Turn($"{path}.lock");
        if (Read(path) is { } others)
            return others;
        // Written whole under another name first, so that nobody reads a half.
        var draft = $"{path}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(draft, options))
            file.Write(make());
        File.Move(draft, path, overwrite: true);
        return Read(path) ?? throw new IOException($"{path} is empty.");
    }

    // Gone with the handle; a process that is killed lets go of it, too.
    private static FileStream Turn(string path)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (tries < 250 && File.Exists(path))
            {
                Thread.Sleep(20);
            }
        }
    }

    /// <summary>Null where there is none.</summary>
    public static byte[]? Read(string path) => File.Exists(path) && File.ReadAllBytes(path) is { Length: > 0 } bytes ? bytes : null;
}
