using System.Globalization;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace Ochre.Bedrock.Credentials;

/// <summary>AWS's default credential chain, with the end of the credentials where the SDK does not tell it.</summary>
internal static class CredentialChain
{
    /// <summary>May wait for the network.</summary>
    /// <exception cref="AmazonClientException">There are none.</exception>
    public static AWSCredentials Find()
    {
        var found = new DefaultAWSCredentialsIdentityResolver().ResolveIdentity(null);
        switch (found)
        {
            // The tools that write a session into the environment write its end beside it (`aws configure export-credentials --format env`).
            case EnvironmentVariablesAWSCredentials when DateTimeOffset.TryParse(
                Environment.GetEnvironmentVariable("AWS_CREDENTIAL_EXPIRATION"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end):
                found.Expiration = end.UtcDateTime;
                return found;

            // The chain's own class for an instance's role keeps the end to itself; the public one tells it.
            case not RefreshingAWSCredentials when found.GetType().Name == "DefaultInstanceProfileAWSCredentials":
                return new InstanceProfileAWSCredentials();

            default:
                return found;
        }
    }
}
