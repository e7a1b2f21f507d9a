using System.Text.Json.Nodes;

namespace Ochre.Gateway.Tests;

public class ModelsTests
{
    private const string Core = "stability.stable-image-core-v1:1";
    private const string Canvas = "amazon.nova-canvas-v1:0";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/v1/models")]
    [InlineData("/models")]
    public async Task The_list_has_OpenAIs_shape_and_every_model_and_alias(string path)
    {
        await using var gateway = await RunningGateway.StartAsync();

        var body = await GetAsync(gateway, path);
        var models = body["data"]!.AsArray();

        Assert.Equal(["data", "object"], body.AsObject().Select(field => field.Key).Order());
        Assert.Equal("list", body["object"]!.ToString());
        Assert.Equal(
            ModelCatalog.Default.Models.Select(model => model.Id).Concat(ModelCatalog.Default.Aliases.Select(alias => alias.Name)).Order(),
            models.Select(model => model!["id"]!.ToString()).Order());
        Assert.All(models, model =>
        {
            Assert.Equal("model", model!["object"]!.ToString());
            Assert.InRange((long)model["created"]!, 1_600_000_000, 1_800_000_000);
            Assert.NotEmpty(model["owned_by"]!.ToString());
            Assert.NotEmpty(model["ochre"]!["tasks"]!.AsArray());
            Assert.NotEmpty(model["ochre"]!["formats"]!.AsArray());
            Assert.NotEmpty(model["ochre"]!["regions"]!.AsArray());
            Assert.Matches("^0[.][0-9]+$", model["ochre"]!["price_usd"]!["from"]!.ToString());
        });
    }

    [Fact]
    public async Task A_model_with_an_end_has_a_shutdown_date_and_one_without_has_not_even_the_name()
    {
        await using var gateway = await RunningGateway.StartAsync();

        var canvas = await GetAsync(gateway, $"/v1/models/{Canvas}");
        var core = await GetAsync(gateway, $"/v1/models/{Core}");

        Assert.Equal("2026-09-30", canvas["shutdown_date"]!.ToString());
        Assert.Equal(Core, canvas["ochre"]!["lifecycle"]!["successor"]!.ToString());
        Assert.False(core.AsObject().ContainsKey("shutdown_date"));
        Assert.Equal("ACTIVE", core["ochre"]!["lifecycle"]!["status"]!.ToString());
        Assert.Contains("gpt-image-1", core["ochre"]!["aliases"]!.AsArray().Select(alias => alias!.ToString()));
    }

