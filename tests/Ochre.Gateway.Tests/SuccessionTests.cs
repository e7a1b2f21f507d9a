using Ochre.Succession;

namespace Ochre.Gateway.Tests;

/// <summary>What becomes of a wish for a model that AWS has switched off.</summary>
public class SuccessionTests
{
    private const string Canvas = "amazon.nova-canvas-v1:0";
    private const string Titan = "amazon.titan-image-generator-v2:0";
    private const string Core = "stability.stable-image-core-v1:1";

    public static TheoryData<string, string> Successors =>
        [.. ModelCatalog.Default.Models.Where(model => model.EndOfLife is not null).Select(model => (model.Id, model.Successor!))];

    [Theory]
    [MemberData(nameof(Successors))]
    public async Task A_model_that_is_gone_is_answered_by_its_successor_and_that_is_said(string gone, string successor)
    {
        var (gateway, bedrock) = await AwsGateway.StartAsync();
        await using var _ = gateway;

        using var answer = await gateway.PostAsync($$"""{"prompt":"A kite","model":"{{gone}}","response_format":"b64_json","size":"1024x1024"}""");

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(($"{gone}->{successor}", successor), (answer.Header("x-ochre-substituted"), answer.Header("x-ochre-model")));
        Assert.EndsWith($"/model/{Uri.EscapeDataString(successor)}/invoke", Assert.Single(bedrock.Requests).Url, StringComparison.Ordinal);
        Assert.Equal($"{ModelCatalog.Default.Find(successor).Model.Prices!.Lines[0].Usd}", answer.Header("x-ochre-cost-usd"));
    }

    [Fact]
    public async Task A_model_that_lives_is_nobodys_substitute()
    {
        var (gateway, _) = await AwsGateway.StartAsync();
        await using var running = gateway;
        using var answer = await gateway.PostAsync($$"""{"prompt":"A kite","model":"{{Core}}"}""");
        Assert.Equal((200, null), ((int)answer.StatusCode, answer.Header("x-ochre-substituted")));
    }

    [Fact]
    public async Task Where_successors_are_not_wanted_the_refusal_names_the_one_there_is()
    {
        var (gateway, bedrock) = await AwsGateway.StartAsync(new(SuccessionMode.Off, new HashSet<string>()));
        await using var _ = gateway;

        using var answer = await gateway.PostAsync($$"""{"prompt":"A kite","model":"{{Canvas}}"}""");
        var error = await answer.ErrorAsync();

        Assert.Equal((400, "model_not_found", "model"), ((int)answer.StatusCode, error["code"]!.ToString(), error["param"]!.ToString()));
        Assert.Contains(Core, error["message"]!.ToString(), StringComparison.Ordinal);
        Assert.Contains("2026-09-30", error["message"]!.ToString(), StringComparison.Ordinal);
        Assert.Empty(bedrock.Requests);
    }

    [Theory]
    [InlineData(SuccessionMode.Auto)]
    [InlineData(SuccessionMode.Off)]
    public async Task What_the_operator_says_is_available_is_called_all_the_same(SuccessionMode mode)
    {
        var (gateway, bedrock) = await AwsGateway.StartAsync(new(mode, new HashSet<string> { Canvas }));
        await using var _ = gateway;

        using var answer = await gateway.PostAsync($$"""{"prompt":"A kite","model":"{{Canvas}}"}""");
        var error = await answer.ErrorAsync();

        // Bedrock itself says that it is gone, in its own words.
        Assert.Equal((400, "model_not_found"), ((int)answer.StatusCode, error["code"]!.ToString()));
        Assert.Contains("end of its life", error["message"]!.ToString(), StringComparison.Ordinal);
        Assert.Contains("nova-canvas", Assert.Single(bedrock.Requests).Url, StringComparison.Ordinal);
        Assert.Null(answer.Header("x-ochre-substituted"));
    }

    [Fact]
    public async Task The_emulator_serves_every_model_there_ever_was()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var answer = await gateway.PostAsync($$"""{"prompt":"A kite","model":"{{Canvas}}","size":"320x320"}""");
        Assert.Equal((200, null, Canvas), ((int)answer.StatusCode, answer.Header("x-ochre-substituted"), answer.Header("x-ochre-model")));
    }

    [Fact]
    public async Task What_the_successor_has_no_word_for_is_told_and_nobodys_parameter_is_refused_by_its_name()
    {
        var (gateway, bedrock) = await AwsGateway.StartAsync();
        await using var _ = gateway;

        using var answer = await gateway.PostAsync($$"""{"prompt":"A kite","model":"{{Canvas}}","cfgScale":7,"quality":"standard","response_format":"b64_json"}""");
        Assert.Equal((200, "cfgScale"), ((int)answer.StatusCode, answer.Header("x-ochre-ignored")));
        Assert.Single(bedrock.Requests);

        using var refused = await gateway.PostAsync($$"""{"prompt":"A kite","model":"{{Canvas}}","kite_length":7}""");
        var error = await refused.ErrorAsync();
        Assert.Equal((400, "unknown_parameter", "kite_length"), ((int)refused.StatusCode, error["code"]!.ToString(), error["param"]!.ToString()));
        Assert.Contains(Core, error["message"]!.ToString(), StringComparison.Ordinal);
        Assert.Single(bedrock.Requests);
    }

    [Fact]
    public async Task A_strict_gateway_refuses_what_the_successor_has_no_word_for()
    {
        var (gateway, bedrock) = await AwsGateway.StartAsync(change: settings => settings with { Strict = true });
        await using var _ = gateway;

        using var answer = await gateway.PostAsync($$"""{"prompt":"A kite","model":"{{Canvas}}","cfgScale":7}""");
        var error = await answer.ErrorAsync();

        Assert.Equal((400, "invalid_value", "cfgScale"), ((int)answer.StatusCode, error["code"]!.ToString(), error["param"]!.ToString()));
        Assert.Empty(bedrock.Requests);
    }

    // Titan v2's end is 2026-06-30; 90 days before it is 2026-04-01. RFC 9745 wants Unix seconds behind an @, RFC 8594 an HTTP date.
    [Theory]
    [InlineData("2026-03-31T23:59:59Z", null, null)]
    [InlineData("2026-04-01T00:00:00Z", "@1767052800", "Tue, 30 Jun 2026 00:00:00 GMT")]
    [InlineData("2026-11-21T12:00:00Z", "@1767052800", "Tue, 30 Jun 2026 00:00:00 GMT")]
    public async Task A_models_end_is_told_from_ninety_days_before_it_on(string now, string? deprecation, string? sunset)
    {
        var (gateway, _) = await AwsGateway.StartAsync(time: new ManualTime { Start = DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture) });
        await using var running = gateway;

        using var answer = await gateway.PostAsync($$"""{"prompt":"A kite","model":"{{Titan}}","response_format":"b64_json"}""");
        Assert.Equal((200, deprecation, sunset), ((int)answer.StatusCode, answer.Header("Deprecation"), answer.Header("Sunset")));
        using var model = await gateway.CreateClient().GetAsync($"/v1/models/{Titan}", TestContext.Current.CancellationToken);
        Assert.Equal((deprecation, sunset), (model.Header("Deprecation"), model.Header("Sunset")));

        using var living = await gateway.PostAsync($$"""{"prompt":"A kite","model":"{{Core}}","response_format":"b64_json"}""");
        Assert.Equal((200, null, null), ((int)living.StatusCode, living.Header("Deprecation"), living.Header("Sunset")));
    }
}
