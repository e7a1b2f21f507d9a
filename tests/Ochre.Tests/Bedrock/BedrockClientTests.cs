using System.Net;
using System.Text;
using Ochre.Bedrock;

namespace Ochre.Tests.Bedrock;

public sealed class BedrockClientTests : IDisposable
{
    private static readonly AnswerShape s_images = new("images");
    private readonly ManualTime _time = new();
    private readonly BedrockOptions _options = new() { FirstPause = TimeSpan.Zero };
    private readonly Upstream _upstream = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _upstream.Dispose();

    [Fact]
    public async Task A_call_goes_signed_to_the_region_with_the_id_encoded()
    {
        _upstream.Answers.Enqueue(_ => Upstream.Json(200, Answer()));

        await using var answer = await InvokeAsync("arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/abc", "eu-west-1");

        var sent = Assert.Single(_upstream.Requests);
        Assert.Equal("https://bedrock-runtime.eu-west-1.amazonaws.com/model/arn%3Aaws%3Abedrock%3Aeu-west-1%3A123456789012%3Aapplication-inference-profile%2Fabc/invoke", sent.Uri);
        Assert.Equal("""{"prompt":"an otter"}""", sent.Body);
        Assert.Equal("application/json", sent.Headers["Content-Type"]);
        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=AKID/20261121/eu-west-1/bedrock/aws4_request, SignedHeaders=amz-sdk-invocation-id;content-type;host;x-amz-date;x-amzn-bedrock-trace,", sent.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal("ENABLED", sent.Headers["X-Amzn-Bedrock-Trace"]);
        Assert.True(await answer.Reader.NextImageAsync(Stop));
    }

