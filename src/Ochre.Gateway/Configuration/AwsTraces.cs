namespace Ochre.Gateway.Configuration;

/// <summary>Signs of AWS credentials: what an AWS SDK would find without asking the network. Instance roles need <c>--aws</c>, so that nothing waits for an address that is not there.</summary>
internal static class AwsTraces
{
    private static readonly string[] s_variables =
    [
        "AWS_ACCESS_KEY_ID", "AWS_BEARER_TOKEN_BEDROCK", "AWS_PROFILE", "AWS_PROFILE_NAME", "AWS_ROLE_NAME",
        "AWS_WEB_IDENTITY_TOKEN", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    ];

    public static bool AreThere(Func<string, string?> environment)
    {
        if (Array.Exists(s_variables, name => !string.IsNullOrWhiteSpace(environment(name))))
            return true;
        var home = environment("HOME") ?? environment("USERPROFILE");
        return File.Exists(environment("AWS_SHARED_CREDENTIALS_FILE") ?? Path.Combine(home ?? "", ".aws", "credentials"));
    }
}
