using System.Text.Json;

namespace Ochre.Emulator.Tests;

public class FaultTests
{
    private const string Header = "x-emulator-fault";
    private const string Body = """{"prompt":"a red kite","seed":1}""";

    [Theory]
    [InlineData("throttle", 429, "ThrottlingException")]
    [InlineData("notready", 429, "ModelNotReadyException")]
    [InlineData("503", 503, "ServiceUnavailableException")]
    [InlineData("500", 500, "InternalServerException")]
    [InlineData("modeltimeout", 408, "ModelTimeoutException")]
    [InlineData("modelerror", 424, "ModelErrorException")]
    [InlineData("access", 403, "AccessDeniedException")]
    [InlineData("expired", 403, "ExpiredTokenException")]
    [InlineData("quota", 400, "ServiceQuotaExceededException")]
    public async Task An_error_fault_is_answered_as_AWS_answers_it(string fault, int status, string code)
    {
        using var client = new TestClient();

        var answer = await client.InvokeAsync(TestClient.Core, Body, (Header, fault));

        Assert.Equal((status, code), (answer.Status, answer.Code));
        Assert.NotEmpty(answer.Message);
        Assert.Equal((status, 0), (client.Emulator.Invocations[0].Status, client.Emulator.Invocations[0].ImagesBilled));
    }

    [Theory]
    [InlineData("hang")]
    [InlineData("timeout")]
    public async Task A_hanging_request_ends_only_when_it_is_cancelled(string fault)
    {
        using var client = new TestClient();
        using var patience = new CancellationTokenSource();
        var request = TestClient.Post(client.Host, $"/model/{TestClient.Core}/invoke", Body);
        request.Headers.Add(Header, fault);

        var pending = client.SendUnsignedAsync(request, patience.Token);
        client.Time.Advance(TimeSpan.FromDays(1));
        Assert.False(pending.IsCompleted);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
        Assert.Equal(0, Assert.Single(client.Emulator.Invocations).Status);
    }

    [Fact]
    public async Task A_slow_answer_comes_when_its_time_is_up()
    {
        using var client = new TestClient();

        var pending = client.InvokeAsync(TestClient.Core, Body, (Header, "slow=2s"));
        await TimerOf(client, pending);
        client.Time.Advance(TimeSpan.FromMilliseconds(1999));
        Assert.False(pending.IsCompleted);
        client.Time.Advance(TimeSpan.FromMilliseconds(1));

        var answer = await pending;
        Assert.Equal(200, answer.Status);
        Assert.Equal("2000", answer.Response.Headers.GetValues("x-amzn-bedrock-invocation-latency").Single());
    }

    [Fact]
    public async Task Faults_add_up()
    {
        using var client = new TestClient();

        var pending = client.InvokeAsync(TestClient.Core, Body, (Header, "slow=500ms, throttle"));
        await TimerOf(client, pending);
        client.Time.Advance(TimeSpan.FromMilliseconds(500));

        Assert.Equal(429, (await pending).Status);
    }

    [Fact]
    public async Task A_cut_answer_promises_more_than_comes_and_is_billed()
    {
        using var client = new TestClient();
        var whole = (await client.InvokeAsync(TestClient.Core, Body)).Response.Content.Headers.ContentLength;
        var request = TestClient.Post(client.Host, $"/model/{TestClient.Core}/invoke", Body);

        using var response = await client.RespondAsync(request, (Header, "cut=50%"));
        using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var received = new MemoryStream();

        await Assert.ThrowsAsync<HttpIOException>(() => stream.CopyToAsync(received, TestContext.Current.CancellationToken));
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(whole, response.Content.Headers.ContentLength);
        Assert.Equal(whole / 2, received.Length);
        Assert.Equal(1, client.Emulator.Invocations[0].ImagesBilled);
    }

    [Fact]
    public async Task Garbage_is_200_and_not_JSON()
    {
        using var client = new TestClient();

        var answer = await client.InvokeAsync(TestClient.Core, Body, (Header, "garbage"));

        Assert.Equal(200, answer.Status);
        Assert.ThrowsAny<JsonException>(() => answer.Json);
    }

