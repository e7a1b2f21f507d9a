using Amazon.Runtime;

namespace Ochre.Bedrock.Credentials;

/// <summary>Where AWS's chain has found credentials, in words for the operator.</summary>
internal static class CredentialSource
{
    // By name: some of the SDK's classes are not public.
    public static string Of(AWSCredentials found) => found.GetType().Name switch
    {
        "EnvironmentVariablesAWSCredentials" => "AWS_ACCESS_KEY_ID of the environment",
        "AssumeRoleWithWebIdentityCredentials" => "the web identity of AWS_WEB_IDENTITY_TOKEN_FILE",
        "InstanceProfileAWSCredentials" or "DefaultInstanceProfileAWSCredentials" => "the instance's role",
        "GenericContainerCredentials" or "ECSTaskCredentials" => "the container's role",
        "SSOAWSCredentials" => "IAM Identity Center",
        "AssumeRoleAWSCredentials" => "the role of a profile",
        "ProcessAWSCredentials" => "credential_process of a profile",
        "BasicAWSCredentials" or "SessionAWSCredentials" => "the keys of a profile",
        var other => other,
    };
}
