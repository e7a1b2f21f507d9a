namespace Ochre.Stores;

/// <summary>An image in a file without a name, gone when it is closed, whatever becomes of the process.</summary>
/// <remarks>
/// S3 wants a length before the first byte, and an image that is still arriving has none. Parts of a multipart upload would have 5 MB at least, in memory, and lie
/// about when the gateway dies between them; a file costs no memory, and makes the upload one request that comes whole or not at all and can be repeated.
/// </remarks>
internal static class SpoolFile
{
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static async Task<FileStream> TakeAsync(string folder, ArrivingImage image, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{Guid.NewGuid():N}.spool");
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, 0, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        try
        {
            // A name is only needed to open it.
            if (!OperatingSystem.IsWindows())
                File.Delete(path);
            await image.CopyToAsync(file, cancellationToken);
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }
}
