using Amazon;
using Ochre.Bedrock.Credentials;

namespace Ochre.Bedrock;

/// <summary>The parts of <c>arn:aws:bedrock:us-west-2:123456789012:application-inference-profile/a0b1c2d3e4f5</c>.</summary>
/// <param name="Text">The whole, as it was written.</param>
internal sealed record ProfileArn(string Text, string Partition, string Region, string Account, string Kind)
{
    /// <summary>One that an account has made, which says nothing of its model.</summary>
    public const string Application = "application-inference-profile";

    /// <summary>One of AWS's own, or one like it.</summary>
    public const string CrossRegion = "inference-profile";

    private static readonly HashSet<string> s_regions = [.. RegionEndpoint.EnumerableAllRegions.Select(region => region.SystemName)];

    /// <summary>Null where it is not the ARN of an inference profile.</summary>
    public static ProfileArn? Of(string text) =>
        text.Split(':', 6) is ["arn", var partition, "bedrock", var region, var account, var resource]
        && resource.Split('/', 2) is [var kind, { Length: > 0 }] && kind is Application or CrossRegion
            ? new(text, partition, region, account, kind)
            : null;

    /// <summary>Why nobody can ask for it, before anybody is asked; null where it may be.</summary>
    /// <param name="home">The partition that is called; null where whoever is named for it has one of his own.</param>
    public string? Wrong(string? home)
    {
        var own = RoleArn.PartitionOfRegion(Region);
        return s_regions.Contains(Region) switch
        {
            _ when Account.Length != 12 || !Account.All(char.IsAsciiDigit) =>
                $"'{Echo.Of(Text, 160)}' has no account number of 12 digits. Copy the ARN from Bedrock's console, or from 'aws bedrock list-inference-profiles'.",
            false => $"'{Echo.Of(Text, 160)}' is of '{Echo.Of(Region, 40)}', which is not a region of AWS.",
            _ when own != Partition => $"'{Echo.Of(Text, 160)}' is of the partition {Echo.Of(Partition, 20)}, and {Region} belongs to {own}.",
            _ when home is not null && home != Partition =>
                $"'{Echo.Of(Text, 160)}' is of the partition {Partition}, and this gateway calls {home}; no credentials count in both. Name a profile of {home}.",
            _ => null,
        };
    }
}
