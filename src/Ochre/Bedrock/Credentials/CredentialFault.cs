using Amazon.Runtime;
using Amazon.SecurityToken;

namespace Ochre.Bedrock.Credentials;

/// <summary>Why there are no credentials: the gate, and what opens it.</summary>
/// <remarks>Source: STS API reference, "Common Errors", AssumeRole and AssumeRoleWithWebIdentity, "Errors".</remarks>
internal static class CredentialFault
{
    public static CredentialException Of(Exception fault, IdentitySettings settings) => fault is CredentialException told
        ? told
        : new(BedrockErrors.Presentable(Reason(fault, settings)), fault);

    private static string Reason(Exception fault, IdentitySettings settings) => fault switch
    {
        OperationCanceledException => $"{Where(settings)} gave no answer within {RefreshedCredentials.Deadline.TotalSeconds:0} s: {Fix(settings)}",
        _ when Cause<AmazonSecurityTokenServiceException>(fault) is { } refusal => Refused(refusal, settings),
        _ when Unreachable(fault) => $"{Where(settings)} could not be reached ({fault.GetBaseException().Message}): {Fix(settings)}",
        _ when IsSso(fault) => $"IAM Identity Center did not accept the session: run 'aws sso login{Option(settings)}' where the gateway finds its cache "
            + $"(~/.aws/sso/cache). {fault.Message}",
        AmazonClientException => $"{Missing(settings)}{fault.Message}",
        _ => $"{Where(settings)}: {fault.Message}",
    };

    private static string Refused(AmazonSecurityTokenServiceException refusal, IdentitySettings settings) => refusal.ErrorCode switch
    {
        "AccessDenied" when settings.WebToken is not null => "STS: AccessDenied for AssumeRoleWithWebIdentity: "
            + "the role's trust policy must name the token's issuer as federated principal, and its aud and sub as conditions.",
        "AccessDenied" => "STS: AccessDenied for AssumeRole: the caller needs sts:AssumeRole on the role, and the role's trust policy must name the caller"
            + (settings.ExternalId is null ? "" : ", with this external id") + (settings.Tags.Count == 0 ? "" : ", with sts:TagSession") + ".",
        "InvalidIdentityToken" or "IDPRejectedClaim" =>
            $"STS: {refusal.ErrorCode}: AWS did not accept {settings.WebToken?.Name ?? "the web identity token"}: "
            + "check that its issuer is an IAM OIDC provider of the role's account, with the token's aud among its audiences.",
        "ExpiredTokenException" or "ExpiredToken" => settings.WebToken is not null
            ? $"STS: {refusal.ErrorCode}: {settings.WebToken.Name} has expired: whoever issues it must renew it."
            : $"STS: {refusal.ErrorCode}: the session that assumes the role has expired: give new keys, or keys of a user.",
        "InvalidClientTokenId" or "SignatureDoesNotMatch" =>
            $"STS: {refusal.ErrorCode}: the keys that assume the role are not right: check the access key, its secret and this machine's clock.",
        "PackedPolicyTooLarge" or "PackedPolicyTooLargeException" => "STS: the session tags are too large together: shorten them.",
        "RegionDisabledException" => $"STS is not activated in {StsAddress.RegionOf(settings)}: activate it in the account's settings, or set aws_sts_endpoint.",
        "Throttling" or "ThrottlingException" => "STS: Throttling: too many calls in this account; it is tried again.",
        null or "" => $"{Where(settings)} answered with HTTP {(int)refusal.StatusCode} and no STS error: {Fix(settings)}",
        var code => $"STS: {code}: {refusal.Message}",
    };

    private static string Where(IdentitySettings settings) => settings switch
    {
        { Role: not null, StsEndpoint: { } endpoint } => $"STS at {endpoint.Authority}",
        { Role: not null } => $"STS in {StsAddress.RegionOf(settings)}",
        { Profile: { } profile } => $"What stands behind the profile '{profile}'",
        _ => "What AWS's default credential chain found",
    };

    private static string Fix(IdentitySettings settings) => settings.Role is not null
        ? "check the network, the VPC's endpoint for STS and aws_sts_endpoint."
        : "check the network to STS, IAM Identity Center, the container's endpoint or the instance metadata (hop limit 2 from a container).";

    private static string Missing(IdentitySettings settings) => settings.Profile is null && settings.AccessKeyId is null
        ? "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE or AWS_BEARER_TOKEN_BEDROCK, or run with a role. "
        : "";

    private static string Option(IdentitySettings settings) => settings.Profile is { } profile ? $" --profile {profile}" : "";

    // The SDK tells an SSO session that has ended by no type of its own.
    private static bool IsSso(Exception fault) => fault.StackTrace?.Contains("Amazon.Runtime.SSO", StringComparison.Ordinal) is true
        || (fault.InnerException is { } inner && IsSso(inner));

    // A profile's own role is refused behind an exception of the SDK's.
    private static T? Cause<T>(Exception fault) where T : Exception => fault as T ?? (fault.InnerException is { } inner ? Cause<T>(inner) : null);

    private static bool Unreachable(Exception fault) => fault is HttpRequestException or IOException
        || (fault.InnerException is { } inner && Unreachable(inner));
}
