using System.Globalization;

namespace Ochre.Gateway.Doctor;

/// <summary>Whether there are credentials, and whether AWS takes them.</summary>
internal static class CredentialsGate
{
    public static Finding Judge(Evidence at) => at.Verdict switch
    {
        Verdict.NoCredentials when at.Found.NoCredentials is { } none => new(GateState.Red, "none", none.OperatorHint ?? none.Message,
            "Set AWS_PROFILE, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_BEARER_TOKEN_BEDROCK, or run where a role is given. aws_… in config.yaml do it for one model."),
        Verdict.NoCredentials => new(GateState.Red, "refused", at.Found.Invoke!.Error.OperatorHint,
            "Check the access key, its secret (or the Bedrock API key) and this machine's clock: 'aws sts get-caller-identity' must work with the same ones."),
        Verdict.Expired => new(GateState.Red, "expired", $"AWS calls the credentials of {at.Row.Caller} expired, and their source has no others.",
            "Renew the session: 'aws sso login', or new keys with their AWS_SESSION_TOKEN, or a new Bedrock API key."),
        Verdict.Unreachable => Finding.Unknown(),
        _ => Finding.Green("ok", Until(at)),
    };

    private static string Until(Evidence at) => at.Row.Caller
        + (at.Caller.Expires is { } end ? string.Create(CultureInfo.InvariantCulture, $", until {end:yyyy-MM-dd HH:mm} UTC") : "");
}
