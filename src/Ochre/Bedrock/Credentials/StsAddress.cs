using System.Text.RegularExpressions;
using Amazon;
using Amazon.SecurityToken;

namespace Ochre.Bedrock.Credentials;

/// <summary>Which STS is called: the given endpoint, else the region's own.</summary>
internal static partial class StsAddress
{
    public static AmazonSecurityTokenServiceConfig Config(IdentitySettings settings, HttpClient http)
    {
        var config = new AmazonSecurityTokenServiceConfig
        {
            HttpClientFactory = new OneClient(http),
            MaxErrorRetry = 1,
            Timeout = RefreshedCredentials.Deadline,
        };
        var region = RegionOf(settings);
        if (settings.StsEndpoint is { } endpoint)
            (config.ServiceURL, config.AuthenticationRegion, config.IgnoreConfiguredEndpointUrls) = (endpoint.AbsoluteUri, region, true);
        else
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        return config;
    }

    /// <summary>The region that signatures are for.</summary>
    public static string RegionOf(IdentitySettings settings) =>
        settings.StsEndpoint is { } endpoint && Host().Match(endpoint.Host) is { Success: true } match ? match.Groups[1].Value
        : settings.StsRegion ?? HomeOf(settings.Role);

    private static string HomeOf(string? role) => (role is null ? "aws" : RoleArn.PartitionOf(role)) switch
    {
        "aws-cn" => "cn-north-1",
        "aws-us-gov" => "us-gov-west-1",
        _ => "us-east-1",
    };

    // sts.us-west-2.amazonaws.com, and a VPC's own: vpce-0a-1b.sts.us-west-2.vpce.amazonaws.com.
    [GeneratedRegex(@"(?:\A|\.)sts(?:-fips)?\.([a-z]+(?:-[a-z]+)+-\d)\.")]
    private static partial Regex Host();
}
