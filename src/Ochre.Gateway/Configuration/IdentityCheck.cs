using System.Text.RegularExpressions;
using Ochre.Bedrock.Credentials;

namespace Ochre.Gateway.Configuration;

/// <summary>What of an identity cannot be meant, each with its own sentence. Where LiteLLM would choose in silence, it says what LiteLLM does.</summary>
internal sealed partial class IdentityCheck(Dictionary<string, Given> given, SessionTags tags, List<string> faults, List<string> warnings)
{
    private static readonly string[] s_keys = ["aws_access_key_id", "aws_secret_access_id", "aws_secret_access_key"];

    private string KeyName => Has("aws_access_key_id") ? "aws_access_key_id" : "aws_secret_access_id";

    /// <summary>Whether somebody is named who calls, or assumes the role.</summary>
    public static bool NamesCaller(Dictionary<string, Given> given) =>
        given.ContainsKey("aws_profile_name") || given.ContainsKey("aws_web_identity_token") || Array.Exists(s_keys, given.ContainsKey);

    public void Run(IdentitySettings settings, string? region)
    {
        if (Has("api_key"))
        {
            if (given.Keys.FirstOrDefault(name => name is not "api_key") is { } other)
                Fault(other, $"{other} stands beside api_key; LiteLLM sends api_key as Bedrock API key and never looks at the other. Take one of them away.");
            return;
        }

        CheckKeys(settings);
        CheckCaller(settings);
        if (settings.Role is not null)
            CheckRole(settings, region);
        else
            WarnOfWhatNeedsRole();
    }

    private void CheckKeys(IdentitySettings settings)
    {
        if (Has("aws_access_key_id") && Has("aws_secret_access_id"))
            Fault("aws_secret_access_id", "aws_secret_access_id and aws_access_key_id are two names for one thing. Keep aws_access_key_id.");
        if (settings.AccessKeyId is not null && settings.SecretAccessKey is null)
            Fault(KeyName, "aws_access_key_id stands without aws_secret_access_key. Give both, or neither for AWS's default chain.");
        if (settings.AccessKeyId is null && settings.SecretAccessKey is not null)
            Fault("aws_secret_access_key", "aws_secret_access_key stands without aws_access_key_id. Give both, or neither for AWS's default chain.");
        if (settings.SessionToken is not null && settings.AccessKeyId is null && settings.SecretAccessKey is null)
            Fault("aws_session_token", "aws_session_token stands without the keys it came with. Give aws_access_key_id and aws_secret_access_key too.");
        if (settings.AccessKeyId?.StartsWith("ASIA", StringComparison.Ordinal) is true && settings.SessionToken is null)
            Fault(KeyName, "an access key that begins with ASIA is temporary and works only with its aws_session_token. Give that too, or a user's key.");
    }

    private void CheckCaller(IdentitySettings settings)
    {
        var hasKeys = s_keys.FirstOrDefault(Has);
        if (settings.Profile is not null && hasKeys is not null)
        {
            Fault("aws_profile_name", $"aws_profile_name and {hasKeys} are two callers, {(settings.Role is null
                ? "and LiteLLM takes the profile" : "and LiteLLM lets the keys assume the role")} without a word. Take one of them away.");
        }

        if (!Has("aws_web_identity_token"))
            return;
        if (settings.Role is null)
            Fault("aws_web_identity_token", "aws_web_identity_token vouches for nobody without aws_role_name, and LiteLLM ignores it then. Give the role's ARN.");
        if ((hasKeys ?? (Has("aws_profile_name") ? "aws_profile_name" : null)) is { } other)
            Fault(other, $"{other} and aws_web_identity_token are two callers, and LiteLLM takes the token without a word. Take one of them away.");
    }

    private void CheckRole(IdentitySettings settings, string? region)
    {
        var role = settings.Role!;
        if (!RoleArn.IsOne(role))
            Fault("aws_role_name", $"'{Echo.Of(role, 100)}' is no role's ARN. Write it as arn:aws:iam::123456789012:role/name.");
        else if (region is not null && RoleArn.PartitionOfRegion(region) is var partition && partition != RoleArn.PartitionOf(role))
            Fault("aws_role_name", $"the role is of partition {RoleArn.PartitionOf(role)}, and {region} is of {partition}: "
                + $"no session reaches from one to the other. Give a role of {partition}.");
        if (!SessionName().IsMatch(settings.SessionName))
            Fault("aws_session_name", $"'{Echo.Of(settings.SessionName, 100)}' cannot name a session. Use 2 to 64 of the characters A-Z a-z 0-9 _ + = , . @ -");
        if (settings.ExternalId is { } externalId && !ExternalId().IsMatch(externalId))
            Fault("aws_external_id", "it cannot be an external id. Use 2 to 1224 of the characters A-Z a-z 0-9 _ + = , . @ : / -");
        CheckTags();
        foreach (var name in settings.WebToken is null ? (string[])[] : ["aws_external_id", "aws_session_tags"])
            Warn(name, "AssumeRoleWithWebIdentity does not take it");
    }

    private void CheckTags()
    {
        if (tags.Count > 50)
            Fault("aws_session_tags", $"there are {tags.Count} session tags; STS takes at most 50.");
        foreach (var tag in tags.Where(tag => !TagKey().IsMatch(tag.Key) || !TagValue().IsMatch(tag.Value)))
            Fault("aws_session_tags", $"the session tag '{Echo.Of(tag.Key, 60)}' is not one that STS takes. "
                + "Keys have 1 to 128 letters, digits, blanks and _ . : / = + - @ and do not begin with aws:; values have up to 256.");
        foreach (var twice in tags.GroupBy(tag => tag.Key, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            Fault("aws_session_tags", $"the session tag '{Echo.Of(twice.Key, 60)}' is there twice; to STS upper and lower case are one.");
    }

    private void WarnOfWhatNeedsRole()
    {
        foreach (var name in (ReadOnlySpan<string>)["aws_session_name", "aws_external_id", "aws_session_tags", "aws_sts_endpoint"])
            Warn(name, $"{name} means nothing without aws_role_name");
    }

    private bool Has(string name) => given.ContainsKey(name);

    private void Fault(string name, string sentence) => faults.Add($"{given.GetValueOrDefault(name)?.Place ?? name}: {sentence}");

    private void Warn(string name, string why)
    {
        if (given.TryGetValue(name, out var here))
            warnings.Add($"{here.Place}: {why}; it has no effect.");
    }

    // Sources: STS API reference, AssumeRole: RoleSessionName, ExternalId, Tags; Tag.
    [GeneratedRegex(@"\A[A-Za-z0-9_+=,.@-]{2,64}\z")]
    private static partial Regex SessionName();

    [GeneratedRegex(@"\A[A-Za-z0-9_+=,.@:/-]{2,1224}\z")]
    private static partial Regex ExternalId();

    [GeneratedRegex(@"\A(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}\z", RegexOptions.IgnoreCase)]
    private static partial Regex TagKey();

    [GeneratedRegex(@"\A[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}\z")]
    private static partial Regex TagValue();
}
