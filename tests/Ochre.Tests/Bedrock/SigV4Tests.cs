using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Auth;
using Ochre.Bedrock;

namespace Ochre.Tests.Bedrock;

public class SigV4Tests
{
    private const string Key = "AKIDEXAMPLE";
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    // AWS's published test suite (aws-sig-v4-test-suite), all of it at this time, in this region, for a service named "service".
    private static readonly SigV4.Scope s_suite = new(new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero), "us-east-1", "service");
    private static readonly KeyValuePair<string, string> s_host = new("Host", "example.amazonaws.com");
    private static readonly KeyValuePair<string, string> s_date = new("X-Amz-Date", "20150830T123600Z");

    [Theory]
    [InlineData("GET", "/", "", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("POST", "/", "", "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    [InlineData("GET", "/", "Param2=value2&Param1=value1", "", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    [InlineData("GET", "/", "", "My-Header1:value4,value1,value3,value2", "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01")]
    public void The_published_vectors_hold(string method, string path, string query, string header, string signature)
    {
        List<KeyValuePair<string, string>> headers = [s_host, s_date];
        if (header.Split(':') is [var name, var values])
            headers.AddRange(values.Split(',').Select(value => KeyValuePair.Create(name, value)));

        var authorization = SigV4.Authorization(new(method, path, query, headers, SHA256.HashData([])), s_suite, Key, Secret);

        Assert.EndsWith($"Signature={signature}", authorization, StringComparison.Ordinal);
        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;", authorization, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_is_trimmed_and_its_blanks_are_folded()
    {
        List<KeyValuePair<string, string>> headers =
            [s_host, new("My-Header1", " value1"), new("My-Header2", " \"a   b   c\""), s_date];

        var authorization = SigV4.Authorization(new("GET", "/", "", headers, SHA256.HashData([])), s_suite, Key, Secret);

        Assert.EndsWith("acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736", authorization, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stability.stable-image-core-v1:1")]
    [InlineData("arn:aws:bedrock:us-west-2:123456789012:application-inference-profile/a0b1c2")]
    [InlineData("us.stability.stable-image-inpaint-v1:0")]
    public void The_path_is_encoded_twice_as_the_AWS_SDK_does_it(string modelId)
    {
        var body = Encoding.UTF8.GetBytes("""{"prompt":"an otter"}""");
        var scope = new SigV4.Scope(new(2026, 11, 21, 9, 8, 7, TimeSpan.Zero), "us-west-2", "bedrock");
        var path = $"/model/{Uri.EscapeDataString(modelId)}/invoke";
        List<KeyValuePair<string, string>> headers =
        [
            new("host", "bedrock-runtime.us-west-2.amazonaws.com"), new("x-amz-date", scope.Stamp), new("content-type", "application/json"),
            new("x-amz-security-token", "token"),
        ];

        var ours = SigV4.Authorization(new("POST", path, "", headers, SHA256.HashData(body)), scope, Key, Secret);

        Assert.EndsWith($"Signature={SdkSignature(path, headers, body, scope)}", ours, StringComparison.Ordinal);
    }

    // AWS's own code makes key and signature from a canonical request that is written out here as its documentation says.
    private static string SdkSignature(string path, List<KeyValuePair<string, string>> headers, byte[] body, SigV4.Scope scope)
    {
        var twice = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
        var sorted = headers.OrderBy(header => header.Key, StringComparer.Ordinal).ToList();
        var names = string.Join(';', sorted.Select(header => header.Key));
        var canonical = $"POST\n{twice}\n\n{string.Concat(sorted.Select(header => $"{header.Key}:{header.Value}\n"))}\n{names}\n{Convert.ToHexStringLower(SHA256.HashData(body))}";
        return AWS4Signer.ComputeSignature(
            new ImmutableCredentials(Key, Secret, "token"), scope.Region, scope.At.UtcDateTime, scope.Service, names, canonical).Signature;
    }
}
