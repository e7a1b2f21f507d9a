using Ochre.Bedrock;

namespace Ochre.Gateway.Doctor;

/// <summary>What Bedrock's answer to an empty InvokeModel means.</summary>
internal enum Verdict
{
    /// <summary>The body was looked at: everything before it is open.</summary>
    Open,
    NotTried,
    NoCredentials,
    Expired,
    NotAuthorized,
    NoAccess,
    Gone,
    NeedsProfile,
    NoSuchModel,
    Busy,
    Unreachable,
    Other,
}

/// <summary>Reads AWS's codes and sentences. Sources: Bedrock API reference, InvokeModel, "Errors"; user guide, "Troubleshooting"; sentences as users report them.</summary>
internal static class VerdictOf
{
    public static Verdict Refusal(AccessFindings found) => found switch
    {
        { NoCredentials: not null } => Verdict.NoCredentials,
        { Invoke: null } => Verdict.NotTried,
        { Invoke: { IsExpired: true } } => Verdict.Expired,
        { Invoke: { Code: "ValidationException" } refusal } => Validation(refusal.Sentence),
        { Invoke: { Code: "AccessDeniedException" } refusal } => Denied(refusal.Sentence),
        { Invoke: { Code: "ResourceNotFoundException" } } => Verdict.Gone,
        {
            Invoke.Code: "RequestExpired" or "UnrecognizedClientException" or "InvalidClientTokenId" or "InvalidSignatureException"
            or "MissingAuthenticationTokenException" or "IncompleteSignature" or "IncompleteSignatureException"
        } => Verdict.NoCredentials,
        { Invoke.Code: "" } => Verdict.Unreachable,
        { Invoke.Error.Status: 429 or 503 } => Verdict.Busy,
        _ => Verdict.Other,
    };

    private static Verdict Validation(string sentence) => sentence switch
    {
        _ when sentence.Contains("on-demand throughput", StringComparison.Ordinal) => Verdict.NeedsProfile,
        _ when sentence.Contains("model identifier is invalid", StringComparison.Ordinal) => Verdict.NoSuchModel,
        // Accounts that AWS has not opened for Bedrock yet.
        _ when sentence.Contains("Operation not allowed", StringComparison.Ordinal) => Verdict.NoAccess,
        _ => Verdict.Open,
    };

    private static Verdict Denied(string sentence) => sentence switch
    {
        _ when sentence.Contains("aws-marketplace:", StringComparison.Ordinal) => Verdict.NoAccess,
        _ when sentence.Contains("not authorized to perform", StringComparison.Ordinal) => Verdict.NotAuthorized,
        // A Bedrock API key that is none.
        _ when sentence.Contains("Authentication failed", StringComparison.Ordinal) => Verdict.NoCredentials,
        _ => Verdict.NoAccess,
    };
}
