using Amazon.S3;
using Amazon.S3.Model;
using Ochre.Bedrock;

namespace Ochre.Stores;

/// <summary>Images as objects of an S3 bucket, fetched from there by presigned links. Amazon's S3 or any that speaks it.</summary>
/// <remarks>Objects are not removed: a lifecycle rule on the prefix does that (docs/guide.md, "Links").</remarks>
public sealed class S3Store : IImageStore, IDisposable
{
    private readonly S3Options _options;
    private readonly AwsIdentity _identity;
    private readonly S3Clients _clients;
    private readonly HttpClient _http;
    private readonly string _spool;
    private readonly DiskSpace _space;
    private readonly TimeProvider _time;

    /// <param name="identity">Signs calls and links. A Bedrock API key signs nothing: then AWS's credential chain does.</param>
    /// <param name="spoolFolder">Images wait here until they are uploaded; is created when the first one comes.</param>
    /// <param name="handler">The way to S3; belongs to the caller. It must follow no redirects: a signature is for one host.</param>
    public S3Store(S3Options options, AwsIdentity identity, string spoolFolder, HttpMessageHandler handler, TimeProvider time)
    {
        (_options, _identity, _spool, _time) = (options, identity, Path.GetFullPath(spoolFolder), time);
        _http = new(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        _clients = new(options, identity, _http);
        _space = new(_spool, new() { Quota = long.MaxValue });
    }

    public string Name => "s3";

    /// <summary>Where an image lies: <c>tmp/req_01k…/image-req_01k…-001.png</c>.</summary>
    /// <param name="index">The image's place in its request, from 0.</param>
    public static string KeyOf(string prefix, string request, int index, ImageFormat format) =>
        $"{prefix}{request}/{FileName(request, index, format)}";

    /// <summary>Room to spool; a bucket has no end.</summary>
    public IDisposable Reserve(int images)
    {
        try
        {
            return _space.TryReserve(images, out var full, out var hint) ?? throw StoreRefusal.Of(full, hint);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Spooling(fault);
        }
    }

    public async Task<StoredImage> PutAsync(string request, ArrivingImage image, Uri origin, CancellationToken cancellationToken)
    {
        var key = KeyOf(_options.Prefix, request, image.Index, image.Format);
        await using var file = await SpoolAsync(image, cancellationToken);
        var put = new PutObjectRequest
        {
            BucketName = _options.Bucket,
            Key = key,
            InputStream = file,
            AutoCloseStream = false,
            ContentType = image.Format.MediaType(),
            UseChunkEncoding = _options.Endpoint is null,
        };
        put.Headers.ContentDisposition = Disposition(request, image);
        await UploadAsync(put, file.Length, cancellationToken);
        return new(key, await LinkAsync(key, image.Format.MediaType(), Disposition(request, image), cancellationToken));
    }

    public async Task<Stream?> OpenAsync(Uri link, CancellationToken cancellationToken)
    {
        var answer = await _clients.CallAsync(stop => _http.GetAsync(link, HttpCompletionOption.ResponseHeadersRead, stop), "link", 0, cancellationToken);
        if (answer.IsSuccessStatusCode)
            return await answer.Content.ReadAsStreamAsync(cancellationToken);
        using (answer)
        {
            return (int)answer.StatusCode is >= 300 and < 500
                ? null
                : throw StoreRefusal.Of("the store does not work at the moment", $"S3 bucket '{_options.Bucket}': {(int)answer.StatusCode} for a link");
        }
    }

    public async Task<Uri?> RenewAsync(Uri link, CancellationToken cancellationToken)
    {
        var path = Uri.UnescapeDataString(link.AbsolutePath[1..]);
        var key = _options.Endpoint is not null && path.StartsWith($"{_options.Bucket}/", StringComparison.Ordinal) ? path[(_options.Bucket.Length + 1)..] : path;
        if (!key.StartsWith(_options.Prefix, StringComparison.Ordinal))
            return null;
        var query = link.Query.TrimStart('?').Split('&').Select(part => part.Split('=', 2)).Where(part => part.Length == 2)
            .ToLookup(part => part[0], part => Uri.UnescapeDataString(part[1]));
        return await LinkAsync(key, query["response-content-type"].FirstOrDefault(), query["response-content-disposition"].FirstOrDefault(), cancellationToken);
    }

    public Task RemoveAsync(string key, CancellationToken cancellationToken) =>
        _clients.CallAsync(stop => _clients.Objects.DeleteObjectAsync(_options.Bucket, key, stop), "DELETE", 0, cancellationToken);

    public void Dispose()
    {
        _clients.Dispose();
        _http.Dispose();
    }

    private async Task<FileStream> SpoolAsync(ArrivingImage image, CancellationToken cancellationToken)
    {
        try
        {
            return await SpoolFile.TakeAsync(_spool, image, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Spooling(fault);
        }
    }

    // One request, so there is a whole object or none; only where no answer came back it may have been taken all the same.
    private async Task UploadAsync(PutObjectRequest put, long length, CancellationToken cancellationToken)
    {
        try
        {
            await _clients.CallAsync(stop => _clients.Objects.PutObjectAsync(put, stop), "PUT", length, cancellationToken);
        }
        catch (Exception fault) when (fault is not ImageException { InnerException: AmazonS3Exception { StatusCode: > 0 } })
        {
            using var brief = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            await ((Task)_clients.Objects.DeleteObjectAsync(put.BucketName, put.Key, brief.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    private async Task<Uri> LinkAsync(string key, string? type, string? disposition, CancellationToken cancellationToken)
    {
        var expires = await _clients.CallAsync(LastSecondAsync, "credentials", 0, cancellationToken);
        var url = await _clients.CallAsync(_ => _clients.Links.GetPreSignedURLAsync(new GetPreSignedUrlRequest
        {
            BucketName = _options.Bucket,
            Key = key,
            Verb = HttpVerb.GET,
            Protocol = _options.Endpoint?.Scheme == "http" ? Protocol.HTTP : Protocol.HTTPS,
            Expires = expires.UtcDateTime,
            ResponseHeaderOverrides = new() { ContentType = type, ContentDisposition = disposition },
        }), "link", 0, cancellationToken);
        return new(url);
    }

    // S3 refuses a link as soon as the session that signed it has ended.
    private async Task<DateTimeOffset> LastSecondAsync(CancellationToken cancellationToken)
    {
        var signer = _identity.Signer;
        await signer.GetCredentialsAsync().WaitAsync(cancellationToken);
        var (now, end) = (_time.GetUtcNow(), signer.Expiration);
        var last = end is null || end > (now + _options.Lifetime).UtcDateTime ? now + _options.Lifetime : new(end.Value.ToUniversalTime(), TimeSpan.Zero);
        return last - now >= TimeSpan.FromSeconds(1)
            ? last
            : throw StoreRefusal.Of("the store's credentials have expired", $"S3 bucket '{_options.Bucket}': the credentials ended at {last:u}");
    }

    private static string FileName(string request, int index, ImageFormat format) => $"image-{request}-{index + 1:000}.{format.Extension()}";

    private static string Disposition(string request, ArrivingImage image) => $"inline; filename=\"{FileName(request, image.Index, image.Format)}\"";

    private ImageException Spooling(Exception fault) =>
        StoreRefusal.Of("the store's folder cannot be written", $"Images for S3 wait in '{_spool}', which cannot be written: {fault.Message}", fault);
}
