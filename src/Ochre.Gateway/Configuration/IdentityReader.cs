using Ochre.Bedrock.Credentials;

namespace Ochre.Gateway.Configuration;

/// <summary>As whom AWS is called: LiteLLM's <c>aws_*</c> parameters of a model, and its variables for all of them.</summary>
/// <param name="looksUp">Whether profiles and tokens are looked for; the emulator needs none.</param>
internal sealed class IdentityReader(Func<string, string?> environment, List<string> faults, List<string> warnings, TimeProvider time, bool looksUp)
{
    /// <summary>The parameters that say as whom, in LiteLLM's spelling and the one of its documents that LiteLLM itself does not know.</summary>
    public static readonly string[] Names =
    [
        "api_key", "aws_access_key_id", "aws_secret_access_id", "aws_secret_access_key", "aws_session_token", "aws_profile_name", "aws_role_name",
        "aws_session_name", "aws_external_id", "aws_session_tags", "aws_sts_endpoint", "aws_web_identity_token",
    ];

    // Each parameter falls back to its variable by itself. Keys are left to AWS's own chain.
    private static readonly (string Name, string Variable)[] s_variables =
    [
        ("aws_role_name", "AWS_ROLE_NAME"), ("aws_session_name", "AWS_SESSION_NAME"), ("aws_external_id", "AWS_EXTERNAL_ID"),
        ("aws_sts_endpoint", "AWS_STS_ENDPOINT"),
    ];

    // These name a caller, so that they count only where the model names none.
    private static readonly (string Name, string Variable)[] s_callers =
        [("aws_profile_name", "AWS_PROFILE_NAME"), ("aws_web_identity_token", "AWS_WEB_IDENTITY_TOKEN")];

    /// <summary>Whoever calls where a model does not say.</summary>
    public IdentitySettings ReadEnvironment(string? region)
    {
        var settings = Read(new(), new([]), region, region);
        // AWS's chain stops at a profile that is not there only when the first image is asked for.
        if (looksUp && settings is { BearerToken: null, Profile: null, AccessKeyId: null, WebToken: null } && Variable("AWS_ACCESS_KEY_ID") is null
            && Variable("AWS_PROFILE") is { Value: var profile } && AwsFiles.Profiles(environment) is var profiles && !profiles.Contains(profile))
            faults.Add($"AWS_PROFILE: {ProfileKeys.Unknown(profile, profiles)}");
        return settings;
    }

    /// <param name="given">What a model's <c>litellm_params</c> hold of <see cref="Names"/>.</param>
    /// <param name="region">Where the model is called, if that is known.</param>
    /// <param name="stsRegion">Whose STS is called.</param>
    public IdentitySettings Read(Dictionary<string, Given> given, SessionTags tags, string? region, string? stsRegion)
    {
        var all = WithVariables(given);
        var settings = Settings(all, tags, stsRegion);
        new IdentityCheck(all, tags, faults, warnings).Run(settings, region);
        if (looksUp && settings.BearerToken is null)
            LookUp(settings, all);
        return settings;
    }

    private Dictionary<string, Given> WithVariables(Dictionary<string, Given> given)
    {
        var all = new Dictionary<string, Given>(given, StringComparer.Ordinal);
        if (Variable("AWS_BEARER_TOKEN_BEDROCK") is { } bearer && !all.ContainsKey("api_key"))
        {
            // As in LiteLLM and the AWS SDKs: whoever sets it is that.
            foreach (var other in given.Where(pair => pair.Key is not "api_key").Take(1))
                warnings.Add($"{other.Value.Place}: {other.Key} has no effect, for AWS_BEARER_TOKEN_BEDROCK is set, and a Bedrock API key goes first.");
            return new() { ["api_key"] = bearer };
        }

        if (all.ContainsKey("api_key"))
            return all;
        foreach (var (name, variable) in IdentityCheck.NamesCaller(given) ? s_variables : [.. s_variables, .. s_callers])
        {
            if (Variable(variable) is { } value)
                all.TryAdd(name, value);
        }

        return all;
    }

    private IdentitySettings Settings(Dictionary<string, Given> all, SessionTags tags, string? stsRegion)
    {
        string? Value(string name) => all.GetValueOrDefault(name)?.Value;
        var role = Value("aws_role_name");
        var endpoint = Url(all.GetValueOrDefault("aws_sts_endpoint"));
        return new()
        {
            BearerToken = Value("api_key"),
            AccessKeyId = Value("aws_access_key_id") ?? Value("aws_secret_access_id"),
            SecretAccessKey = Value("aws_secret_access_key"),
            SessionToken = Value("aws_session_token"),
            Profile = Value("aws_profile_name"),
            Role = role,
            // Without a role these mean nothing, and must not make two of one identity.
            SessionName = role is null ? "ochre" : Value("aws_session_name") ?? "ochre",
            ExternalId = role is null ? null : Value("aws_external_id"),
            Tags = role is null ? new([]) : tags,
            StsEndpoint = role is null ? null : endpoint,
            StsRegion = role is null ? null : stsRegion,
            WebToken = all.GetValueOrDefault("aws_web_identity_token") is { } token ? new TokenReader(environment, faults, warnings).Read(token) : null,
        };
    }

    private Uri? Url(Given? given)
    {
        if (given is null)
            return null;
        if (Uri.TryCreate(given.Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            return url;
        faults.Add($"{given.Place}: aws_sts_endpoint: '{Echo.Of(given.Value, 100)}' is not an http or https address, such as https://sts.us-west-2.amazonaws.com.");
        return null;
    }

    private void LookUp(IdentitySettings settings, Dictionary<string, Given> all)
    {
        if (settings.Profile is { } profile && AwsFiles.Profiles(environment) is var profiles && !profiles.Contains(profile))
            faults.Add($"{all["aws_profile_name"].Place}: {ProfileKeys.Unknown(profile, profiles)}");
        if (settings.WebToken is not { } token)
            return;
        var place = all["aws_web_identity_token"].Place;
        try
        {
            if (token.IsIssued)
                TokenIssuer.Request(token, environment).Dispose();
            else if (WebToken.ExpiryOf(token.Read(environment)) is { } end && end <= time.GetUtcNow())
                faults.Add($"{place}: {token.Name} expired at {end:u}; whoever issues it must renew it before the start.");
        }
        catch (CredentialException fault)
        {
            faults.Add($"{place}: {fault.Message}");
        }
    }

    private Given? Variable(string name) => environment(name) is { Length: > 0 } value ? new(value, name) : null;
}
