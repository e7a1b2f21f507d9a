using Ochre.Bedrock;

namespace Ochre.Tests.Bedrock;

public sealed class ProfileBookTests : IDisposable
{
    private const string Core = "stability.stable-image-core-v1:1";
    private readonly ManualTime _time = new();
    private readonly Upstream _upstream = new();
    private readonly ControlPlane _control;
    private readonly ProfileBook _book;

    public ProfileBookTests()
    {
        _control = new(_upstream, AwsIdentity.AccessKey("AKID", "secret"), new(), _time);
        _book = new(_control, new(), _time);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _control.Dispose();
        _upstream.Dispose();
    }

    [Fact]
    public async Task The_models_ARN_gives_its_id_and_an_hour_later_it_is_asked_for_again()
    {
        _upstream.Answers.Enqueue(_ => Leads(Core));
        _upstream.Answers.Enqueue(_ => Leads(Core));

        Assert.Equal(Core, await _book.ModelOfAsync(Profile(1), Stop));
        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(Core, await _book.ModelOfAsync(Profile(1), Stop));
        Assert.Single(_upstream.Requests);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(Core, await _book.ModelOfAsync(Profile(1), Stop));

        Assert.Equal(2, _upstream.Requests.Count);
    }

    [Fact]
    public async Task What_was_known_goes_on_while_Bedrock_only_fails_to_answer()
    {
        _upstream.Answers.Enqueue(_ => Leads(Core));
        _upstream.Answers.Enqueue(_ => Upstream.Refusal(429, "ThrottlingException", "busy"));
        _upstream.Answers.Enqueue(_ => Upstream.Refusal(404, "ResourceNotFoundException", "gone"));
        await _book.ModelOfAsync(Profile(1), Stop);

        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(Core, await _book.ModelOfAsync(Profile(1), Stop));
        Assert.Equal(Core, await _book.ModelOfAsync(Profile(1), Stop));
        Assert.Equal(2, _upstream.Requests.Count);
        _time.Advance(TimeSpan.FromSeconds(2));
        var gone = await Assert.ThrowsAsync<ImageException>(() => _book.ModelOfAsync(Profile(1), Stop));

        Assert.Equal("model_not_found", gone.Error.Code);
    }

    [Fact]
    public async Task A_control_plane_that_is_silent_is_waited_for_ten_seconds_and_asked_again_two_seconds_later()
    {
        _upstream.Silent = true;
        var asking = _book.ModelOfAsync(Profile(1), Stop);
        await _time.WaitForTimersAsync(1);
        _time.Advance(TimeSpan.FromSeconds(10));

        var late = await Assert.ThrowsAsync<ImageException>(() => asking);
        var kept = await Assert.ThrowsAsync<ImageException>(() => _book.ModelOfAsync(Profile(1), Stop));
        Assert.Equal((504, "bedrock_timeout", 504), (late.Error.Status, late.Error.Code, kept.Error.Status));
        Assert.Single(_upstream.Requests);

        _upstream.Silent = false;
        _upstream.Answers.Enqueue(_ => Leads(Core));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(Core, await _book.ModelOfAsync(Profile(1), Stop));
    }

    [Fact]
    public async Task Only_so_many_are_asked_for_at_once_and_the_next_is_told_when_to_come_back()
    {
        _upstream.Silent = true;
        var asking = Enumerable.Range(0, ProfileBook.MaxFlights).Select(number => _book.ModelOfAsync(Profile(number), Stop)).ToList();

        var refused = await Assert.ThrowsAsync<ImageException>(() => _book.ModelOfAsync(Profile(99), Stop));

        Assert.Equal((503, 1), (refused.Error.Status, refused.Error.RetryAfter));
        await _time.WaitForTimersAsync(ProfileBook.MaxFlights);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.All(await Task.WhenAll(asking.Select(one => Assert.ThrowsAsync<ImageException>(() => one))), fault => Assert.Equal(504, fault.Error.Status));
    }

    [Fact]
    public async Task A_caller_who_leaves_does_not_end_the_question_for_the_others()
    {
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var gated = new Gated(open.Task, _upstream);
        using var control = new ControlPlane(gated, AwsIdentity.AccessKey("AKID", "secret"), new(), _time);
        var book = new ProfileBook(control, new(), _time);
        _upstream.Answers.Enqueue(_ => Leads(Core));
        using var leaves = new CancellationTokenSource();
        var first = book.ModelOfAsync(Profile(1), leaves.Token);
        var second = book.ModelOfAsync(Profile(1), Stop);

        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        open.SetResult();

        Assert.Equal(Core, await second);
    }

    [Theory]
    [InlineData("""{"models":[]}""")]
    [InlineData("""{}""")]
    [InlineData("""{"models":[{"modelArn":"arn:aws:bedrock:us-west-2::foundation-model/a"},{"modelArn":"arn:aws:bedrock:us-west-2::foundation-model/b"}]}""")]
    public async Task A_profile_that_does_not_lead_to_one_model_is_refused(string answer)
    {
        _upstream.Answers.Enqueue(_ => Upstream.Json(200, answer));

        var refused = await Assert.ThrowsAsync<ImageException>(() => _book.ModelOfAsync(Profile(1), Stop));

        Assert.Equal("model_not_found", refused.Error.Code);
    }

    [Fact]
    public async Task An_answer_that_is_no_JSON_is_Bedrocks_fault()
    {
        _upstream.Answers.Enqueue(_ => Upstream.Json(200, "<html>"));

        var refused = await Assert.ThrowsAsync<ImageException>(() => _book.ModelOfAsync(Profile(1), Stop));

        Assert.Equal((502, "bedrock_bad_answer"), (refused.Error.Status, refused.Error.Code));
    }

    [Fact]
    public void What_is_remembered_is_bounded_and_what_was_longest_not_asked_for_goes_first()
    {
        var memory = new ProfileMemory<string>(3, _time);
        foreach (var number in (int[])[1, 2, 3])
            memory.Keep(Profile(number).Key, $"{number}", TimeSpan.FromHours(1));
        memory.Find(Profile(1).Key, fresh: true);

        memory.Keep(Profile(4).Key, "4", TimeSpan.FromHours(1));
        memory.Keep(Profile(4).Key, "4 again", TimeSpan.FromHours(1));

        Assert.Equal(["1", null, "3", "4 again"], ((int[])[1, 2, 3, 4]).Select(number => memory.Find(Profile(number).Key, fresh: true)));
        Assert.Equal(3, memory.Count);
    }

    private static UnknownProfile Profile(int number) =>
        new(ProfileArn.Of($"arn:aws:bedrock:us-west-2:123456789012:application-inference-profile/a{number}")!, null);

    private static HttpResponseMessage Leads(string model) => Upstream.Json(200,
        $$"""{"status":"ACTIVE","type":"APPLICATION","models":[{"modelArn":"arn:aws:bedrock:us-east-1::foundation-model/{{model}}"},{"modelArn":"arn:aws:bedrock:us-west-2::foundation-model/{{model}}"}]}""");

    private sealed class Gated(Task open, HttpMessageHandler behind) : DelegatingHandler(behind)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await open.WaitAsync(cancellationToken);
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
