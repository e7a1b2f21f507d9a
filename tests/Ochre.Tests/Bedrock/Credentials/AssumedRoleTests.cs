using System.Net.Http.Headers;
using System.Text;
using Ochre.Bedrock;
using Ochre.Bedrock.Credentials;

namespace Ochre.Tests.Bedrock.Credentials;

public sealed class AssumedRoleTests : IDisposable
{
    private const string Role = "arn:aws:iam::123456789012:role/team/images";
    private static readonly IdentitySettings s_role = new() { AccessKeyId = "AKIABASE", SecretAccessKey = "base-secret", Role = Role };
    private readonly ManualTime _time = new();
    private readonly StsDouble _sts;
    private readonly string _folder = Directory.CreateTempSubdirectory("ochre-token-").FullName;
    private readonly List<CredentialTrouble> _told = [];

    public AssumedRoleTests() => _sts = new() { Time = _time };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _sts.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_role_is_assumed_with_its_session_name_external_id_and_tags_and_Bedrock_is_called_with_its_session()
    {
        var signed = await AuthorizeAsync(s_role with
        {
            SessionName = "ochre@blue",
            ExternalId = "ext-42",
            StsRegion = "eu-west-1",
            Tags = new([new("team", "pictures"), new("cost centre", "7")]),
        });

        var call = Assert.Single(_sts.Calls);
        Assert.Equal(
            ("AssumeRole", Role, "ochre@blue", "ext-42", "3600", "AKIABASE", "eu-west-1", "sts.eu-west-1.amazonaws.com"),
            (call["Action"], call["RoleArn"], call["RoleSessionName"], call["ExternalId"], call["DurationSeconds"], call["(key)"], call["(region)"], call["(host)"]));
        Assert.Equal(
            ("team", "pictures", "cost centre", "7"),
            (call["Tags.member.1.Key"], call["Tags.member.1.Value"], call["Tags.member.2.Key"], call["Tags.member.2.Value"]));
        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=ASIA1/20261121/us-west-2/bedrock/", signed["Authorization"].ToString(), StringComparison.Ordinal);
        Assert.Equal("token-1", signed["x-amz-security-token"].ToString());
    }

    [Fact]
    public async Task What_was_not_asked_for_is_not_sent()
    {
        await AuthorizeAsync(s_role);

        Assert.Equal(
            ["(host)", "(key)", "(region)", "Action", "DurationSeconds", "RoleArn", "RoleSessionName", "Version"],
            Assert.Single(_sts.Calls).Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("https://sts.eu-central-1.amazonaws.com", null, "eu-central-1")]
    [InlineData("https://vpce-0a1b-2c3d.sts.ap-southeast-2.vpce.amazonaws.com", "us-west-2", "ap-southeast-2")]
    [InlineData("http://127.0.0.1:4999/", "eu-north-1", "eu-north-1")]
    [InlineData("http://127.0.0.1:4999/", null, "us-east-1")]
    public async Task An_endpoint_of_ones_own_is_called_and_signed_for_its_region(string endpoint, string? region, string signedFor)
    {
        await AuthorizeAsync(s_role with { StsEndpoint = new(endpoint), StsRegion = region });

        var call = Assert.Single(_sts.Calls);
        Assert.Equal((new Uri(endpoint).Host, signedFor), (call["(host)"], call["(region)"]));
    }

    [Theory]
    [InlineData("arn:aws-cn:iam::123456789012:role/images", "cn-north-1", "sts.cn-north-1.amazonaws.com.cn")]
    [InlineData("arn:aws-us-gov:iam::123456789012:role/images", "us-gov-west-1", "sts.us-gov-west-1.amazonaws.com")]
    public async Task A_role_of_another_partition_is_assumed_there(string role, string region, string host)
    {
        await AuthorizeAsync(s_role with { Role = role });

        Assert.Equal((region, host), (_sts.Calls[0]["(region)"], _sts.Calls[0]["(host)"]));
    }

    [Fact]
    public async Task A_thousand_requests_at_once_cost_one_session()
    {
        using var identity = Identity(s_role);
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => Task.Run(() => AuthorizeAsync(identity), Stop)));

