using System.Text.Json;

namespace Ochre.Emulator.Tests;

public class InvocationTests
{
    private const string Body = """{"prompt":"a red kite","seed":1}""";

    [Fact]
    public async Task Invocations_are_told_newest_first_and_without_secrets()
    {
        using var client = new TestClient();
        await client.InvokeAsync(TestClient.Core, Body, ("X-Amz-Security-Token", "secret"), ("X-Amzn-Bedrock-Trace", "ENABLED"));
        await client.InvokeAsync(TestClient.Ultra, """{"prompt":7}""");

        using var response = await client.SendUnsignedAsync(new(HttpMethod.Get, client.Host + "/_emulator/invocations?last=5"), TestContext.Current.CancellationToken);
        var list = (await Answer.ReadAsync(response)).Json;

        Assert.Equal(2, list.GetArrayLength());
        Assert.Equal((TestClient.Ultra, 400, 0), Told(list[0]));
        Assert.Equal((TestClient.Core, 200, 1), Told(list[1]));
        Assert.Equal("/model/stability.stable-image-core-v1%3A1/invoke", list[1].GetProperty("path").GetString());
        Assert.Equal("a red kite", list[1].GetProperty("body").GetProperty("prompt").GetString());
        Assert.Equal(0.04m, list[1].GetProperty("usd").GetDecimal());
        Assert.Equal(client.Time.GetUtcNow(), list[1].GetProperty("at").GetDateTimeOffset());
        Assert.Equal("ENABLED", list[1].GetProperty("headers").GetProperty("x-amzn-bedrock-trace").GetString());
        Assert.False(list[1].GetProperty("headers").TryGetProperty("authorization", out _));
        Assert.False(list[1].GetProperty("headers").TryGetProperty("x-amz-security-token", out _));
    }

    [Fact]
    public async Task The_last_ones_can_be_asked_for_and_all_can_be_forgotten()
    {
        using var client = new TestClient();
        for (var i = 0; i < 3; i++)
            await client.InvokeAsync(TestClient.Core, Body);

        Assert.Equal(2, (await client.GetAsync("/_emulator/invocations?last=2")).Json.GetArrayLength());
        Assert.Equal("[]", (await client.SendAsync(new(HttpMethod.Delete, client.Host + "/_emulator/invocations"))).Body);
        Assert.Empty(client.Emulator.Invocations);
    }

    [Fact]
    public async Task A_body_that_is_no_JSON_is_told_as_text()
    {
        using var client = new TestClient();
        await client.InvokeAsync(TestClient.Core, "{nonsense");

        Assert.Equal("{nonsense", (await client.GetAsync("/_emulator/invocations")).Json[0].GetProperty("body").GetString());
    }

    [Fact]
    public async Task A_refused_caller_is_on_the_list_too()
    {
        using var client = new TestClient();
        await client.SendUnsignedAsync(TestClient.Post(client.Host, "/model/x/invoke", Body), TestContext.Current.CancellationToken);

        Assert.Equal(403, Assert.Single(client.Emulator.Invocations).Status);
    }

    [Fact]
    public async Task Only_so_many_and_so_many_bytes_are_kept()
    {
        using var few = new TestClient(options => options.KeptInvocations = 2);
        using var small = new TestClient(options => options.KeptBytes = Body.Length);
        for (var i = 0; i < 3; i++)
        {
            await few.InvokeAsync(TestClient.Core, Body);
            await small.InvokeAsync(TestClient.Core, Body);
        }

        Assert.Equal(2, few.Emulator.Invocations.Count);
        Assert.Single(small.Emulator.Invocations);
    }

    [Fact]
    public async Task A_very_long_body_is_kept_with_its_strings_shortened()
    {
        using var client = new TestClient();
        await client.InvokeAsync(TestClient.Ultra, $$"""{"prompt":"a kite","image":"{{new string('A', 9_000_000)}}"}""");

        var body = JsonElement.Parse(Assert.Single(client.Emulator.Invocations).Body.Span);
        Assert.Equal("a kite", body.GetProperty("prompt").GetString());
        Assert.EndsWith("(9000000 characters, shortened by the emulator)", body.GetProperty("image").GetString());
    }

    private static (string?, int, int) Told(JsonElement invocation) => (
        invocation.GetProperty("model").GetString(), invocation.GetProperty("status").GetInt32(), invocation.GetProperty("images_billed").GetInt32());
}
