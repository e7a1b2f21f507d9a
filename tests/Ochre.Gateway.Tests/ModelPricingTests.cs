using System.Globalization;
using System.Text.Json.Nodes;

namespace Ochre.Gateway.Tests;

/// <summary>stdapi.ai's <c>/model_pricing</c>.</summary>
public class ModelPricingTests
{
    private const string Canvas = "amazon.nova-canvas-v1:0";
    private const string Core = "stability.stable-image-core-v1:1";
    private const string Xl = "stability.stable-diffusion-xl-v1";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_card_has_region_size_and_quality_of_each_price_its_source_and_its_day()
    {
        await using var gateway = await RunningGateway.StartAsync();

        var card = Assert.Single(await GetAsync(gateway, $"model={Canvas}&region=us-east-1"))!;

        Assert.Equal((Canvas, "bedrock-runtime", "standard", "2026-07-09", false), (
            card["id"]!.ToString(), card["service"]!.ToString(), card["default_tier"]!.ToString(), card["as_of"]!.ToString(), (bool)card["override"]!));
        Assert.StartsWith("AWS Bedrock pricing page", card["source"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(
            ["us-east-1 1024:standard standard 0.04 USD", "us-east-1 1024:premium premium 0.06 USD", "us-east-1  standard 0.06 USD", "us-east-1   0.08 USD"],
            card["prices"]!.AsArray().Select(row => $"{row!["region"]} {row["spec"]} {row["quality"]} {row["unit_price"]} {row["currency"]}"));
        Assert.All(card["prices"]!.AsArray(), row => Assert.Equal(("output_images", "standard"), (row!["dimension"]!.ToString(), row["tier"]!.ToString())));
        Assert.Contains("INPAINTING", card["prices"]![0]!["tasks"]!.AsArray().Select(task => task!.ToString()));
    }

    [Theory]
    [InlineData(Core, """{"size":"1024x1024"}""")]
    [InlineData(Canvas, """{"size":"1024x1024"}""")]
    [InlineData(Canvas, """{"size":"2048x1024","quality":"high"}""")]
    [InlineData("amazon.titan-image-generator-v2:0", """{"size":"512x512","quality":"high"}""")]
    [InlineData(Xl, """{"steps":60}""")]
    [InlineData(Xl, """{"steps":30}""")]
    public async Task What_the_card_says_is_what_an_image_costs(string model, string wish)
    {
        await using var gateway = await RunningGateway.StartAsync();
        var request = JsonNode.Parse(wish)!.AsObject();
        request["model"] = model;
        request["prompt"] = "a kite";
        request["response_format"] = "b64_json";

        using var answer = await gateway.PostAsync(request.ToJsonString());
        var rows = Assert.Single(await GetAsync(gateway, $"model={model}"))!["prices"]!.AsArray();
        var size = (await answer.JsonAsync())["size"]!.ToString();
        var sides = size.Split('x').Select(side => int.Parse(side, CultureInfo.InvariantCulture)).ToArray();
        var quality = request["quality"]?.ToString() is "high" ? "premium" : "standard";
        var steps = (int?)request["steps"] ?? 0;
        var first = rows.First(row => ((int?)row!["max_side"] ?? int.MaxValue) >= sides.Max() && ((long?)row["max_pixels"] ?? long.MaxValue) >= (long)sides[0] * sides[1]
            && (row["sizes"]?.AsArray().Any(one => one!.ToString() == size) ?? true) && (row["quality"]?.ToString() ?? quality) == quality
            && ((int?)row["max_steps"] ?? int.MaxValue) >= steps)!;

        Assert.Equal(answer.Header("x-ochre-cost-usd"), first["unit_price"]!.ToString());
    }

    [Fact]
    public async Task Every_name_has_a_card_and_an_operators_own_price_is_marked_as_such()
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with
        {
            Models =
            [
                new("ours", Core, null, "us-west-2", []) { UsdPerImage = 0.0325m, Place = "/secret/place/config.yaml:7" },
                new("plain", Core, null, null, []),
                new(Canvas, Canvas, null, null, []) { UsdPerImage = 0m },
            ],
        });

        var cards = await GetAsync(gateway, "");
        var own = cards.ToDictionary(card => card!["id"]!.ToString(), card => card!);

        Assert.Equal(own.Keys.Order(StringComparer.Ordinal), own.Keys);
        Assert.Equal((true, "this gateway's configuration", Core), ((bool)own["ours"]["override"]!, own["ours"]["source"]!.ToString(), own["ours"]["model"]!.ToString()));
        Assert.Equal("us-west-2 0.0325", string.Join(',', own["ours"]["prices"]!.AsArray().Select(row => $"{row!["region"]} {row["unit_price"]}")));
        Assert.False((bool)own["plain"]["override"]!);
        Assert.Equal(["0"], own[Canvas]["prices"]!.AsArray().Select(row => row!["unit_price"]!.ToString()).Distinct());
        Assert.DoesNotContain("/secret/place", cards.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_are_priced_in_the_order_asked_for_once_and_by_any_name_gone_or_not()
    {
        var (gateway, _) = await AwsGateway.StartAsync();
        await using var running = gateway;

        var cards = await GetAsync(gateway, $"model={Canvas}&model=gpt-image-1&model={Canvas}&model=bedrock/us-west-2/{Core}");

        Assert.Equal([(Canvas, Canvas), ("gpt-image-1", Core), ($"bedrock/us-west-2/{Core}", Core)], cards.Select(card => (card!["id"]!.ToString(), card["model"]!.ToString())));
        Assert.DoesNotContain(Canvas, (await GetAsync(gateway, "")).Select(card => card!["id"]!.ToString()));
    }

    [Theory]
    [InlineData("dimension=output_images", true)]
    [InlineData("dimension=input_tokens&dimension=output_images", true)]
    [InlineData("dimension=input_tokens", false)]
    [InlineData("tier=standard&variants=false&currency=usd", true)]
    [InlineData("tier=flex", true)]
    [InlineData("tier=flex&all_prices=true", false)]
    [InlineData("routing=global", true)]
    [InlineData("routing=global&all_prices=true", false)]
    [InlineData("all_prices=true", true)]
    [InlineData("context=long", false)]
    [InlineData("region=us-west-2", true)]
    [InlineData("region=eu-west-1", false)]
    public async Task Filters_leave_rows_or_an_empty_card(string query, bool hasRows)
    {
        await using var gateway = await RunningGateway.StartAsync();

        var card = Assert.Single(await GetAsync(gateway, $"model={Core}&{query}"))!;

        Assert.Equal(hasRows, card["prices"]!.AsArray().Count > 0);
    }

    [Theory]
    [InlineData("model=stability.stable-image-cor-v1:1", "model_not_found", "model", Core)]
    [InlineData("tier=cheap", "invalid_value", "tier", "flex")]
    [InlineData("dimension=pixels", "invalid_value", "dimension", "output_images")]
    [InlineData("routing=moon", "invalid_value", "routing", "global")]
    [InlineData("context=short", "invalid_value", "context", "long")]
    [InlineData("currency=EUR", "invalid_value", "currency", "USD")]
    [InlineData("variants=some", "invalid_value", "variants", "true or false")]
    [InlineData("all_prices=yes", "invalid_value", "all_prices", "true or false")]
    public async Task A_value_that_nobody_knows_is_answered_with_those_there_are(string query, string code, string param, string says)
    {
        await using var gateway = await RunningGateway.StartAsync();

        using var answer = await gateway.CreateClient().GetAsync($"/model_pricing?{query}", Stop);
        var error = await answer.ErrorAsync();

        Assert.Equal((400, code, param), ((int)answer.StatusCode, error["code"]!.ToString(), error["param"]!.ToString()));
        Assert.Contains(says, error["message"]!.ToString(), StringComparison.Ordinal);
    }

    private static async Task<JsonArray> GetAsync(RunningGateway gateway, string query)
    {
        using var answer = await gateway.CreateClient().GetAsync($"/v1/model_pricing?{query}", Stop);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
        return (await answer.JsonAsync()).AsArray();
    }
}
