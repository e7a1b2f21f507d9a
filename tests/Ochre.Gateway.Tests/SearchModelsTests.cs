using System.Text.Json.Nodes;

namespace Ochre.Gateway.Tests;

/// <summary>stdapi.ai's <c>/search_models</c>.</summary>
public class SearchModelsTests
{
    private const string Core = "stability.stable-image-core-v1:1";
    private const string Erase = "stability.stable-image-erase-object-v1:0";
    private const string Canvas = "amazon.nova-canvas-v1:0";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", true, true, true)]
    [InlineData("input_modalities=TEXT", true, false, true)]
    [InlineData("input_modalities=text&output_modalities=Image", true, false, true)]
    [InlineData("input_modalities=TEXT&input_modalities=IMAGE", false, false, true)]
    [InlineData("input_modalities=IMAGE", false, true, true)]
    [InlineData("input_modalities=VIDEO", false, false, false)]
    [InlineData("output_modalities=IMAGE", true, true, true)]
    [InlineData("output_modalities=TEXT", false, false, false)]
    [InlineData("route=/v1/images/generations", true, false, true)]
    [InlineData("route=/v1/images/edits", false, true, true)]
    [InlineData("route=openai_image_edit", false, true, true)]
    [InlineData("route=/v1/images/variations", false, false, true)]
    [InlineData("route=/v1/images/edits&region=us-east-2", false, true, false)]
    [InlineData("region=us-west-2", true, true, false)]
    [InlineData("region=mars-north-1", false, false, false)]
    [InlineData("streaming=true", true, true, true)]
    [InlineData("streaming=false", false, false, false)]
    [InlineData("legacy=true", false, false, true)]
    [InlineData("legacy=false", true, true, false)]
    [InlineData("legacy=", true, true, true)]
    [InlineData("sort=name", true, true, true)]
    public async Task Every_filter_that_is_given_must_fit(string query, bool core, bool erase, bool canvas)
    {
        await using var gateway = await RunningGateway.StartAsync();

        var ids = (await GetAsync(gateway, query)).Select(row => row!["id"]!.ToString()).ToList();

        Assert.Equal((core, erase, canvas), (ids.Contains(Core), ids.Contains(Erase), ids.Contains(Canvas)));
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Empty(ids.Except(ModelCatalog.Default.Models.Select(model => model.Id)));
    }

    [Theory]
    [InlineData("input_modalities=INVALID", "input_modalities", "TEXT, IMAGE")]
    [InlineData("input_modalities=TEXT&input_modalities=TXT", "input_modalities", "'TXT'")]
    [InlineData("output_modalities=PICTURE", "output_modalities", "'PICTURE'")]
    [InlineData("route=nonexistent_tool", "route", "/v1/images/generations")]
    [InlineData("route=/v1/chat/completions", "route", "openai_image_edit")]
    [InlineData("streaming=perhaps", "streaming", "true or false")]
    [InlineData("legacy=old", "legacy", "true or false")]
    public async Task A_value_that_nobody_knows_is_answered_with_those_there_are(string query, string param, string says)
    {
        await using var gateway = await RunningGateway.StartAsync();

        using var answer = await gateway.CreateClient().GetAsync($"/search_models?{query}", Stop);
        var error = await answer.ErrorAsync();

        Assert.Equal((400, "invalid_value", param), ((int)answer.StatusCode, error["code"]!.ToString(), error["param"]!.ToString()));
        Assert.Contains(says, error["message"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_has_stdapis_fields_and_none_that_does_not_apply()
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with { Models = [new("poster", Core, null, null, [])] });
        var rows = (await GetAsync(gateway, "")).ToDictionary(row => row!["id"]!.ToString(), row => row!.AsObject());

        Assert.Equal(["aliases", "id", "input_modalities", "legacy", "name", "output_modalities", "provider", "regions", "response_streaming", "service", "supported_mcp_tools", "supported_routes"],
            rows[Core].Select(field => field.Key).Order());
        Assert.Contains("poster", rows[Core]["aliases"]!.AsArray().Select(alias => alias!.ToString()));
        Assert.Equal(("Stable Image Core 1.0", "Stability AI", "AWS Bedrock Runtime"), (rows[Core]["name"]!.ToString(), rows[Core]["provider"]!.ToString(), rows[Core]["service"]!.ToString()));
        Assert.False(rows[Erase].ContainsKey("aliases"));
        Assert.Equal($$"""{"us-east-1":"us.{{Erase}}","us-east-2":"us.{{Erase}}","us-west-2":"us.{{Erase}}"}""", rows[Erase]["inference_profiles"]!.ToJsonString());
    }

    [Fact]
    public async Task On_AWS_what_is_gone_is_not_found()
    {
        var (gateway, _) = await AwsGateway.StartAsync();
        await using var running = gateway;

        Assert.Empty(await GetAsync(gateway, "legacy=true"));
        Assert.Contains(Core, (await GetAsync(gateway, "")).Select(row => row!["id"]!.ToString()));
    }

    private static async Task<JsonArray> GetAsync(RunningGateway gateway, string query)
    {
        using var answer = await gateway.CreateClient().GetAsync($"/search_models?{query}", Stop);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
        return (await answer.JsonAsync()).AsArray();
    }
}
