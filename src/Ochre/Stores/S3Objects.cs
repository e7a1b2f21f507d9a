using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Ochre.Bedrock;

namespace Ochre.Stores;

/// <summary>Reads objects from the operator's own buckets, and from no others.</summary>
public sealed class S3Objects : IDisposable
{
    private readonly Dictionary<string, (S3Options Options, S3Clients Clients)> _buckets;
    private readonly HttpClient _http;

    /// <param name="identity">Signs the calls.</param>
    /// <param name="handler">The way to S3; belongs to the caller. It must follow no redirects.</param>
    public S3Objects(IReadOnlyList<S3Options> buckets, AwsIdentity identity, HttpMessageHandler handler)
    {
        _http = new(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        _buckets = buckets.ToDictionary(bucket => bucket.Bucket, bucket => (bucket, new S3Clients(bucket, identity, _http)));
    }

    public bool Has(string bucket) => _buckets.ContainsKey(bucket);

    /// <param name="memoryFor">Gives the memory for so many bytes, or refuses.</param>
    /// <exception cref="ImageException">There is no such object (<c>input_not_found</c>), it may not be read (<c>input_access_denied</c>), or 503.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(
        string bucket, string key, string field, Func<long, Memory<byte>> memoryFor, CancellationToken cancellationToken)
    {
        var (options, clients) = _buckets[bucket];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(S3Patience.For(bytes: 0));
        try
        {
            using var answer = await clients.Objects.GetObjectAsync(new GetObjectRequest { BucketName = bucket, Key = key }, limit.Token);
            limit.CancelAfter(S3Patience.For(answer.ContentLength));
            var memory = memoryFor(answer.ContentLength);
            await answer.ResponseStream.ReadExactlyAsync(memory, limit.Token);
            return memory;
        }
        catch (AmazonS3Exception refusal) when (refusal.StatusCode is HttpStatusCode.NotFound && refusal.ErrorCode is not "NoSuchBucket")
        {
            throw Refused(field, "input_not_found", "names an object that is not in its bucket", refusal);
        }
        catch (AmazonS3Exception refusal) when (refusal.ErrorCode is "AccessDenied")
        {
            throw Refused(field, "input_access_denied", "names an object that this gateway may not read", refusal);
        }
        catch (Exception fault) when (fault is not ImageException && !cancellationToken.IsCancellationRequested)
        {
            throw S3Errors.Of(fault, options, "GET");
        }
    }

    /// <summary>Writes an object: whole, or not at all.</summary>
    /// <param name="content">Of known length.</param>
    /// <exception cref="ImageException">503: the store refuses it, or does not answer.</exception>
    public Task WriteAsync(string bucket, string key, Stream content, CancellationToken cancellationToken)
    {
        var (options, clients) = _buckets[bucket];
        var put = new PutObjectRequest { BucketName = bucket, Key = key, InputStream = content, AutoCloseStream = false, UseChunkEncoding = options.Endpoint is null };
        return clients.CallAsync(stop => clients.Objects.PutObjectAsync(put, stop), "PUT", content.Length, cancellationToken);
    }

    /// <summary>Copies an object to a stream; false: there is none.</summary>
    /// <exception cref="ImageException">503: the store refuses it, or does not answer.</exception>
    public async Task<bool> CopyAsync(string bucket, string key, Stream to, CancellationToken cancellationToken)
    {
        var clients = _buckets[bucket].Clients;
        try
        {
            using var answer = await clients.CallAsync(
                stop => clients.Objects.GetObjectAsync(new GetObjectRequest { BucketName = bucket, Key = key }, stop), "GET", 0, cancellationToken);
            return await clients.CallAsync(async stop =>
            {
                await answer.ResponseStream.CopyToAsync(to, stop);
                return true;
            }, "GET", answer.ContentLength, cancellationToken);
        }
        catch (ImageException refusal) when (refusal.InnerException is AmazonS3Exception { StatusCode: HttpStatusCode.NotFound } answer && answer.ErrorCode is not "NoSuchBucket")
        {
            return false;
        }
    }

    public void Dispose()
    {
        foreach (var (_, clients) in _buckets.Values)
            clients.Dispose();
        _http.Dispose();
    }

    private static ImageException Refused(string field, string code, string what, Exception cause) => new(
        new(400, "invalid_request_error", code, $"'{Echo.Of(field)}' {what}.", Echo.Of(field)) { OperatorHint = cause.Message }, cause);
}
