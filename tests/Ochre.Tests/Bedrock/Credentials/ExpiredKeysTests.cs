using System.Text;
using Ochre.Bedrock;
using Ochre.Bedrock.Credentials;

namespace Ochre.Tests.Bedrock.Credentials;

/// <summary>Keys that AWS calls expired before their time, at the one door.</summary>
public sealed class ExpiredKeysTests : IDisposable
{
    private static readonly IdentitySettings s_role = new() { AccessKeyId = "AKIABASE", SecretAccessKey = "base-secret", Role = "arn:aws:iam::123456789012:role/images" };
    private readonly ManualTime _time = new();
    private readonly Upstream _upstream = new();
    private readonly StsDouble _sts;
    private readonly CallBill _bill = new(1);

    public ExpiredKeysTests() => _sts = new() { Time = _time };

    public void Dispose()
    {
        _sts.Dispose();
        _upstream.Dispose();
    }

    [Fact]
    public async Task The_call_goes_out_once_more_with_the_keys_of_a_new_session()
    {
        using var identity = AwsIdentity.Of(s_role, _time, sts: _sts);
        _upstream.Answers.Enqueue(_ => Upstream.Refusal(403, "ExpiredTokenException", "The security token included in the request is expired"));
        _upstream.Answers.Enqueue(_ => Upstream.Json(200, "{}"));

        await InvokeAsync(identity);

        Assert.Equal(["token-1", "token-2"], _upstream.Requests.Select(sent => sent.Headers["x-amz-security-token"]));
        Assert.Equal(2, _sts.Calls.Count);
    }

    [Fact]
    public async Task New_keys_that_are_refused_too_are_an_error_after_two_calls()
    {
        using var identity = AwsIdentity.Of(s_role, _time, sts: _sts);
        _upstream.Answers.Enqueue(_ => Upstream.Refusal(403, "ExpiredTokenException", "expired"));
        _upstream.Answers.Enqueue(_ => Upstream.Refusal(403, "ExpiredTokenException", "expired"));

        var refusal = await Assert.ThrowsAsync<ImageException>(() => InvokeAsync(identity));

        Assert.Equal((502, "bedrock_access_denied"), (refusal.Error.Status, refusal.Error.Code));
        Assert.Equal(2, _upstream.Requests.Count);
        Assert.Equal((0, 0), (_bill.Made, _bill.Unknown));
    }

    [Fact]
    public async Task Keys_that_nobody_can_renew_are_sent_once()
    {
        _upstream.Answers.Enqueue(_ => Upstream.Refusal(403, "ExpiredTokenException", "expired"));

        var refusal = await Assert.ThrowsAsync<ImageException>(() => InvokeAsync(AwsIdentity.AccessKey("ASIAX", "secret", "token")));

        Assert.Contains("expired", refusal.Error.OperatorHint, StringComparison.Ordinal);
        Assert.Single(_upstream.Requests);
    }

    private async Task InvokeAsync(AwsIdentity identity)
    {
        using var client = new BedrockClient(_upstream, identity, new(), _time);
        var call = new BedrockCall((ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes("{}"), 1, null);
        await using var answer = await client.InvokeAsync([new(new("m", "us-west-2"))], call, new("images"), [], new(null, _bill, CancellationToken.None), TestContext.Current.CancellationToken);
    }
}