    [Fact]
    public async Task What_is_no_image_is_where_the_image_should_be()
    {
        using var client = new TestClient();

        Assert.Equal("this is not an image"u8.ToArray(), (await client.InvokeAsync(TestClient.Core, Body, (Header, "notimage"))).Image());
    }

    [Fact]
    public async Task A_reset_connection_answers_nothing()
    {
        using var client = new TestClient();

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => client.InvokeAsync(TestClient.Core, Body, (Header, "reset")));

        Assert.IsType<IOException>(error.InnerException);
        Assert.Equal(0, Assert.Single(client.Emulator.Invocations).Status);
    }

    [Fact]
    public async Task A_mistyped_fault_is_refused_with_the_list()
    {
        using var client = new TestClient();

        var answer = await client.InvokeAsync(TestClient.Core, Body, (Header, "throtle"));

        Assert.Equal(400, answer.Status);
        Assert.StartsWith("x-emulator-fault: 'throtle' is not a fault; there are throttle, notready,", answer.Message);
    }

    [Theory]
    [InlineData("slow=2")]
    [InlineData("slow=-1s")]
    [InlineData("slow=99999999s")]
    [InlineData("slow")]
    [InlineData("cut=100%")]
    [InlineData("cut=-1%")]
    [InlineData("cut=half")]
    public void A_value_out_of_range_is_no_fault(string text) => Assert.Throws<FormatException>(() => Fault.Parse(text));

    [Fact]
    public void Every_name_in_the_list_is_a_fault() => Assert.All(Fault.Names, name => Assert.Single(Fault.Parse(name)));

    [Fact]
    public async Task Rules_count_the_invocations_they_wait_for_and_take()
    {
        using var client = new TestClient(options => options.Faults = FaultRule.ParseAll(
            """[{"fault":"throttle","times":2},{"fault":"503","model":"stability.stable-image-core-v1:1","times":1,"after":1}]"""));
        var statuses = new List<int>();

        for (var i = 0; i < 5; i++)
            statuses.Add((await client.InvokeAsync(TestClient.Core, Body)).Status);
        statuses.Add((await client.InvokeAsync(TestClient.Ultra, Body)).Status);

        Assert.Equal([429, 429, 200, 503, 200, 200], statuses);
    }

    [Fact]
    public async Task A_rule_for_one_model_leaves_the_others_alone()
    {
        using var client = new TestClient(options => options.Faults = FaultRule.ParseAll("""[{"fault":"500","model":"stability.stable-image-core-v1:1"}]"""));

        Assert.Equal(200, (await client.InvokeAsync(TestClient.Ultra, Body)).Status);
        Assert.Equal(500, (await client.InvokeAsync(TestClient.Core, Body)).Status);
        Assert.Equal(500, (await client.InvokeAsync("arn:aws:bedrock:us-west-2::foundation-model/" + TestClient.Core, Body)).Status);
    }

    [Theory]
    [InlineData("{", "Fault rules are not JSON")]
    [InlineData("{}", "Fault rules are a JSON array")]
    [InlineData("[5]", "Fault rule 0 is not an object")]
    [InlineData("[{}]", "Fault rule 0 needs a fault")]
    [InlineData("""[{"fault":"x"}]""", "Fault rule 0 is wrong: 'x' is not a fault; there are")]
    [InlineData("""[{"fault":"500"},{"fault":7}]""", "Fault rule 1 has a fault that is not a string")]
    [InlineData("""[{"fault":"500","times":0}]""", "Fault rule 0 has times 0; it must be a whole number, 1 or more")]
    [InlineData("""[{"fault":"500","after":-1}]""", "Fault rule 0 has after -1; it must be a whole number, 0 or more")]
    [InlineData("""[{"fault":"500","modle":"x"}]""", "Fault rule 0 has a key 'modle'; there are fault, model, times, after")]
    public void A_wrong_rule_is_named(string json, string message) =>
        Assert.StartsWith(message, Assert.Throws<FormatException>(() => FaultRule.ParseAll(json)).Message);

    // The request reaches its delay on a thread of its own.
    private static async Task TimerOf(TestClient client, Task pending)
    {
        while (client.Time.Timers == 0 && !pending.IsCompleted)
            await Task.Yield();
    }
}
