namespace Ochre.Gateway.Tests;

public class HealthTests
{
    [Theory]
    [InlineData("/health")]
    [InlineData("/healthz")]
    [InlineData("/health/live")]
    [InlineData("/health/liveliness")]
    [InlineData("/health/liveness")]
    [InlineData("/health/ready")]
    [InlineData("/health/readiness")]
    public async Task It_answers_without_a_key_and_without_buying_an_image(string path)
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with { Keys = ["sk-0123456789"] });

        using var answer = await gateway.CreateClient().GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal("""{"status":"ok"}""", (await answer.JsonAsync()).ToJsonString());
        Assert.Empty(await gateway.InvocationsAsync());
    }
}
