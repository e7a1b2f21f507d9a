using System.Text;

namespace Ochre.Emulator.Tests;

public class SignatureTests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    // Refused by the model without a picture, which a signature does not need.
    private const string Body = """{"prompt":"a forbidden kite"}""";

    // AWS's signing test suite (awslabs/aws-c-auth, tests/aws-signing-test-suite/v4).
    [Theory]
    [InlineData("GET", "/", "", "", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("GET", "/", "Param2=value2&Param1=value1", "", "", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    [InlineData("GET", "/", "Param-3=Value3&Param=Value2&%E1%88%B4=Value1", "", "", "371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac")]
    [InlineData("GET", "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", "", "", "", "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f")]
    [InlineData("GET", "/ሴ", "", "", "", "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85")]
    [InlineData("GET", "/example space/", "", "", "", "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741")]
    [InlineData("GET", "/", "", "my-header1=value2,value2,value1", "", "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea")]
    [InlineData("GET", "/", "", "my-header1= value1;my-header2= \"a   b   c\"", "", "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736")]
    [InlineData("GET", "/", "", "x-amz-security-token=6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267", "", "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8")]
    [InlineData("POST", "/", "", "", "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    [InlineData("POST", "/", "", "my-header1=VALUE1", "", "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d")]
    [InlineData("POST", "/", "", "content-type=application/x-www-form-urlencoded", "Param1=value1", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a")]
    public void The_signatures_of_the_AWS_test_suite_come_out(string method, string path, string query, string more, string body, string expected)
    {
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = "example.amazonaws.com", ["x-amz-date"] = "20150830T123600Z" };
        foreach (var header in more.Split(';', StringSplitOptions.RemoveEmptyEntries))
            headers.Add(header.Split('=', 2)[0], header.Split('=', 2)[1]);

        var canonical = Signature.CanonicalRequest(
            method, path, query, [.. headers.Keys], name => headers[name], Signature.Hash(Encoding.UTF8.GetBytes(body)));
        var text = Signature.StringToSign("20150830T123600Z", "20150830/us-east-1/service/aws4_request", canonical);

        Assert.Equal(expected, Signature.Sign(Secret, "20150830", "us-east-1", "service", text));
    }

    [Theory]
    [InlineData("/model/stability.stable-image-core-v1:1/invoke")]
    [InlineData("/model/stability.stable-image-core-v1%3A1/invoke")]
    [InlineData("/model/arn%3Aaws%3Abedrock%3Aus-west-2%3A%3Afoundation-model%2Fstability.stable-image-core-v1%3A1/invoke")]
    public async Task A_signature_over_the_path_as_sent_is_good(string path)
    {
        using var client = new TestClient();

        var answer = await client.SendAsync(TestClient.Post(client.Host, path, Body));

        Assert.Equal((200, ""), (answer.Status, answer.Code ?? ""));
    }

    [Fact]
    public async Task The_authority_of_HTTP2_may_be_signed_in_place_of_the_host()
    {
        using var client = new TestClient();

        Assert.Equal(200, (await Send(client, Signed(client, new(HostHeader: ":authority")))).Status);
    }

    [Fact]
    public async Task A_changed_body_is_another_signature()
    {
        using var client = new TestClient();
        var request = Signed(client, new());
        request.Content = new StringContent("""{"prompt":"a blue kite"}""", Encoding.UTF8, "application/json");

        var answer = await Send(client, request);

        Refused(answer, "InvalidSignatureException", "The request signature we calculated does not match the signature you provided.");
    }

    [Fact]
    public async Task A_changed_path_is_another_signature()
    {
        using var client = new TestClient();
        var request = Signed(client, new());
        request.RequestUri = new(client.Host + "/model/" + TestClient.Ultra + "/invoke");

        Refused(await Send(client, request), "InvalidSignatureException", "The request signature we calculated");
    }

    [Theory]
    [InlineData("test", "wrong", "bedrock", 0, "InvalidSignatureException", "The request signature we calculated")]
    [InlineData("nobody", "test", "bedrock", 0, "UnrecognizedClientException", "The security token included in the request is invalid.")]
    [InlineData("test", "test", "bedrock-runtime", 0, "InvalidSignatureException", "Credential should be scoped to correct service: 'bedrock'.")]
    [InlineData("test", "test", "bedrock", -301, "InvalidSignatureException", "Signature expired: 20261121T115459Z is now earlier than 20261121T115500Z (20261121T120000Z - 5 min.)")]
    [InlineData("test", "test", "bedrock", 301, "InvalidSignatureException", "Signature not yet current: 20261121T120501Z is still later than")]
    public async Task A_wrong_caller_is_told_as_AWS_tells_it(string key, string secret, string service, int skew, string code, string message)
    {
        using var client = new TestClient();

        Refused(await Send(client, Signed(client, new(key, secret, Service: service), skew)), code, message);
    }

    [Theory]
    [InlineData(-299)]
    [InlineData(299)]
    public async Task Clocks_may_differ_by_five_minutes(int skew)
    {
        using var client = new TestClient();

        Assert.Equal(200, (await Send(client, Signed(client, new(), skew))).Status);
    }

    [Theory]
    [InlineData(null, 403, "MissingAuthenticationTokenException", "Missing Authentication Token")]
    [InlineData("Basic dGVzdDp0ZXN0", 400, "IncompleteSignatureException", "Unsupported AWS 'algorithm': 'Basic'.")]
    [InlineData("AWS4-HMAC-SHA256 Credential=test, Signature=00", 400, "IncompleteSignatureException", "Authorization header requires 'SignedHeaders' parameter.")]
    [InlineData("AWS4-HMAC-SHA256 nonsense", 400, "IncompleteSignatureException", "'nonsense' not a valid key=value pair")]
    [InlineData("AWS4-HMAC-SHA256 Credential=test/x, SignedHeaders=host, Signature=00", 400, "IncompleteSignatureException", "Authorization header requires existence of either")]
    [InlineData("Bearer wrong", 403, "AccessDeniedException", "Authentication failed")]
    public async Task A_request_without_a_whole_signature_is_refused(string? authorization, int status, string code, string message)
    {
        using var client = new TestClient();
        var request = TestClient.Post(client.Host, $"/model/{TestClient.Core}/invoke", Body);
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);

        var answer = await Send(client, request);

        Assert.Equal((status, code), (answer.Status, answer.Code));
        Assert.StartsWith(message, answer.Message);
    }

    [Fact]
    public async Task Host_and_date_must_be_signed()
    {
        using var client = new TestClient();
        var request = TestClient.Post(client.Host, $"/model/{TestClient.Core}/invoke", Body);
        request.Headers.TryAddWithoutValidation("X-Amz-Date", "20261121T120000Z");
        request.Headers.TryAddWithoutValidation("Authorization",
            "AWS4-HMAC-SHA256 Credential=test/20261121/us-west-2/bedrock/aws4_request, SignedHeaders=content-type, Signature=00");

        Refused(await Send(client, request), "InvalidSignatureException", "'Host' or ':authority' must be a 'SignedHeader'");
    }

    [Fact]
    public async Task The_region_of_an_AWS_host_is_the_region_of_the_signature()
    {
        using var client = new TestClient { Host = "https://bedrock-runtime.us-east-1.amazonaws.com" };

        Refused(await client.InvokeAsync(TestClient.Core, Body), "InvalidSignatureException", "Credential should be scoped to a valid region.");
    }

    [Fact]
    public async Task A_bearer_token_is_enough()
    {
        using var client = new TestClient();
        var request = TestClient.Post(client.Host, $"/model/{TestClient.Core}/invoke", Body);
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer test");

        Assert.Equal(200, (await Send(client, request)).Status);
    }

    [Fact]
    public async Task A_stated_body_hash_must_be_the_one_of_the_body()
    {
        using var client = new TestClient();

        var answer = await client.InvokeAsync(TestClient.Core, Body, ("x-amz-content-sha256", new string('0', 64)));

        Refused(answer, "InvalidSignatureException", "The provided 'x-amz-content-sha256' header does not match what was computed.");
    }

    private static HttpRequestMessage Signed(TestClient client, TestSigner signer, int skewSeconds = 0)
    {
        var request = TestClient.Post(client.Host, $"/model/{TestClient.Core}/invoke", Body);
        signer.Sign(request, Encoding.UTF8.GetBytes(Body), client.Time.GetUtcNow().AddSeconds(skewSeconds));
        return request;
    }

    private static async Task<Answer> Send(TestClient client, HttpRequestMessage request) =>
        await Answer.ReadAsync(await client.SendUnsignedAsync(request, TestContext.Current.CancellationToken));

    private static void Refused(Answer answer, string code, string message)
    {
        Assert.Equal((403, code), (answer.Status, answer.Code));
        Assert.StartsWith(message, answer.Message);
    }
}
