using Amazon.Runtime;
using Amazon.S3;

namespace Ochre.Stores;

/// <summary>What S3 and its relatives answer, and what a caller is told of it.</summary>
/// <remarks>Source: Amazon S3 API reference, "Error responses"; Ceph and Swift use the same codes.</remarks>
internal static class S3Errors
{
    /// <param name="doing">For the operator: <c>PUT</c>, <c>link</c>.</param>
    public static ImageException Of(Exception fault, S3Options options, string doing)
    {
        var place = $"S3 bucket '{options.Bucket}' ({options.Endpoint?.Authority ?? options.Region}), {doing}";
        return fault switch
        {
            AmazonS3Exception { StatusCode: > 0 } answer => StoreRefusal.Of(Reason(answer), $"{place}: {(int)answer.StatusCode} {answer.ErrorCode} {answer.Message}", fault),
            OperationCanceledException => StoreRefusal.Of(NoAnswer, $"{place}: no answer in time", fault),
            HttpRequestException or IOException => StoreRefusal.Of(NoAnswer, $"{place}: {fault.Message}", fault),
            _ when fault.InnerException is HttpRequestException or IOException => StoreRefusal.Of(NoAnswer, $"{place}: {fault.InnerException.Message}", fault),
            // The SDK's own refusals: it found no credentials.
            AmazonClientException => StoreRefusal.Of("the store has no credentials", $"{place}: {fault.Message}", fault),
            _ => StoreRefusal.Of("the store does not work at the moment", $"{place}: {fault.GetType().Name}: {fault.Message}", fault),
        };
    }

    public const string NoAnswer = "the store does not answer";

    private static string Reason(AmazonS3Exception answer) => answer.ErrorCode switch
    {
        "NoSuchBucket" => "the store's bucket does not exist",
        "InvalidAccessKeyId" or "SignatureDoesNotMatch" or "InvalidToken" or "TokenRefreshRequired" => "the store's credentials are not accepted",
        "ExpiredToken" => "the store's credentials have expired",
        "AccessDenied" or "AllAccessDisabled" or "AccountProblem" => "the store refuses access",
        "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" => "the store's bucket is in another region",
        "RequestTimeTooSkewed" => "this server's clock is wrong",
        "QuotaExceeded" => "the store's quota is used up",
        "XAmzContentSHA256Mismatch" or "NotImplemented" => "the store does not understand this gateway's uploads",
        _ when (int)answer.StatusCode >= 500 => "the store does not work at the moment",
        _ => "the store refuses images",
    };
}
