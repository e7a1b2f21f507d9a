using Ochre.Gateway.Uploads;
using Ochre.Stores;

namespace Ochre.Gateway.Sources;

/// <summary>Pictures at <c>s3://bucket/key</c>, from the buckets that the operator has named.</summary>
internal sealed class BucketSource(S3Objects objects, UploadLimits limits)
{
    private const string Scheme = "s3://";

    /// <exception cref="ImageException">It is no object of these buckets, or too large; names the field.</exception>
    public Task<ReadOnlyMemory<byte>> ReadAsync(string address, string field, HeldMemory memory, CancellationToken cancellationToken)
    {
        var slash = address.Length > Scheme.Length ? address.IndexOf('/', Scheme.Length) : -1;
        if (slash < 0 || slash == address.Length - 1 || address.Length > Scheme.Length + 63 + 1 + 1024 || address.Any(char.IsControl))
            throw Refused(field, "is not an address like s3://bucket/folder/picture.png");
        var bucket = address[Scheme.Length..slash];
        if (!objects.Has(bucket))
            throw Refused(field, "is in a bucket that this gateway does not read; its operator names buckets with AWS_S3_ACCEPTED_BUCKETS");
        return objects.ReadAsync(bucket, address[(slash + 1)..], field, Rent, cancellationToken);

        Memory<byte> Rent(long length) => length <= limits.MaxFileBytes
            ? memory.Rent((int)length)
            : throw ImageError.ImageTooManyBytes(field, $"is larger than {limits.MaxFileBytes:N0} bytes");
    }

    private static ImageException Refused(string field, string what) => ImageError.Invalid(Echo.Of(field), $"'{Echo.Of(field)}' {what}.");
}
