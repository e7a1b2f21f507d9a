using System.Text.Json.Nodes;
using Ochre.Gateway.Configuration;

namespace Ochre.Gateway.Tests;

/// <summary>LiteLLM's <c>/model/info</c>.</summary>
public sealed class ModelInfoTests : IDisposable
{
    private const string Canvas = "amazon.nova-canvas-v1:0";
    private const string Core = "stability.stable-image-core-v1:1";
    private readonly string _folder = Directory.CreateTempSubdirectory("ochre-config-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("/model/info")]
    [InlineData("/v1/model/info")]
    public async Task Every_name_that_can_be_asked_for_is_there_in_LiteLLMs_shape_and_with_its_price(string path)
    {
        await using var gateway = await RunningGateway.StartAsync();

        var body = await GetAsync(gateway, path);
        var items = body["data"]!.AsArray();

        Assert.Equal(["data"], body.AsObject().Select(field => field.Key));
        var listed = (await GetAsync(gateway, "/v1/models"))["data"]!.AsArray();
        Assert.Equal(listed.Select(model => model!["id"]!.ToString()), items.Select(item => item!["model_name"]!.ToString()));
        var core = items.Single(item => item!["model_name"]!.ToString() == Core)!;
        Assert.Equal(("bedrock/" + Core, Core, "image_generation", "bedrock"), (
            core["litellm_params"]!["model"]!.ToString(), core["model_info"]!["key"]!.ToString(),
            core["model_info"]!["mode"]!.ToString(), core["model_info"]!["litellm_provider"]!.ToString()));
        Assert.Equal(0.04m, (decimal)core["model_info"]!["output_cost_per_image"]!);
        Assert.False((bool)core["model_info"]!["db_model"]!);
        Assert.False(core["model_info"]!.AsObject().ContainsKey("deprecation_date"));
        var canvas = items.Single(item => item!["model_name"]!.ToString() == Canvas)!;
        Assert.Equal(("2026-09-30", 0.04m), (canvas["model_info"]!["deprecation_date"]!.ToString(), (decimal)canvas["model_info"]!["output_cost_per_image"]!));
        var upscale = items.Single(item => item!["model_name"]!.ToString() == "stability.stable-fast-upscale-v1:0")!;
        Assert.Equal("""image_edit ["/v1/images/edits"]""", $"{upscale["model_info"]!["mode"]} {upscale["model_info"]!["supported_endpoints"]!.ToJsonString()}");
        Assert.Equal(items.Count, items.Select(item => item!["model_info"]!["id"]!.ToString()).Distinct().Count());
    }

    [Fact]
    public async Task An_entry_of_config_yaml_is_shown_without_its_secrets()
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with
        {
            Models = Read("""
                model_list:
                  - model_name: house
                    litellm_params:
                      model: bedrock/amazon.nova-canvas-v1:0
                      model_id: arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/a0a0a0a0a0a0
                      aws_access_key_id: AKIACANARY
                      aws_secret_access_key: canary-secret
                      aws_role_name: arn:aws:iam::123456789012:role/canary
                      api_base: https://canary.example
                      negative_prompt: fog
                      negativeText: fog
                      my_token: canary-token
                      imageGenerationConfig: { cfgScale: 7.5 }
                      rpm: 60
                      order: 2
                      output_cost_per_image: 0.055
                    model_info: { id: house-1, mode: image_generation, description: ours }
                  - model_name: house
                    litellm_params: { model: bedrock/amazon.nova-canvas-v1:0, aws_region_name: us-east-1 }
                """),
        });

        var text = await TextAsync(gateway, "/model/info");
        var items = JsonNode.Parse(text)!["data"]!.AsArray().Where(item => item!["model_name"]!.ToString() == "house").ToList();

