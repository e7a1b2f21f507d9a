using System.Diagnostics.CodeAnalysis;
using Amazon.SecurityToken;
using Amazon.SSO;
using Amazon.SSOOIDC;

namespace Ochre.Bedrock.Credentials;

/// <summary>The clients that AWS's credential chain loads by their names: a trimmer does not see that, and would take them away.</summary>
internal static class LateClients
{
    private const DynamicallyAccessedMemberTypes Made = DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicProperties;

    /// <summary>Does nothing. Whoever calls the chain calls it, so that they are kept.</summary>
    [DynamicDependency(Made, typeof(AmazonSSOClient))]
    [DynamicDependency(Made, typeof(AmazonSSOConfig))]
    [DynamicDependency(Made, typeof(AmazonSSOOIDCClient))]
    [DynamicDependency(Made, typeof(AmazonSSOOIDCConfig))]
    [DynamicDependency(Made, typeof(AmazonSecurityTokenServiceClient))]
    [DynamicDependency(Made, typeof(AmazonSecurityTokenServiceConfig))]
    public static void Keep()
    {
    }
}
