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
        // Written whole under another name first: who starts at the same moment reads all of it, or none.
        var draft = $"{path}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(draft, options))
            file.Write(make());
        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (Read(path) is not null)
        {
            File.Delete(draft);
        }

        return Read(path) ?? throw new IOException($"{path} is empty.");
    }

    /// <summary>Null where there is none.</summary>
    public static byte[]? Read(string path) => File.Exists(path) && File.ReadAllBytes(path) is { Length: > 0 } bytes ? bytes : null;
}