        Assert.DoesNotContain("canary", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("123456789012", text, StringComparison.Ordinal);
        Assert.Equal(2, items.Count);
        Assert.Equal("""
            {"model":"bedrock/amazon.nova-canvas-v1:0","model_id":"arn:aws:bedrock:eu-west-1:************:application-inference-profile/a0a0a0a0a0a0","aws_region_name":"eu-west-1","rpm":60,"order":2,"negative_prompt":"fog","negativeText":"fog","imageGenerationConfig":{"cfgScale":7.5}}
            """, items[0]!["litellm_params"]!.ToJsonString());
        Assert.Equal(("house-1", 0.055m), (items[0]!["model_info"]!["id"]!.ToString(), (decimal)items[0]!["model_info"]!["output_cost_per_image"]!));
        Assert.Equal("""{"model":"bedrock/amazon.nova-canvas-v1:0","aws_region_name":"us-east-1"}""", items[1]!["litellm_params"]!.ToJsonString());
        Assert.Equal(0.04m, (decimal)items[1]!["model_info"]!["output_cost_per_image"]!);
    }

    [Fact]
    public async Task One_is_found_by_its_id_which_stays_the_same_and_no_other_is()
    {
        await using var first = await RunningGateway.StartAsync();
        await using var second = await RunningGateway.StartAsync();
        var ids = (await GetAsync(first, "/model/info"))["data"]!.AsArray().ToDictionary(item => item!["model_name"]!.ToString(), item => item!["model_info"]!["id"]!.ToString());

        var found = (await GetAsync(second, $"/model/info?litellm_model_id={ids[Core]}"))["data"]!.AsArray();

        Assert.Equal(Core, Assert.Single(found)!["model_name"]!.ToString());
        using var answer = await first.CreateClient().GetAsync("/v1/model/info?litellm_model_id=nobody", Stop);
        var error = await answer.ErrorAsync();
        Assert.Equal((400, "model_not_found", "litellm_model_id"), ((int)answer.StatusCode, error["code"]!.ToString(), error["param"]!.ToString()));
        Assert.Contains("'nobody'", error["message"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_AWS_what_is_gone_is_not_listed()
    {
        var (gateway, bedrock) = await AwsGateway.StartAsync();
        await using var _ = gateway;

        var names = (await GetAsync(gateway, "/model/info"))["data"]!.AsArray().Select(item => item!["model_name"]!.ToString()).ToList();

        Assert.Contains(Core, names);
        Assert.DoesNotContain(Canvas, names);
        Assert.Empty(bedrock.Requests);
    }

    [Theory]
    [InlineData("/model/info")]
    [InlineData("/v1/model/info")]
    [InlineData("/search_models")]
    [InlineData("/model_pricing")]
    [InlineData("/v1/model_pricing")]
    public async Task Every_list_of_models_asks_for_a_key_and_takes_no_other_method(string path)
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with { Keys = ["sk-first-first"] });

        using var keyless = await gateway.CreateClient().GetAsync(path, Stop);
        using var wrong = await gateway.CreateClient("sk-wrong-wrong").GetAsync(path, Stop);
        using var right = await gateway.CreateClient("sk-first-first").GetAsync(path, Stop);
        using var posted = await gateway.CreateClient("sk-first-first").PostAsync(path, null, Stop);

        Assert.Equal((401, 401, 200, 405), ((int)keyless.StatusCode, (int)wrong.StatusCode, (int)right.StatusCode, (int)posted.StatusCode));
        Assert.Equal("invalid_api_key", (await wrong.ErrorAsync())["code"]!.ToString());
    }

    private IReadOnlyList<ModelEntry> Read(string yaml)
    {
        var path = Path.Combine(_folder, "config.yaml");
        File.WriteAllText(path, yaml);
        List<string> faults = [];
        var file = LiteLlmFile.Read(path, _ => null, faults, looksUp: false);
        Assert.Empty(faults);
        return file.Models;
    }

    private static async Task<JsonNode> GetAsync(RunningGateway gateway, string path) => JsonNode.Parse(await TextAsync(gateway, path))!;

    private static async Task<string> TextAsync(RunningGateway gateway, string path)
    {
        using var answer = await gateway.CreateClient().GetAsync(path, Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.IsSuccessStatusCode, text);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.ToString());
        return text;
    }
}