    [Fact]
    public async Task A_Bedrock_API_key_is_sent_as_it_is()
    {
        _upstream.Answers.Enqueue(_ => Upstream.Json(200, Answer()));

        await using var answer = await InvokeAsync(identity: AwsIdentity.Bearer("bedrock-api-key-abc"));

        Assert.Equal("Bearer bedrock-api-key-abc", _upstream.Requests[0].Headers["Authorization"]);
        Assert.DoesNotContain("x-amz-date", _upstream.Requests[0].Headers.Keys, StringComparer.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(429, "ThrottlingException")]
    [InlineData(429, "ModelNotReadyException")]
    [InlineData(503, "ServiceUnavailableException")]
    [InlineData(500, "InternalServerException")]
    public async Task What_Bedrock_refused_without_working_is_tried_again_and_signed_anew(int status, string code)
    {
        _upstream.Answers.Enqueue(_ => Upstream.Refusal(status, code, "busy"));
        _upstream.Answers.Enqueue(_ =>
        {
            _time.Advance(TimeSpan.FromSeconds(9));
            return Upstream.Refusal(status, code, "busy");
        });
        _upstream.Answers.Enqueue(_ => Upstream.Json(200, Answer()));

        await using var answer = await InvokeAsync();

        Assert.Equal(3, _upstream.Requests.Count);
        Assert.Equal("20261121T120000Z", _upstream.Requests[0].Headers["x-amz-date"]);
        Assert.Equal("20261121T120009Z", _upstream.Requests[2].Headers["x-amz-date"]);
    }

    [Theory]
    [InlineData(400, "ValidationException", "Malformed input request: #: extraneous key [foo]", 400, "bedrock_validation")]
    [InlineData(403, "AccessDeniedException", "no access to arn:aws:bedrock:us-west-2:123456789012:x", 502, "bedrock_access_denied")]
    [InlineData(403, "ExpiredTokenException", "expired", 502, "bedrock_access_denied")]
    [InlineData(403, "UnrecognizedClientException", "The security token included in the request is invalid.", 502, "bedrock_access_denied")]
    [InlineData(404, "ResourceNotFoundException", "This model version has reached the end of its life.", 400, "model_not_found")]
    [InlineData(408, "ModelTimeoutException", "slow", 504, "bedrock_timeout")]
    [InlineData(424, "ModelErrorException", "oops", 502, "bedrock_bad_answer")]
    [InlineData(502, "", "a front's page", 502, "bedrock_bad_answer")]
    [InlineData(504, "", "a front's page", 504, "bedrock_timeout")]
    [InlineData(418, "SomethingElse", "?", 502, "bedrock_bad_answer")]
    public async Task What_will_not_heal_or_may_be_billed_is_never_sent_twice(int status, string code, string text, int told, string toldCode)
    {
        _upstream.Answers.Enqueue(_ => Upstream.Refusal(status, code, text));

        var refusal = await Assert.ThrowsAsync<ImageException>(() => InvokeAsync());

        Assert.Single(_upstream.Requests);
        Assert.Equal((told, toldCode), (refusal.Error.Status, refusal.Error.Code));
        Assert.DoesNotContain("123456789012", refusal.Error.Message + refusal.Error.OperatorHint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429, "ThrottlingException", 429, "rate_limit_exceeded")]
    [InlineData(400, "ServiceQuotaExceededException", 429, "rate_limit_exceeded")]
    [InlineData(503, "ServiceUnavailableException", 503, "bedrock_unavailable")]
    public async Task A_refusal_that_stays_says_when_to_come_back(int status, string code, int told, string toldCode)
    {
        for (var i = 0; i < 3; i++)
            _upstream.Answers.Enqueue(_ => Upstream.Refusal(status, code, "busy"));

        var refusal = await Assert.ThrowsAsync<ImageException>(() => InvokeAsync());

        Assert.Equal((told, toldCode), (refusal.Error.Status, refusal.Error.Code));
        Assert.InRange(refusal.Error.RetryAfter!.Value, 1, 60);
    }

    [Fact]
    public async Task A_pause_that_the_deadline_would_cut_short_is_not_begun()
    {
        _options.FirstPause = TimeSpan.FromSeconds(400);
        _upstream.Answers.Enqueue(_ => Upstream.Refusal(429, "ThrottlingException", "busy"));

        var refusal = await Assert.ThrowsAsync<ImageException>(() => InvokeAsync());

        Assert.Equal((429, 1), (refusal.Error.Status, _upstream.Requests.Count));
    }

    [Theory]
    [InlineData("This request has been blocked by our content filters. Please adjust your text prompt to submit a new request.", "prompt")]
    [InlineData("This request has been blocked by our content filters. Please adjust your input image to submit a new request.", "input image")]
    public async Task A_content_filter_names_its_stage(string text, string stage)
    {
        _upstream.Answers.Enqueue(_ => Upstream.Refusal(400, "ValidationException", text));

        var refusal = await Assert.ThrowsAsync<ImageException>(() => InvokeAsync());

        Assert.Equal(("image_generation_user_error", "moderation_blocked"), (refusal.Error.Type, refusal.Error.Code));
        Assert.Contains($"The {stage} was refused", refusal.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stabilitys_nested_sentence_is_unwrapped()
    {
        const string Nested = """{"detail":"Invalid field 'x' in request. Available fields for core are: prompt"}""";
        _upstream.Answers.Enqueue(_ => Upstream.Refusal(400, "ValidationException", Nested));

        var refusal = await Assert.ThrowsAsync<ImageException>(() => InvokeAsync());

        Assert.Equal("Invalid field 'x' in request. Available fields for core are: prompt", refusal.Error.Message);
    }

    [Fact]
    public async Task A_door_that_is_shut_is_tried_again_and_a_line_that_breaks_is_not()
    {
        for (var i = 0; i < 3; i++)
            _upstream.Answers.Enqueue(_ => throw new HttpRequestException(HttpRequestError.ConnectionError));
        var shut = await Assert.ThrowsAsync<ImageException>(() => InvokeAsync());
        Assert.Equal((503, 3), (shut.Error.Status, _upstream.Requests.Count));

        _upstream.Answers.Enqueue(_ => throw new HttpRequestException(HttpRequestError.ResponseEnded));
        var broken = await Assert.ThrowsAsync<ImageException>(() => InvokeAsync());
        Assert.Equal((502, 4), (broken.Error.Status, _upstream.Requests.Count));
        Assert.Null(broken.Error.RetryAfter);
    }

    [Fact]
    public async Task A_silent_Bedrock_meets_the_deadline_and_a_client_that_leaves_does_not()
    {
        _upstream.Silent = true;
        var call = InvokeAsync();
        await _time.WaitForTimersAsync(1);
        _time.Advance(TimeSpan.FromSeconds(301));
        var late = await Assert.ThrowsAsync<ImageException>(() => call);
        Assert.Equal((504, "bedrock_timeout"), (late.Error.Status, late.Error.Code));

        using var client = new CancellationTokenSource();
        var left = InvokeAsync(stop: client.Token);
        await client.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
    }

    [Fact]
    public async Task Silence_in_the_middle_of_an_answer_ends_it()
    {
        _upstream.Answers.Enqueue(_ => new(HttpStatusCode.OK) { Content = new StreamContent(new StuckStream("{\"images\":["u8.ToArray())) });
        await using var answer = await InvokeAsync();

        var next = answer.Reader.NextImageAsync(Stop).AsTask();
        await _time.WaitForTimersAsync(1);
        _time.Advance(TimeSpan.FromSeconds(31));

        var refusal = await Assert.ThrowsAsync<ImageException>(() => next);
        Assert.Contains("fell silent", refusal.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_has_begun_waits_for_its_reader_beyond_the_deadline()
    {
        _upstream.Answers.Enqueue(_ => new(HttpStatusCode.OK) { Content = new StringContent(Answer()) });
        await using var answer = await InvokeAsync();

        _time.Advance(TimeSpan.FromSeconds(1000));

        Assert.True(await answer.Reader.NextImageAsync(Stop));
    }

    private static string Answer() => $$"""{"seeds":[1],"finish_reasons":[null],"images":["{{Samples.Png(64, 64, 200)}}"]}""";

    private Task<BedrockAnswer> InvokeAsync(
        string model = "stability.stable-image-core-v1:1", string region = "us-west-2", AwsIdentity? identity = null, CancellationToken? stop = null)
    {
        var client = new BedrockClient(_upstream, identity ?? AwsIdentity.AccessKey("AKID", "secret"), _options, _time);
        var call = new BedrockCall((ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes("""{"prompt":"an otter"}"""), 1, null);
        return client.InvokeAsync([new(new(model, region))], call, s_images, [new("X-Amzn-Bedrock-Trace", "ENABLED")], new("11e5b3a2-invocation", new(1), default), stop ?? Stop);
    }
}
