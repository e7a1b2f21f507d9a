using Ochre.Stores;

namespace Ochre.Gateway.Replay;

/// <summary>
/// Kept answers for the other gateways of one database: in the bucket of the links, beside the images, under the same prefix, so that the same
/// lifecycle rule removes them. No link leads there.
/// </summary>
internal sealed class KeptBucket(S3Objects objects, S3Options bucket, ILogger<KeptBucket> log)
{
    /// <param name="name">The answer's own: <c>2026112112/req_…</c>.</param>
    public async Task PutAsync(string name, string path)
    {
        try
        {
            await using var file = File.OpenRead(path);
            await objects.WriteAsync(bucket.Bucket, KeyOf(name), file, CancellationToken.None);
        }
        catch (Exception fault) when (IsTrouble(fault))
        {
            Complain(fault);
        }
    }

    /// <summary>Brings an answer to a path; whether it is there now. What it is worth its own hash says when it is read.</summary>
    public async Task<bool> FetchAsync(string name, string path, CancellationToken cancellationToken)
    {
        var part = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            bool found;
            await using (var file = new FileStream(part, KeptWriter.Options))
                found = await objects.CopyAsync(bucket.Bucket, KeyOf(name), file, cancellationToken);
            if (found)
                File.Move(part, path, overwrite: true);
            return found;
        }
        catch (Exception fault) when (IsTrouble(fault))
        {
            Complain(fault);
            return false;
        }
        finally
        {
            File.Delete(part);
        }
    }

    private string KeyOf(string name) => $"{bucket.Prefix}kept/{name}.answer";

    private static bool IsTrouble(Exception fault) => fault is ImageException or IOException or UnauthorizedAccessException;

    private void Complain(Exception fault) => Log.KeptBucketUnusable(log, (fault as ImageException)?.Error.OperatorHint ?? fault.Message);
}