        Assert.Single(_sts.Calls);
    }

    [Fact]
    public async Task A_web_identity_needs_no_keys_and_its_token_is_read_anew_for_each_session()
    {
        var path = Path.Combine(_folder, "token");
        await File.WriteAllTextAsync(path, "first.token.x\n", Stop);
        using var identity = Identity(new() { Role = Role, SessionName = "pod-7", WebToken = new(WebTokenKind.File, path) });

        Assert.Equal("token-1", (await AuthorizeAsync(identity))["x-amz-security-token"].ToString());
        await File.WriteAllTextAsync(path, "second.token.x", Stop);
        _time.Advance(TimeSpan.FromMinutes(45));
        await _sts.CalledAsync(2);

        Assert.Equal(["first.token.x", "second.token.x"], _sts.Calls.Select(call => call["WebIdentityToken"]));
        Assert.All(_sts.Calls, call => Assert.Equal(("AssumeRoleWithWebIdentity", Role, "pod-7"), (call["Action"], call["RoleArn"], call["RoleSessionName"])));
        Assert.All(_sts.Calls, call => Assert.DoesNotContain("(key)", call.Keys));
    }

    [Fact]
    public async Task A_web_token_that_is_gone_is_named_with_its_file()
    {
        var path = Path.Combine(_folder, "none");
        var fault = await Assert.ThrowsAsync<ImageException>(() => AuthorizeAsync(new IdentitySettings { Role = Role, WebToken = new(WebTokenKind.File, path) }));

        Assert.Equal((502, "bedrock_access_denied"), (fault.Error.Status, fault.Error.Code));
        Assert.Contains(path, fault.Error.OperatorHint, StringComparison.Ordinal);
        Assert.DoesNotContain(path, fault.Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AccessDenied", 403, "the role's trust policy must name the caller, with this external id.")]
    [InlineData("ExpiredTokenException", 400, "has expired")]
    [InlineData("RegionDisabledException", 403, "activate it")]
    [InlineData("PackedPolicyTooLarge", 400, "session tags are too large")]
    [InlineData("Throttling", 400, "too many calls")]
    public async Task A_refusal_of_STS_is_told_with_its_gate_and_fix_and_without_account_or_secret(string code, int status, string says)
    {
        _sts.Refuses = (code, status);

        var fault = await Assert.ThrowsAsync<ImageException>(() => AuthorizeAsync(s_role with { ExternalId = "ext-42" }));

        Assert.Contains(says, fault.Error.OperatorHint, StringComparison.Ordinal);
        Assert.Contains(says, Assert.Single(_told).Reason, StringComparison.Ordinal);
        Assert.Equal("role images", _told[0].Identity);
        foreach (var secret in (string[])["base-secret", "ext-42", "123456789012"])
            Assert.DoesNotContain(secret, fault.Error.OperatorHint + _told[0].Reason + fault.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_secret_is_told_from_a_refusal()
    {
        var fault = await Assert.ThrowsAsync<ImageException>(() => AuthorizeAsync(s_role with { SecretAccessKey = "other" }));

        Assert.Contains("SignatureDoesNotMatch: the keys that assume the role are not right", fault.Error.OperatorHint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hung_STS_is_given_up_after_ten_seconds_and_told_where_it_is()
    {
        _sts.Open = new TaskCompletionSource().Task;
        var asking = AuthorizeAsync(s_role with { StsEndpoint = new("https://sts.example.com") });
        await _sts.CalledAsync(1);
        _time.Advance(TimeSpan.FromSeconds(10));

        var fault = await Assert.ThrowsAsync<ImageException>(() => asking);
        Assert.Contains("STS at sts.example.com gave no answer within 10 s", fault.Error.OperatorHint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Equal_settings_are_equal_and_their_text_holds_no_secret()
    {
        var tagged = s_role with { Tags = new([new("a", "b")]), ExternalId = "ext-42" };
        Assert.Equal(tagged, s_role with { Tags = new([new("a", "b")]), ExternalId = "ext-42" });
        Assert.Equal(tagged.GetHashCode(), (s_role with { Tags = new([new("a", "b")]), ExternalId = "ext-42" }).GetHashCode());
        Assert.NotEqual(tagged, tagged with { Tags = new([new("a", "c")]) });
        Assert.Equal("role images", tagged.ToString());
        Assert.Equal("the web identity token", new WebToken(WebTokenKind.Value, "a.b.c").ToString());
        await Task.CompletedTask;
    }

    private AwsIdentity Identity(IdentitySettings settings) => AwsIdentity.Of(settings, _time, _told.Add, _sts);

    private async Task<HttpHeadersNonValidated> AuthorizeAsync(IdentitySettings settings)
    {
        using var identity = Identity(settings);
        return await AuthorizeAsync(identity);
    }

    private async Task<HttpHeadersNonValidated> AuthorizeAsync(AwsIdentity identity)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "https://bedrock-runtime.us-west-2.amazonaws.com/model/m/invoke");
        await identity.AuthorizeAsync(request, (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes("{}"), "us-west-2", _time.GetUtcNow(), Stop);
        return request.Headers.NonValidated;
    }
}
