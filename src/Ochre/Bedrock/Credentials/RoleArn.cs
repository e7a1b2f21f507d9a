using System.Text.RegularExpressions;

namespace Ochre.Bedrock.Credentials;

/// <summary>The parts of <c>arn:aws:iam::123456789012:role/path/name</c>.</summary>
internal static partial class RoleArn
{
    public static bool IsOne(string text) => Shape().IsMatch(text);

    public static string PartitionOf(string arn) => arn.Split(':')[1];

    /// <summary>The last part of the path: no account number.</summary>
    public static string NameOf(string arn) => arn[(arn.LastIndexOf('/') + 1)..];

    /// <param name="region">Such as <c>us-west-2</c>.</param>
    public static string PartitionOfRegion(string region) => region switch
    {
        _ when region.StartsWith("cn-", StringComparison.Ordinal) => "aws-cn",
        _ when region.StartsWith("us-gov-", StringComparison.Ordinal) => "aws-us-gov",
        _ when region.StartsWith("eusc-", StringComparison.Ordinal) => "aws-eusc",
        _ when region.StartsWith("us-isob-", StringComparison.Ordinal) => "aws-iso-b",
        _ when region.StartsWith("us-iso-", StringComparison.Ordinal) => "aws-iso",
        _ => "aws",
    };

    /// <summary>Whether a caller's ARN, as GetCallerIdentity tells it, is a session of this role.</summary>
    public static bool IsSessionOf(string caller, string role) =>
        caller.Split(':') is [_, var partition, "sts", _, var account, var session]
        && session.Split('/') is ["assumed-role", var name, _]
        && role.Split(':') is [_, var itsPartition, _, _, var itsAccount, _]
        && (partition, account, name) == (itsPartition, itsAccount, NameOf(role));

    // Source: IAM API reference, AssumeRole, RoleArn: 20 to 2048 characters.
    [GeneratedRegex(@"\Aarn:aws(-[a-z]+)*:iam::[0-9]{12}:role/(?=.{1,2000}\z)([\x21-\x7E]+/)?[A-Za-z0-9+=,.@_-]{1,64}\z")]
    private static partial Regex Shape();
}
