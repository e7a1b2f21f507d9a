using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ochre.Emulator.Tests;

public class ServiceContractTests
{
    private const string Everywhere = "seed grow_mask control_strength fidelity aspect_ratio composition_fidelity style_strength change_strength creativity "
        + "style_preset negative_prompt select_prompt search_prompt mask left right up down prompt output_format image init_image style_image";

    public static TheoryData<string> Services => [.. Bodies.Of.Keys];

    // The matrix of the user guide: which service takes which field.
    public static readonly IReadOnlyDictionary<string, string> Fields = new Dictionary<string, string>
    {
        ["stable-image-remove-background"] = "image output_format",
        ["stable-image-inpaint"] = "image prompt negative_prompt mask grow_mask style_preset seed output_format",
        ["stable-outpaint"] = "image prompt left right up down creativity style_preset seed output_format",
        ["stable-image-search-recolor"] = "image prompt negative_prompt select_prompt grow_mask style_preset seed output_format",
        ["stable-image-search-replace"] = "image prompt negative_prompt search_prompt grow_mask style_preset seed output_format",
        ["stable-image-erase-object"] = "image mask grow_mask seed output_format",
        ["stable-image-control-sketch"] = "image prompt negative_prompt control_strength style_preset seed output_format",
        ["stable-image-control-structure"] = "image prompt negative_prompt control_strength style_preset seed output_format",
        ["stable-image-style-guide"] = "image prompt negative_prompt fidelity aspect_ratio style_preset seed output_format",
        ["stable-style-transfer"] = "init_image style_image prompt negative_prompt composition_fidelity style_strength change_strength seed output_format",
        ["stable-creative-upscale"] = "image prompt negative_prompt creativity style_preset seed output_format",
        ["stable-conservative-upscale"] = "image prompt negative_prompt creativity seed output_format",
        ["stable-fast-upscale"] = "image output_format",
    };

    // Lowest and highest value, one step past each, and how the refusals name the bounds. Outpaint's and creative upscale's creativity differ.
    private static readonly (string Field, string Low, string High, string TooLow, string TooHigh)[] Ranges =
    [
        ("seed", "0", "4294967294", "-1", "4294967295"), ("grow_mask", "0", "20", "-1", "21"), ("control_strength", "0", "1", "-0.01", "1.01"),
        ("fidelity", "0", "1", "-0.01", "1.01"), ("composition_fidelity", "0", "1", "-0.01", "1.01"), ("style_strength", "0", "1", "-0.01", "1.01"),
        ("change_strength", "0.1", "1", "0.09", "1.01"), ("left", "0", "2000", "-1", "2001"), ("right", "0", "2000", "-1", "2001"),
        ("up", "0", "2000", "-1", "2001"), ("down", "0", "2000", "-1", "2001"), ("creativity", "0.1", "0.5", "0.09", "0.51"),
    ];

    public static TheoryData<string, string, string, string> Refusals()
    {
        var data = new TheoryData<string, string, string, string>();
        foreach (var (service, fields) in Fields)
        {
            foreach (var field in fields.Split(' '))
            {
                if (Array.Find(Ranges, range => range.Field == field) is { Field: not null } range)
                {
                    var high = (service, field) is ("stable-outpaint", "creativity") ? ("1", "1.01") : (range.High, range.TooHigh);
                    data.Add(service, field, range.TooLow, $"{range.TooLow} is not greater or equal to {range.Low}");
                    data.Add(service, field, high.Item2, $"{high.Item2} is not less or equal to {high.Item1}");
                    data.Add(service, field, "\"5\"", $"expected type: {(range.Low == "0" && !range.TooLow.Contains('.') ? "Integer" : "Number")}, found: String");
                }
                else if (field is "style_preset" or "output_format" or "aspect_ratio")
                {
                    data.Add(service, field, "\"none\"", "none is not a valid enum value");
                    data.Add(service, field, "7", "expected type: String, found: Integer");
                }
                else if (field.EndsWith("prompt"))
                {
                    data.Add(service, field, $"\"{new string('x', 10_001)}\"", "expected maxLength: 10000, actual: 10001");
                    data.Add(service, field, "null", "expected type: String, found: Null");
                }
                else
                {
                    data.Add(service, field, "\"!\"", "the value is not valid base64");
                    data.Add(service, field, "\"AAAA\"", "the image is not JPEG, PNG or WebP");
                    data.Add(service, field, "[]", "expected type: String, found: JSONArray");
                }
            }
        }

        return data;
    }

    [Theory, MemberData(nameof(Refusals), DisableDiscoveryEnumeration = true)]
    public async Task A_value_out_of_its_range_is_refused(string service, string field, string value, string problem)
    {
        using var client = new TestClient();

        var answer = await client.InvokeAsync(Bodies.Profile(service), Bodies.With(service, field, value));

        Assert.Equal((400, "ValidationException"), (answer.Status, answer.Code));
        Assert.Equal($"{field}: {problem}", answer.Detail());
        Assert.Equal(0, Assert.Single(client.Emulator.Invocations).ImagesBilled);
    }