    [Fact]
    public async Task A_list_tells_of_each_model_once_what_it_takes_and_again_of_names_with_prices_of_their_own()
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with
        {
            Models = [new("plain", Core, null, null, []), new("dear", Core, null, null, []) { UsdPerImage = 0.5m }],
        });

        var models = (await GetAsync(gateway, "/v1/models"))["data"]!.AsArray().ToDictionary(model => model!["id"]!.ToString(), model => model!["ochre"]!);

        Assert.Equal("0.04", models[Core]["abilities"]!["prices"]![0]!["usd"]!.ToString());
        Assert.Equal((false, Core), (models["plain"].AsObject().ContainsKey("abilities"), models["plain"]["model"]!.ToString()));
        Assert.Equal("0.5", models["dear"]["abilities"]!["prices"]![0]!["usd"]!.ToString());
    }

    [Fact]
    public async Task A_model_tells_its_request_field_by_field_with_sizes_seeds_and_every_price()
    {
        await using var gateway = await RunningGateway.StartAsync();

        var canvas = (await GetAsync(gateway, $"/v1/models/{Canvas}"))["ochre"]!["abilities"]!;
        var core = (await GetAsync(gateway, $"/v1/models/{Core}"))["ochre"]!["abilities"]!;
        var fields = canvas["fields"]!.AsArray().ToDictionary(field => field!["path"]!.ToString(), field => field!);

        Assert.Equal(ModelCatalog.Default.Find(Canvas).Model.Parameters, fields.Keys);
        Assert.Equal(("choice", 8), (fields["textToImageParams.style"]["type"]!.ToString(), fields["textToImageParams.style"]["options"]!.AsArray().Count));
        Assert.Equal(("number", 0d, 1d), (fields["textToImageParams.controlStrength"]["type"]!.ToString(), (double)fields["textToImageParams.controlStrength"]["min"]!, (double)fields["textToImageParams.controlStrength"]["max"]!));
        Assert.Equal(("text", 1024d), (fields["textToImageParams.text"]["type"]!.ToString(), (double)fields["textToImageParams.text"]["max"]!));
        Assert.Equal(("colors", "image", "images", "integer"), (
            fields["colorGuidedGenerationParams.colors"]["type"]!.ToString(), fields["inPaintingParams.image"]["type"]!.ToString(),
            fields["imageVariationParams.images"]["type"]!.ToString(), fields["imageGenerationConfig.seed"]["type"]!.ToString()));
        Assert.Equal((1024, 2_147_483_646L, "1024x1024"), ((int)canvas["max_negative_prompt"]!, (long)canvas["max_seed"]!, canvas["default_size"]!.ToString()));
        Assert.Equal("""{"min":320,"max":4096,"step":16,"max_aspect":4,"max_pixels":4194304}""", canvas["size_range"]!.ToJsonString());
        Assert.Equal("""[{"usd":"0.04","max_side":1024,"premium":false},{"usd":"0.06","max_side":1024,"premium":true},{"usd":"0.06","premium":false},{"usd":"0.08"}]""", canvas["prices"]!.ToJsonString());
        Assert.Equal(("""[{"usd":"0.04"}]""", false), (core["prices"]!.ToJsonString(), core.AsObject().ContainsKey("size_range")));
    }

    [Theory]
    [InlineData("gpt-image-1", "gpt-image-1")]
    [InlineData("stability.stable-image-core-v1%3A1", Core)]
    [InlineData("bedrock%2Fstability.stable-image-core-v1:1", "bedrock/" + Core)]
    [InlineData("bedrock/stability.stable-image-core-v1:1", "bedrock/" + Core)]
    [InlineData("bedrock/us-west-2/stability.stable-image-core-v1:1", "bedrock/us-west-2/" + Core)]
    [InlineData("arn:aws:bedrock:us-west-2::foundation-model%2Fstability.stable-image-core-v1:1", "arn:aws:bedrock:us-west-2::foundation-model/" + Core)]
    [InlineData("arn%3Aaws%3Abedrock%3Aus-west-2%3A%3Afoundation-model%2Fstability.stable-image-core-v1%3A1?api-version=1", "arn:aws:bedrock:us-west-2::foundation-model/" + Core)]
    public async Task One_is_found_by_every_name_and_answers_to_the_one_it_was_asked_by(string path, string id)
    {
        await using var gateway = await RunningGateway.StartAsync();

        var model = await GetAsync(gateway, $"/v1/models/{path}");

        Assert.Equal((id, "model", "Stable Image Core 1.0"), (model["id"]!.ToString(), model["object"]!.ToString(), model["ochre"]!["name"]!.ToString()));
    }

    [Fact]
    public async Task An_unknown_one_is_404_and_the_nearest_is_named()
    {
        await using var gateway = await RunningGateway.StartAsync();

        using var answer = await gateway.CreateClient().GetAsync("/v1/models/amazon.nova-canvass-v1:0", Stop);
        var error = await answer.ErrorAsync();

        Assert.Equal((404, "model_not_found"), ((int)answer.StatusCode, error["code"]!.ToString()));
        Assert.Contains(Canvas, error["message"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_AWS_a_model_past_its_end_is_not_listed_and_its_404_names_the_successor()
    {
        var (gateway, bedrock) = await AwsGateway.StartAsync();
        await using var _ = gateway;

        var ids = (await GetAsync(gateway, "/v1/models"))["data"]!.AsArray().Select(model => model!["id"]!.ToString()).ToList();
        using var answer = await gateway.CreateClient().GetAsync($"/v1/models/{Canvas}", Stop);
        var error = await answer.ErrorAsync();

        Assert.Contains(Core, ids);
        Assert.Contains("gpt-image-1", ids);
        Assert.Empty(ids.Intersect(ModelCatalog.Default.Models.Where(model => model.EndOfLife is not null).Select(model => model.Id)));
        Assert.DoesNotContain("stability.stability.sd3-large-v1:0", ids);
        Assert.Equal((404, "model_not_found"), ((int)answer.StatusCode, error["code"]!.ToString()));
        Assert.Contains("deprecated", error["message"]!.ToString(), StringComparison.Ordinal);
        Assert.Contains(Core, error["message"]!.ToString(), StringComparison.Ordinal);
        Assert.Empty(bedrock.Requests);
    }

    [Fact]
    public async Task In_the_list_the_other_names_stand_with_the_model_alone_and_each_of_them_says_which_that_is()
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with
        {
            Models = [.. Enumerable.Range(0, 2_000).Select(i => new ModelEntry($"house-{i}", Canvas, null, null, []))],
        });

        var body = await GetAsync(gateway, "/v1/models");
        var rows = body["data"]!.AsArray().ToDictionary(model => model!["id"]!.ToString(), model => model!["ochre"]!);

        Assert.Equal(2_000, rows[Canvas]["aliases"]!.AsArray().Count);
        Assert.Equal((Canvas, Canvas, 0), (rows[Canvas]["model"]!.ToString(), rows["house-1999"]["model"]!.ToString(), rows["house-1999"]["aliases"]!.AsArray().Count));
    }

    [Fact]
    public async Task With_all_the_models_past_their_end_are_listed_too_and_say_so()
    {
        var (gateway, _) = await AwsGateway.StartAsync();
        await using var running = gateway;

        var models = (await GetAsync(gateway, "/v1/models?all=true"))["data"]!.AsArray();
        using var wrong = await gateway.CreateClient().GetAsync("/v1/models?all=maybe", Stop);

        Assert.Equal(
            ModelCatalog.Default.Models.Select(model => model.Id).Concat(ModelCatalog.Default.Aliases.Select(alias => alias.Name)).Order(),
            models.Select(model => model!["id"]!.ToString()).Order());
        Assert.Equal("EOL", models.Single(model => model!["id"]!.ToString() == Canvas)!["ochre"]!["lifecycle"]!["status"]!.ToString());
        Assert.Equal((400, "all"), ((int)wrong.StatusCode, (await wrong.ErrorAsync())["param"]!.ToString()));
    }

    [Fact]
    public async Task Who_follows_a_model_is_told_task_by_task()
    {
        await using var gateway = await RunningGateway.StartAsync();

        var canvas = (await GetAsync(gateway, $"/v1/models/{Canvas}"))["ochre"]!["lifecycle"]!["successors"]!.AsObject();
        var old = (await GetAsync(gateway, "/v1/models/stability.stable-image-core-v1:0"))["ochre"]!["lifecycle"]!["successors"]!;
        var core = (await GetAsync(gateway, $"/v1/models/{Core}"))["ochre"]!["lifecycle"]!.AsObject();

        Assert.Equal(ModelCatalog.Default.Find(Canvas).Model.Tasks.Select(task => task.Word()), canvas.Select(pair => pair.Key));
        // What each request of the tests is answered by is what the list says, and nobody else stands in it.
        var answered = SuccessionTaskTests.Tasks.Select(row => (Task: TaskOf(row.Data.Item1, row.Data.Item2), Model: row.Data.Item3)).ToLookup(row => row.Task, row => row.Model);
        foreach (var (task, ids) in canvas)
            Assert.Equal(answered[task].Distinct().Order(), ids!.AsArray().Select(id => id!.ToString()).Order());
        Assert.Empty(canvas["VIRTUAL_TRY_ON"]!.AsArray());
        Assert.Equal($$"""{"TEXT_IMAGE":["{{Core}}"]}""", old.ToJsonString());
        Assert.False(core.ContainsKey("successors"));
    }

    [Theory]
    [InlineData("stability.stable-image-core-v1:0", "Its successor is 'stability.stable-image-core-v1:1'.")]
    [InlineData(Canvas, "INPAINTING 'stability.stable-image-inpaint-v1:0' or 'stability.stable-image-erase-object-v1:0' or 'stability.stable-image-search-replace-v1:0'; ")]
    [InlineData(Canvas, "VIRTUAL_TRY_ON nobody")]
    [InlineData("stability.stable-diffusion-xl-v1", "IMAGE_TO_IMAGE 'stability.sd3-5-large-v1:0'")]
    [InlineData("stability.sd3-large-v1:0", "Its successor is 'stability.sd3-5-large-v1:0'.")]
    public async Task The_404_of_a_model_that_is_gone_tells_who_follows(string model, string says)
    {
        var (gateway, _) = await AwsGateway.StartAsync();
        await using var running = gateway;

        using var answer = await gateway.CreateClient().GetAsync($"/v1/models/{model}", Stop);

        Assert.Equal(404, (int)answer.StatusCode);
        Assert.Contains(says, (await answer.ErrorAsync())["message"]!.ToString(), StringComparison.Ordinal);
    }

    private static string TaskOf(string route, string extra) => JsonNode.Parse(extra)!["taskType"]?.ToString()
        ?? (route is "generations" ? "TEXT_IMAGE" : extra.Contains("mask", StringComparison.Ordinal) ? "INPAINTING" : "IMAGE_VARIATION");

    [Fact]
    public async Task An_operators_own_name_is_listed_and_found()
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with { Models = [new("house-style", Canvas, null, "eu-west-1", [])] });

        var model = await GetAsync(gateway, "/v1/models/house-style");
        using var answer = await gateway.PostAsync("""{"prompt":"A kite","model":"house-style","size":"320x320"}""");

        Assert.Contains("house-style", model["ochre"]!["aliases"]!.AsArray().Select(alias => alias!.ToString()));
        Assert.Equal((Canvas, "eu-west-1"), (answer.Header("x-ochre-model"), answer.Header("x-ochre-region")));
    }

    private static async Task<JsonNode> GetAsync(RunningGateway gateway, string path)
    {
        using var answer = await gateway.CreateClient().GetAsync(path, Stop);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
        return await answer.JsonAsync();
    }
}
