using System.Diagnostics;

namespace Ochre.Tests.Client;

/// <summary>The fixture that users have for their own tests.</summary>
public sealed class EmulatedBedrockTests(EmulatedBedrock bedrock, ITestOutputHelper output) : IClassFixture<EmulatedBedrock>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_says_what_it_was_asked_and_what_that_would_have_cost_until_it_is_reset()
    {
        bedrock.Reset();
        await bedrock.Client.GenerateAsync("a red kite", new() { Extra = { ["seed"] = 7 } }, Stop);

        Assert.Equal(7, Assert.Single(bedrock.Invocations).Json.GetProperty("seed").GetInt32());
        Assert.Equal((1, 0.04m), (bedrock.ImagesBilled, bedrock.UsdBilled));

        bedrock.Reset();
        Assert.Equal((0, 0m), (bedrock.ImagesBilled, bedrock.UsdBilled));
    }

    [Fact]
    public async Task It_fails_as_often_as_it_is_told_to_and_is_well_again()
    {
        bedrock.Reset();
        bedrock.Fail("access", times: 2, model: "stability.stable-image-core-v1:1");

        for (var i = 0; i < 2; i++)
            Assert.Equal("bedrock_access_denied", (await Assert.ThrowsAsync<ImageException>(() => bedrock.Client.GenerateAsync("a red kite", cancellationToken: Stop))).Error.Code);
        await bedrock.Client.GenerateAsync("a red kite", cancellationToken: Stop);

        bedrock.Fail("reset", times: null);
        bedrock.Reset();
        await bedrock.Client.GenerateAsync("a red kite", cancellationToken: Stop);
        Assert.Throws<FormatException>(() => bedrock.Fail("no-such-fault"));
    }

    // The time is told, not asserted: a machine that is busy would make a good program fail.
    [Fact]
    public async Task It_is_there_at_once()
    {
        var started = Stopwatch.GetTimestamp();
        using var another = new EmulatedBedrock();
        var made = Stopwatch.GetElapsedTime(started);
        var image = await another.Client.GenerateAsync("a red kite", cancellationToken: Stop);

        output.WriteLine($"made in {made.TotalMilliseconds:F1} ms, the first image after {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} ms");
        Assert.Equal(1, another.ImagesBilled);
        Assert.NotEmpty(image.Bytes.ToArray());
    }
}