    [Theory, MemberData(nameof(Services))]
    public async Task The_smallest_body_is_accepted_and_billed(string service)
    {
        using var client = new TestClient();

        var answer = await client.InvokeAsync(Bodies.Profile(service), Bodies.For(service).ToJsonString());

        Assert.True(answer.Status == 200, answer.Body);
        Assert.StartsWith("{\"seeds\":[", answer.Body);
        Assert.Equal(JsonValueKind.Null, answer.Json.GetProperty("finish_reasons")[0].ValueKind);
        var invocation = Assert.Single(client.Emulator.Invocations);
        Assert.Equal(($"stability.{service}-v1:0", 1, Prices[service]), (invocation.Model, invocation.ImagesBilled, invocation.Usd));
    }

    [Theory, MemberData(nameof(Services))]
    public async Task Every_field_at_both_ends_of_its_range_is_accepted(string service)
    {
        using var client = new TestClient();
        foreach (var high in (bool[])[false, true])
        {
            var body = Bodies.For(service);
            foreach (var field in Fields[service].Split(' '))
            {
                if (Array.Find(Ranges, range => range.Field == field) is { Field: not null } range && field is not ("left" or "right" or "up" or "down"))
                    body[field] = JsonNode.Parse(high ? range.High : range.Low);
                else if (field is "style_preset" or "aspect_ratio" or "output_format" or "negative_prompt")
                    body[field] = field switch { "style_preset" => "pixel-art", "aspect_ratio" => "9:21", "output_format" => high ? "webp" : "jpeg", _ => "z" };
            }

            var answer = await client.InvokeAsync(Bodies.Profile(service), body.ToJsonString());

            Assert.True(answer.Status == 200, answer.Body);
        }
    }

    [Theory, MemberData(nameof(Services))]
    public async Task A_field_of_another_service_is_refused_with_the_list(string service)
    {
        using var client = new TestClient();
        var known = Fields[service].Split(' ');
        foreach (var field in Everywhere.Split(' ').Except(known).Append("n"))
        {
            var answer = await client.InvokeAsync(Bodies.Profile(service), Bodies.With(service, field, "1"));

            Assert.Equal(400, answer.Status);
            Assert.StartsWith($"Invalid field '{field}' in request. Available fields for ", answer.Detail());
            Assert.Equal(known.Order(), answer.Detail().Split(" are: ")[1].Split(", ").Order());
        }
    }

    [Theory]
    [InlineData("stable-image-control-sketch", "Invalid field 'text_prompts' in request. Available fields for control-sketch are: image, prompt, control_strength, negative_prompt, seed, output_format, style_preset")]
    [InlineData("stable-image-remove-background", "Invalid field 'text_prompts' in request. Available fields for remove-bg are: image, output_format")]
    public async Task The_two_lists_seen_in_the_wild_read_the_same(string service, string detail)
    {
        using var client = new TestClient();

        Assert.Equal(detail, (await client.InvokeAsync(Bodies.Profile(service), Bodies.With(service, "text_prompts", "[]"))).Detail());
    }

