using Ochre.Gateway.Spend;
using Ochre.Stores;

namespace Ochre.Gateway.Replay;

/// <summary>
/// Kept answers for the other gateways of one database: in the bucket of the links, beside the images, under the same prefix, so that the same
/// lifecycle rule removes them. No link leads there.
/// </summary>
internal sealed class KeptBucket(S3Objects objects, S3Options bucket, RunningWork running, ILogger<KeptBucket> log)
{
    // At once. Where the bucket hangs, what comes beyond them stays in its gateway's folder.
    private const int Most = 64;

    private int _sending;

    /// <summary>Begins to copy an answer there. The client has it, and nobody waits but the gateway's end.</summary>
    /// <param name="name">The answer's own: <c>2026112112/req_…</c>.</param>
    public void Send(string name, string path)
    {
        running.Enter();
        if (Interlocked.Increment(ref _sending) <= Most)
        {
            _ = SendAsync(name, path);
            return;
        }

        Log.KeptBucketUnusable(log, $"{Most} are on their way already.");
        Sent();
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
            if (File.Exists(part))
                File.Delete(part);
        }
    }

    private async Task SendAsync(string name, string path)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await using var file = File.OpenRead(path);
            await objects.WriteAsync(bucket.Bucket, KeyOf(name), file, running.Stop);
        }
        catch (Exception fault) when (IsTrouble(fault) || fault is OperationCanceledException)
        {
            Complain(fault);
        }
        finally
        {
            Sent();
        }
    }

    private void Sent()
    {
        Interlocked.Decrement(ref _sending);
        running.Leave();
    }

    private string KeyOf(string name) => $"{bucket.Prefix}kept/{name}.answer";

    private static bool IsTrouble(Exception fault) => fault is ImageException or IOException or UnauthorizedAccessException;

    private void Complain(Exception fault) => Log.KeptBucketUnusable(log, (fault as ImageException)?.Error.OperatorHint ?? fault.Message);
}
