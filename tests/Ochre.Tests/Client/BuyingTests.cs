using Ochre.Tests.Bedrock;

namespace Ochre.Tests.Client;

/// <summary>Whatever goes wrong, no image is bought twice, and what was bought is counted.</summary>
public sealed class BuyingTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly EmulatedBedrock _bedrock;

    public BuyingTests() => _bedrock = EmulatedBedrock.With(new() { TimeProvider = _time });

    private OchreClient Ochre => _bedrock.Client;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _bedrock.Dispose();

    [Fact]
    public async Task What_Bedrock_refused_without_having_worked_is_asked_again_after_a_pause()
    {
        var began = _time.GetUtcNow();
        using var patient = new OchreClient(new OchreOptions().UseEmulator(_bedrock.Emulator), _time);
        _bedrock.Fail("throttle", times: 2);

        var pending = patient.GenerateAsync("a red kite", cancellationToken: Stop);
        await AdvanceUntilDoneAsync(pending);

        Assert.True(_time.GetUtcNow() > began);
        Assert.Equal([200, 429, 429], _bedrock.Invocations.Select(invocation => invocation.Status));
        Assert.Equal(1, _bedrock.ImagesBilled);
    }

    [Theory]
    [InlineData("reset", "bedrock_bad_answer")]
    [InlineData("cut=50%", "bedrock_bad_answer")]
    [InlineData("garbage", "bedrock_bad_answer")]
    [InlineData("modeltimeout", "bedrock_timeout")]
    [InlineData("modelerror", "bedrock_bad_answer")]
    public async Task What_may_have_been_billed_is_asked_once(string fault, string code)
    {
        _bedrock.Fail(fault, times: null);

        var refusal = await Assert.ThrowsAsync<ImageException>(() => Ochre.GenerateAsync("a red kite", cancellationToken: Stop));

        Assert.Equal(code, refusal.Error.Code);
        Assert.False(refusal.Error.MayHeal);
        Assert.Single(_bedrock.Invocations);
    }

    [Fact]
    public async Task A_stream_gives_every_image_once_and_cannot_be_read_again()
    {
        var stream = Ochre.GenerateStreamAsync("a red kite", 3, new() { Extra = { ["seed"] = 5 } }, Stop);
        Assert.Empty(_bedrock.Invocations);

        List<OchreImage> images = [];
        await foreach (var image in stream)
            images.Add(image);

        Assert.Equal([5, 6, 7], images.OrderBy(image => image.Index).Select(image => image.Seed));
        Assert.Equal((0, 0, _bedrock.UsdBilled), (stream.Filtered, stream.Failed, stream.CostUsd));
        Assert.Throws<InvalidOperationException>(() => stream.GetAsyncEnumerator(Stop));
        Assert.Equal(3, _bedrock.ImagesBilled);
    }

    [Fact]
    public async Task Images_that_are_missing_are_counted_and_the_others_delivered()
    {
        // Its odd seeds are refused.
        var options = new GenerateOptions { Extra = { ["seed"] = 2 } };

        var images = await Ochre.GenerateManyAsync("forbidden-some", 4, options, Stop);
        var stream = Ochre.GenerateStreamAsync("forbidden-some", 4, options, Stop);
        var streamed = 0;
        await foreach (var image in stream)
            streamed++;

        Assert.Equal((2, 2, 0), (images.Count, images.Filtered, images.Failed));
        Assert.Equal((2, 2, 0), (streamed, stream.Filtered, stream.Failed));
        Assert.Equal([2, 4], images.Select(image => image.Seed));
    }

    [Fact]
    public async Task One_answer_that_breaks_off_does_not_take_the_others_with_it()
    {
        _bedrock.Fail("cut=50%");

        var images = await Ochre.GenerateManyAsync("a red kite", 3, cancellationToken: Stop);

        Assert.Equal((2, 0, 1), (images.Count, images.Filtered, images.Failed));
        Assert.Equal(3, _bedrock.Invocations.Count);
    }

    [Fact]
    public async Task When_all_are_refused_the_reason_is_thrown()
    {
        var many = await Assert.ThrowsAsync<ImageException>(() => Ochre.GenerateManyAsync("forbidden", 3, cancellationToken: Stop));
        var stream = await Assert.ThrowsAsync<ImageException>(async () =>
        {
            await foreach (var image in Ochre.GenerateStreamAsync("forbidden", 3, cancellationToken: Stop))
                Assert.Fail("There is no such image.");
        });

        Assert.Equal(("moderation_blocked", "moderation_blocked"), (many.Error.Code, stream.Error.Code));
        Assert.Equal(0, _bedrock.ImagesBilled);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_before_it_begins_asks_nothing()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Ochre.GenerateAsync("a red kite", cancellationToken: gone.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var image in Ochre.GenerateStreamAsync("a red kite", 2, cancellationToken: Stop).WithCancellation(gone.Token))
                Assert.Fail("Nobody wants it.");
        });

        Assert.Empty(_bedrock.Invocations);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_while_it_runs_ends_at_once_and_is_not_repeated()
    {
        _bedrock.Fail("slow=60s", times: null);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        var pending = Ochre.GenerateAsync("a red kite", cancellationToken: patience.Token);
        // The deadline's, and that of the emulator, which has the call by then.
        await _time.WaitForTimersAsync(2);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
        // Bedrock goes on with what it has begun, and bills it.
        _time.Advance(TimeSpan.FromSeconds(60));
        var deadline = DateTime.UtcNow.AddSeconds(30);
        while (_bedrock.Invocations.Count == 0 && DateTime.UtcNow < deadline)
            await Task.Yield();
        Assert.Equal(1, Assert.Single(_bedrock.Invocations).ImagesBilled);
    }

    [Fact]
    public async Task A_reader_who_leaves_a_stream_ends_the_calls_behind_it()
    {
        await foreach (var image in Ochre.GenerateStreamAsync("a red kite", 10, cancellationToken: Stop))
            break;

        // Four at a time: those behind them were never sent.
        Assert.InRange(_bedrock.Invocations.Count, 1, 9);
    }

    [Fact]
    public async Task A_handler_that_was_given_is_used_as_it_is_and_not_disposed()
    {
        using var upstream = new Upstream();
        upstream.Answers.Enqueue(_ => Upstream.Refusal(403, "AccessDeniedException", "You don't have access to the model with the specified model ID."));
        var options = new OchreOptions { Region = "us-west-2", AccessKeyId = "AKIDEXAMPLE", SecretAccessKey = "secret" }.UseHandler(upstream);

        ImageException refusal;
        using (var ochre = new OchreClient(options, _time))
            refusal = await Assert.ThrowsAsync<ImageException>(() => ochre.GenerateAsync("a red kite", cancellationToken: Stop));
        upstream.Answers.Enqueue(_ => Upstream.Refusal(403, "AccessDeniedException", "No."));
        using (var ochre = new OchreClient(options, _time))
            await Assert.ThrowsAsync<ImageException>(() => ochre.GenerateAsync("a red kite", cancellationToken: Stop));

        Assert.Equal("bedrock_access_denied", refusal.Error.Code);
        // Whoever calls the library is the one who can do something about it: there is no operator's log to look into.
        Assert.Contains("bedrock:InvokeModel", refusal.Message);
        Assert.DoesNotContain("gateway", refusal.Message);
        Assert.StartsWith("https://bedrock-runtime.us-west-2.amazonaws.com/model/stability.stable-image-core-v1%3A1/invoke", upstream.Requests[0].Uri);
        Assert.Contains("Credential=AKIDEXAMPLE/20261121/us-west-2/bedrock/aws4_request", upstream.Requests[0].Headers["Authorization"]);
    }

    [Fact]
    public async Task The_timeout_is_for_all_tries_together()
    {
        using var upstream = new Upstream { Silent = true };
        using var ochre = new OchreClient(
            new OchreOptions { BedrockApiKey = "key", Timeout = TimeSpan.FromSeconds(20) }.UseHandler(upstream), _time);

        var pending = ochre.GenerateAsync("a red kite", cancellationToken: Stop);
        await _time.WaitForTimersAsync(1);
        _time.Advance(TimeSpan.FromSeconds(21));

        var refusal = await Assert.ThrowsAsync<ImageException>(() => pending);
        Assert.Equal("bedrock_timeout", refusal.Error.Code);
        Assert.Equal("Bearer key", Assert.Single(upstream.Requests).Headers["Authorization"]);
    }

    private async Task AdvanceUntilDoneAsync(Task pending)
    {
        while (!pending.IsCompleted)
        {
            await Task.WhenAny(pending, _time.WaitForTimersAsync(2));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        await pending;
    }
}