    [Theory]
    [InlineData("stable-image-remove-background", "image")]
    [InlineData("stable-image-inpaint", "image prompt")]
    [InlineData("stable-outpaint", "image")]
    [InlineData("stable-image-search-recolor", "image prompt select_prompt")]
    [InlineData("stable-image-search-replace", "image prompt search_prompt")]
    [InlineData("stable-image-erase-object", "image")]
    [InlineData("stable-image-control-sketch", "image prompt")]
    [InlineData("stable-image-control-structure", "image prompt")]
    [InlineData("stable-image-style-guide", "image prompt")]
    [InlineData("stable-style-transfer", "init_image style_image")]
    [InlineData("stable-creative-upscale", "image prompt")]
    [InlineData("stable-conservative-upscale", "image prompt")]
    [InlineData("stable-fast-upscale", "image")]
    public async Task A_required_field_is_missed(string service, string fields)
    {
        using var client = new TestClient();
        foreach (var field in fields.Split(' '))
        {
            var answer = await client.InvokeAsync(Bodies.Profile(service), Bodies.With(service, field, ""));

            Assert.Equal((400, $"required key [{field}] not found"), (answer.Status, answer.Detail()));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    public async Task Outpaint_wants_a_margin(string left)
    {
        using var client = new TestClient();

        var answer = await client.InvokeAsync(Bodies.Profile("stable-outpaint"), Bodies.With("stable-outpaint", "left", left));

        Assert.Equal("at least one of left, right, up and down must be greater than 0", answer.Detail());
    }

    [Theory, MemberData(nameof(Services))]
    public async Task A_service_is_invoked_by_its_profile_alone(string service)
    {
        using var client = new TestClient();
        var id = $"stability.{service}-v1:0";

        var answer = await client.InvokeAsync(id, Bodies.For(service).ToJsonString());

        Assert.Equal((400, "ValidationException"), (answer.Status, answer.Code));
        Assert.Equal($"Invocation of model ID {id} with on-demand throughput isn’t supported. "
            + "Retry your request with the ID or ARN of an inference profile that contains this model.", answer.Message);
    }

    [Theory]
    [InlineData("stable-image-inpaint", 63, 64, "63x64 pixels: each side must be at least 64")]
    [InlineData("stable-image-inpaint", 64, 161, "the aspect ratio of 64x161 is not between 1:2.5 and 2.5:1")]
    [InlineData("stable-image-inpaint", 3072, 3073, "3072x3073 is more than 9437184 pixels")]
    [InlineData("stable-conservative-upscale", 63, 63, "63x63 pixels: each side must be at least 64")]
    [InlineData("stable-creative-upscale", 63, 80, "63x80 pixels: each side must be at least 64")]
    [InlineData("stable-creative-upscale", 1024, 1025, "1024x1025 is more than 1048576 pixels")]
    [InlineData("stable-fast-upscale", 31, 40, "31x40 pixels: each side must be at least 32")]
    [InlineData("stable-fast-upscale", 32, 1537, "32x1537 pixels: each side must be at most 1536")]
    [InlineData("stable-fast-upscale", 1024, 1025, "1024x1025 is more than 1048576 pixels")]
    public async Task An_image_of_the_wrong_size_is_refused(string service, int width, int height, string problem)
    {
        using var client = new TestClient();

        var answer = await client.InvokeAsync(Bodies.Profile(service), Bodies.With(service, "image", $"\"{Drawn.Flat(width, height)}\""));

        Assert.Equal($"image: {problem}", answer.Detail());
    }

    [Theory]
    [InlineData("stable-image-inpaint", 64, 160)]
    [InlineData("stable-image-remove-background", 160, 64)]
    [InlineData("stable-fast-upscale", 32, 32)]
    [InlineData("stable-fast-upscale", 32, 1536)]
    [InlineData("stable-creative-upscale", 64, 640)]
    public async Task An_image_at_the_limit_is_accepted(string service, int width, int height)
    {
        using var client = new TestClient();

        Assert.Equal(200, (await client.InvokeAsync(Bodies.Profile(service), Bodies.With(service, "image", $"\"{Drawn.Flat(width, height)}\""))).Status);
    }

    [Theory]
    [InlineData("forbidden", "Filter reason: prompt")]
    [InlineData("forbidden-input", "Filter reason: input image")]
    [InlineData("forbidden-output", "Filter reason: output image")]
    [InlineData("forbidden-error", "Inference error")]
    public async Task A_filtered_edit_has_a_reason_and_costs_nothing(string word, string reason)
    {
        using var client = new TestClient();

        var answer = await client.InvokeAsync(
            Bodies.Profile("stable-image-search-replace"), Bodies.With("stable-image-search-replace", "search_prompt", $"\"{word}\""));

        Assert.Equal((200, $$"""{"finish_reasons":["{{reason}}"]}"""), (answer.Status, answer.Body));
        Assert.Equal(0, Assert.Single(client.Emulator.Invocations).ImagesBilled);
    }

    [Fact]
    public async Task The_profile_is_listed_with_its_three_regions()
    {
        using var client = new TestClient(options => options.Today = new(2026, 11, 21));

        var profiles = (await client.GetAsync("/inference-profiles")).Json.GetProperty("inferenceProfileSummaries").EnumerateArray().ToArray();

        Assert.Equal(Bodies.Of.Keys.Select(Bodies.Profile).Order(), profiles.Select(profile => profile.GetProperty("inferenceProfileId").GetString()).Order());
        Assert.All(profiles, profile => Assert.Equal(
            ["us-east-1", "us-east-2", "us-west-2"],
            profile.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("modelArn").GetString()!.Split(':')[3])));
    }

    private static readonly Dictionary<string, decimal> Prices = new()
    {
        ["stable-image-remove-background"] = 0.07m,
        ["stable-image-inpaint"] = 0.07m,
        ["stable-outpaint"] = 0.06m,
        ["stable-image-search-recolor"] = 0.07m,
        ["stable-image-search-replace"] = 0.07m,
        ["stable-image-erase-object"] = 0.07m,
        ["stable-image-control-sketch"] = 0.07m,
        ["stable-image-control-structure"] = 0.07m,
        ["stable-image-style-guide"] = 0.07m,
        ["stable-style-transfer"] = 0.08m,
        ["stable-creative-upscale"] = 0.60m,
        ["stable-conservative-upscale"] = 0.40m,
        ["stable-fast-upscale"] = 0.03m,
    };
}
