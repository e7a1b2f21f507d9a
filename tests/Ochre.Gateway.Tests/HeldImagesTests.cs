using Microsoft.Extensions.DependencyInjection;
using Ochre.Emulator;

namespace Ochre.Gateway.Tests;

/// <summary>Images that are held for readers who do not take them: bounded for all together, and in nobody else's way.</summary>
public class HeldImagesTests
{
    // Larger than what the connection takes unread; a model without this size, so that pixels are needed.
    private const string Converted = """{"prompt":"A red kite","size":"1000x1000","ochre":{"fit":"exact"},"output_format":"png","response_format":"b64_json"}""";
    private const string AsItComes = """{"prompt":"A red kite","response_format":"b64_json"}""";
    private const string SeveralInOneAnswer = """{"prompt":"A red kite","model":"amazon.titan-image-generator-v2:0","n":2,"response_format":"b64_json"}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Converted)]
    [InlineData(SeveralInOneAnswer)]
    public async Task While_as_much_is_held_as_may_be_nothing_that_must_be_held_is_bought(string wish)
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with { Pixels = new() { MaxHeldBytes = 100_000 } });
        var unread = await gateway.PostAsync(wish);
        Assert.Equal(200, (int)unread.StatusCode);
        var bought = (await gateway.InvocationsAsync()).Count;

        foreach (var other in (string[])[Converted, SeveralInOneAnswer])
        {
            using var refused = await gateway.PostAsync(other);
            Assert.Equal((429, "rate_limit_exceeded", "2"), ((int)refused.StatusCode, (await refused.ErrorAsync())["code"]!.ToString(), refused.Header("Retry-After")));
        }

        Assert.Equal(bought, (await gateway.InvocationsAsync()).Count);
        using var passing = await gateway.PostAsync(AsItComes);
        Assert.Equal(("png", "1024x1024"), Measured.Of((await passing.JsonAsync()).Image()));

        // The first reader comes round, or leaves: there is room again.
        if (wish is Converted)
            Assert.Equal(("png", "1000x1000"), Measured.Of((await unread.JsonAsync()).Image()));
        unread.Dispose();
        Assert.Equal(200, await UntilNotBusyAsync(gateway, Converted));
    }

    [Fact]
    public async Task Readers_that_take_nothing_hold_no_worker()
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with { Pixels = new() { Workers = 1, Queue = 0 } });
        List<HttpResponseMessage> unread = [];

        // Each is refused unless the one worker and the one place are free again.
        for (var i = 0; i < 4; i++)
            unread.Add(await gateway.PostAsync(Converted));

        Assert.All(unread, answer => Assert.Equal(200, (int)answer.StatusCode));
        foreach (var answer in unread)
            Assert.Equal(("png", "1000x1000"), Measured.Of((await answer.JsonAsync()).Image()));
    }

    [Fact]
    public async Task Who_has_paid_waits_for_room_and_gets_the_image()
    {
        using var gate = new SemaphoreSlim(0);
        using var arrived = new SemaphoreSlim(0);
        await using var gateway = await RunningGateway.StartAsync(
            settings => settings with { Pixels = new() { MaxHeldBytes = 100_000 } },
            services => services.AddSingleton<HttpMessageHandler>(provider => new Gated(provider.GetRequiredService<BedrockEmulator>(), arrived, gate)));
        List<Task<HttpResponseMessage>> asked = [gateway.PostAsync(Converted), gateway.PostAsync(Converted), gateway.PostAsync(Converted)];

        // All three are bought before the first of them holds anything.
        for (var i = 0; i < 3; i++)
            await arrived.WaitAsync(Stop);
        gate.Release(3);

        while (asked.Count > 0)
        {
            var first = await Task.WhenAny(asked);
            asked.Remove(first);
            // Unread, it keeps the others out.
            Assert.DoesNotContain(asked, other => other.IsCompleted);
            using var answer = await first;
            Assert.Equal(("png", "1000x1000"), Measured.Of((await answer.JsonAsync()).Image()));
        }
    }

    private static async Task<int> UntilNotBusyAsync(RunningGateway gateway, string wish)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var answer = await gateway.PostAsync(wish);
            if ((int)answer.StatusCode is not 429 || patience.IsCancellationRequested)
                return (int)answer.StatusCode;
            await Task.Yield();
        }
    }

    /// <summary>Tells of each call, and answers when the gate opens.</summary>
    private sealed class Gated(HttpMessageHandler behind, SemaphoreSlim arrived, SemaphoreSlim gate) : DelegatingHandler(behind)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            arrived.Release();
            await gate.WaitAsync(cancellationToken);
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
