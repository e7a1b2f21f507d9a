using System.Globalization;

namespace Ochre.Gateway.Spend.Database;

/// <summary>
/// Says that a file is one process's, for as long as it lives: the system lets go of the lock when a process ends, however it ends. The process's number
/// stands in a second file, as a locked one cannot be read.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private readonly FileStream _lock;
    private readonly string _owner;

    private FileLock(FileStream held, string owner) => (_lock, _owner) = (held, owner);

    /// <summary>Null where another holds it: another process, or this one already.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public static FileLock? TryTake(string file)
    {
        FileStream held;
        try
        {
            held = new(file + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault) when (File.Exists(file + ".lock") && fault is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
        {
            return null;
        }

        File.WriteAllText(Owner(file), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new(held, Owner(file));
    }

    /// <summary>Who holds it, for a message: <c> (process 4711)</c>, or nothing where that cannot be read.</summary>
    public static string Holder(string file)
    {
        try
        {
            return int.TryParse(File.ReadAllText(Owner(file)), CultureInfo.InvariantCulture, out var process) ? $" (process {process})" : "";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    // The lock's file stays: were it removed, two processes could hold one each of the same name.
    public void Dispose()
    {
        if (!_lock.CanWrite)
            return;
        File.Delete(_owner);
        _lock.Dispose();
    }

    private static string Owner(string file) => file + ".pid";
}
