using System.Text.Json.Nodes;

namespace Ochre.Emulator.Tests;

public class ContractTests
{
    // Of a size that every model takes: SD3 from 640, Titan up to 1408.
    private static readonly string Png = Drawn.Flat(640, 640);

    [Theory]
    [InlineData("stability.sd3-large-v1:0", """{"prompt":"x","mode":"text-to-image","aspect_ratio":"21:9","seed":4294967295,"output_format":"jpeg"}""")]
    [InlineData("us.stability.sd3-large-v1:0", """{"prompt":"x"}""")]
    [InlineData("stability.sd3-5-large-v1:0", """{"prompt":"","negative_prompt":"","seed":4294967294,"output_format":"webp"}""")]
    [InlineData("stability.sd3-5-large-v1:0", """{"prompt":"x","mode":"image-to-image","image":"PNG","strength":0.5}""")]
    [InlineData("stability.stable-image-core-v1:0", """{"prompt":"x","aspect_ratio":"9:21"}""")]
    [InlineData("stability.stable-image-core-v1:1", """{"prompt":"x","seed":0,"output_format":"png"}""")]
    [InlineData("stability.stable-image-ultra-v1:0", """{"prompt":"x","strength":1,"image":"PNG"}""")]
    [InlineData("stability.stable-image-ultra-v1:1", """{"prompt":"x","mode":"text-to-image"}""")]
    [InlineData("stability.stable-diffusion-xl-v0", """{"text_prompts":[{"text":"x"}],"cfg_scale":30,"steps":10,"seed":1}""")]
    [InlineData("stability.stable-diffusion-xl-v0", """{"text_prompts":[{"text":"x"}],"width":128,"height":1024}""")]
    [InlineData("stability.stable-diffusion-xl-v1", """{"text_prompts":[{"text":"x","weight":1},{"text":"y","weight":-0.5}],"cfg_scale":35,"clip_guidance_preset":"SLOW","width":1536,"height":640,"sampler":"DDIM","samples":1,"seed":4294967295,"steps":150,"style_preset":"anime","extras":{}}""")]
    [InlineData("amazon.titan-image-generator-v1", """{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"x","negativeText":"y"}}""")]
    [InlineData("amazon.titan-image-generator-v2:0", """{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"x","conditionImage":"PNG","controlMode":"SEGMENTATION","controlStrength":0.2},"imageGenerationConfig":{"numberOfImages":2,"quality":"premium","width":1173,"height":640,"cfgScale":1.1,"seed":2147483646}}""")]
    [InlineData("amazon.titan-image-generator-v2:0", """{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"x"},"imageGenerationConfig":{"width":768}}""")]
    [InlineData("amazon.titan-image-generator-v2:0", """{"taskType":"COLOR_GUIDED_GENERATION","colorGuidedGenerationParams":{"text":"x","colors":["#ff8800","#00FF00"],"referenceImage":"PNG"}}""")]
    [InlineData("amazon.nova-canvas-v1:0", """{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"x","style":"DESIGN_SKETCH"},"imageGenerationConfig":{"width":2048,"height":2048,"cfgScale":10}}""")]
    [InlineData("amazon.nova-canvas-v1:0", """{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"x"},"imageGenerationConfig":{"width":320,"height":1280}}""")]
    [InlineData("amazon.nova-canvas-v1:0", """{"taskType":"COLOR_GUIDED_GENERATION","colorGuidedGenerationParams":{"text":"x","colors":["#000000"]}}""")]
    public async Task A_documented_body_is_accepted(string model, string body)
    {
        using var client = new TestClient();

        var answer = await client.InvokeAsync(model, body.Replace("\"PNG\"", $"\"{Png}\""));

        Assert.True(answer.Status == 200, answer.Body);
    }

    [Theory]
    [InlineData("""{}""", "#: required key [taskType] not found")]
    [InlineData("""[]""", "#: expected type: JSONObject, found: JSONArray")]
    [InlineData("""null""", "#: expected type: JSONObject, found: Null")]
    [InlineData("""{"taskType":5}""", "#/taskType: expected type: String, found: Integer")]
    [InlineData("""{"taskType":"SING"}""", "#/taskType: SING is not a valid enum value")]
    [InlineData("""{"taskType":"TEXT_IMAGE"}""", "#: required key [textToImageParams] not found")]
    [InlineData("""{"taskType":"TEXT_IMAGE","textToImageParams":[]}""", "#/textToImageParams: expected type: JSONObject, found: JSONArray")]
    [InlineData("""{"taskType":"TEXT_IMAGE","textToImageParams":{}}""", "#/textToImageParams: required key [text] not found")]
    [InlineData("""{"taskType":"TEXT_IMAGE","textToImageParams":{"text":null}}""", "#/textToImageParams/text: expected type: String, found: Null")]
    [InlineData("""{"taskType":"TEXT_IMAGE","textToImageParams":{"text":""}}""", "#/textToImageParams/text: expected minLength: 1, actual: 0")]
    [InlineData("""{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"x","images":[]}}""", "#/textToImageParams: extraneous key [images] is not permitted")]
    [InlineData("""{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"x","style":"CUBISM"}}""", "#/textToImageParams/style: CUBISM is not a valid enum value")]
    [InlineData("""{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"x","conditionImage":"!"}}""", "#/textToImageParams/conditionImage: the value is not valid base64")]
    [InlineData("""{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"x","conditionImage":"AAAA"}}""", "#/textToImageParams/conditionImage: the image is not PNG or JPEG")]
    [InlineData("""{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"x","controlStrength":0.5}}""", "#/textToImageParams: property [conditionImage] is required")]
    [InlineData("""{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"x"},"seed":1}""", "#: extraneous key [seed] is not permitted")]
    [InlineData("""{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"x"},"imageGenerationConfig":{"numberOfImages":6}}""", "#/imageGenerationConfig/numberOfImages: 6 is not less or equal to 5")]
    [InlineData("""{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"x"},"imageGenerationConfig":{"numberOfImages":0}}""", "#/imageGenerationConfig/numberOfImages: 0 is not greater or equal to 1")]
    [InlineData("""{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"x"},"imageGenerationConfig":{"numberOfImages":1.5}}""", "#/imageGenerationConfig/numberOfImages: expected type: Integer, found: BigDecimal")]
    [InlineData("""{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"x"},"imageGenerationConfig":{"seed":-1}}""", "#/imageGenerationConfig/seed: -1 is not greater or equal to 0")]
    [InlineData("""{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"x"},"imageGenerationConfig":{"seed":2147483647}}""", "#/imageGenerationConfig/seed: 2147483647 is not less or equal to 2147483646")]
    [InlineData("""{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"x"},"imageGenerationConfig":{"seed":99999999999999999999}}""", "#/imageGenerationConfig/seed: 99999999999999999999 is not less or equal to 2147483646")]
    [InlineData("""{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"x"},"imageGenerationConfig":{"cfgScale":1e999}}""", "#/imageGenerationConfig/cfgScale: 1e999 is not less or equal to 10")]
    [InlineData("""{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"x"},"imageGenerationConfig":{"cfgScale":"8"}}""", "#/imageGenerationConfig/cfgScale: expected type: Number, found: String")]
    [InlineData("""{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"x"},"imageGenerationConfig":{"quality":"hd"}}""", "#/imageGenerationConfig/quality: hd is not a valid enum value")]
    [InlineData("""{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"x"},"imageGenerationConfig":{"width":1000}}""", "#/imageGenerationConfig/width: 1000 is not a multiple of 16")]
    [InlineData("""{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"x"},"imageGenerationConfig":{"width":304}}""", "#/imageGenerationConfig/width: 304 is not greater or equal to 320")]
    [InlineData("""{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"x"},"imageGenerationConfig":{"width":320,"height":1296}}""", "#/imageGenerationConfig: the aspect ratio of 320x1296 is not between 1:4 and 4:1")]
    [InlineData("""{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"x"},"imageGenerationConfig":{"width":2048,"height":2064}}""", "#/imageGenerationConfig: 2048x2064 is more than 4194304 pixels")]
    [InlineData("""{"taskType":"COLOR_GUIDED_GENERATION","colorGuidedGenerationParams":{"text":"x","colors":[]}}""", "#/colorGuidedGenerationParams/colors: expected minimum item count: 1, found: 0")]
    [InlineData("""{"taskType":"COLOR_GUIDED_GENERATION","colorGuidedGenerationParams":{"text":"x","colors":["#1","#2","#3","#4","#5","#6","#7","#8","#9","#a","#b"]}}""", "#/colorGuidedGenerationParams/colors: expected maximum item count: 10, found: 11")]
    [InlineData("""{"taskType":"COLOR_GUIDED_GENERATION","colorGuidedGenerationParams":{"text":"x","colors":["red"]}}""", "#/colorGuidedGenerationParams/colors/0: string [red] does not match pattern ^#[0-9a-fA-F]{6}$")]
    [InlineData("""{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"x","a":1,"b":2}}""", "2 schema violations found")]
    public Task Canvas_names_the_pointer_and_the_rule(string body, string problem) => Malformed(TestClient.Canvas, body, problem);

    [Theory]
    [InlineData("amazon.titan-image-generator-v1", """{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"x","conditionImage":"AAAA"}}""", "#/textToImageParams: extraneous key [conditionImage] is not permitted")]
    [InlineData("amazon.titan-image-generator-v1", """{"taskType":"COLOR_GUIDED_GENERATION"}""", "#/taskType: COLOR_GUIDED_GENERATION is not a valid enum value")]
    [InlineData("amazon.titan-image-generator-v2:0", """{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"x","style":"MAXIMALISM"}}""", "#/textToImageParams: extraneous key [style] is not permitted")]
    [InlineData("amazon.titan-image-generator-v2:0", """{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"x"},"imageGenerationConfig":{"width":1000,"height":1000}}""", "#/imageGenerationConfig: 1000x1000 is not a valid enum value")]
    [InlineData("stability.stable-diffusion-xl-v1", """{}""", "#: required key [text_prompts] not found")]
    [InlineData("stability.stable-diffusion-xl-v1", """{"text_prompts":[]}""", "#/text_prompts: expected minimum item count: 1, found: 0")]
    [InlineData("stability.stable-diffusion-xl-v1", """{"text_prompts":["x"]}""", "#/text_prompts/0: expected type: JSONObject, found: String")]
    [InlineData("stability.stable-diffusion-xl-v1", """{"text_prompts":[{"text":"x"}],"samples":2}""", "#/samples: 2 is not less or equal to 1")]
    [InlineData("stability.stable-diffusion-xl-v1", """{"text_prompts":[{"text":"x"}],"steps":9}""", "#/steps: 9 is not greater or equal to 10")]
    [InlineData("stability.stable-diffusion-xl-v1", """{"text_prompts":[{"text":"x"}],"cfg_scale":35.1}""", "#/cfg_scale: 35.1 is not less or equal to 35")]
    [InlineData("stability.stable-diffusion-xl-v1", """{"text_prompts":[{"text":"x"}],"extras":[]}""", "#/extras: expected type: JSONObject, found: JSONArray")]
    [InlineData("stability.stable-diffusion-xl-v1", """{"text_prompts":[{"text":"x"}],"width":1024,"height":640}""", "#: the allowed dimensions are 1024x1024, 1152x896, 1216x832, 1344x768, 1536x640, 640x1536, 768x1344, 832x1216, 896x1152, but we received 1024x640")]
    [InlineData("stability.stable-diffusion-xl-v0", """{"text_prompts":[{"text":"x"}],"samples":1}""", "#: extraneous key [samples] is not permitted")]
    [InlineData("stability.stable-diffusion-xl-v0", """{"text_prompts":[{"text":"x"}],"width":500}""", "#/width: 500 is not a multiple of 64")]
    public Task Titan_and_SDXL_name_the_pointer_and_the_rule(string model, string body, string problem) => Malformed(model, body, problem);

    [Theory]
    [InlineData("amazon.titan-image-generator-v2:0", 512)]
    [InlineData("amazon.nova-canvas-v1:0", 1024)]
    public async Task A_prompt_is_measured_in_code_points(string model, int max)
    {
        using var client = new TestClient();
        var longest = string.Concat(Enumerable.Repeat("🎨", max));

        Assert.Equal(200, (await client.InvokeAsync(model, Text(longest))).Status);
        Assert.Equal(
            $"Malformed input request: #/textToImageParams/text: expected maxLength: {max}, actual: {max + 24}, please reformat your input and try again.",
            (await client.InvokeAsync(model, Text(longest + new string('x', 24)))).Message);

        static string Text(string prompt) => new JsonObject { ["taskType"] = "TEXT_IMAGE", ["textToImageParams"] = new JsonObject { ["text"] = prompt } }.ToJsonString();
    }

    [Theory]
    [InlineData(TestClient.Core, """{"prompt":"x","cfg_scale":7}""", "Invalid field 'cfg_scale' in request. Available fields for core are: prompt, negative_prompt, aspect_ratio, seed, output_format, style_preset")]
    [InlineData(TestClient.Ultra, """{"prompt":"x","n":1}""", "Invalid field 'n' in request. Available fields for ultra are: prompt, negative_prompt, mode, strength, seed, output_format, image, aspect_ratio, style_preset")]
    [InlineData("stability.stable-image-ultra-v1:0", """{"prompt":"x","n":1}""", "Invalid field in request. Available fields: ['prompt', 'negative_prompt', 'mode', 'strength', 'seed', 'output_format', 'image', 'aspect_ratio']")]
    [InlineData(TestClient.Core, """{}""", "required key [prompt] not found")]
    [InlineData(TestClient.Core, """[]""", "expected type: JSONObject, found: JSONArray")]
    [InlineData(TestClient.Core, """{"prompt":"x","aspect_ratio":"4:3"}""", "aspect_ratio: 4:3 is not a valid enum value")]
    [InlineData(TestClient.Core, """{"prompt":"x","output_format":"webp"}""", "output_format: webp is not a valid enum value")]
    [InlineData(TestClient.Core, """{"prompt":"x","seed":4294967296}""", "seed: 4294967296 is not less or equal to 4294967295")]
    [InlineData(TestClient.Diffusion35, """{"prompt":"x","seed":4294967295}""", "seed: 4294967295 is not less or equal to 4294967294")]
    [InlineData(TestClient.Diffusion35, """{"prompt":"x","mode":"image-to-image","strength":1}""", "required key [image] not found")]
    [InlineData(TestClient.Diffusion35, """{"prompt":"x","image":"AAAA"}""", "image: the image is not JPEG, PNG or WebP")]
    public async Task Stability_nests_its_detail_in_the_message(string model, string body, string detail)
    {
        using var client = new TestClient();

        var answer = await client.InvokeAsync(model, body);

        Assert.Equal((400, "ValidationException"), (answer.Status, answer.Code));
        Assert.Equal(detail, JsonNode.Parse(answer.Message)!["detail"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_body_past_25_million_bytes_is_refused()
    {
        using var client = new TestClient();

        var answer = await client.InvokeAsync(TestClient.Core, $$"""{"prompt":"{{new string('x', 25_000_000)}}"}""");

        Assert.Equal(400, answer.Status);
        Assert.Contains("Member must have length less than or equal to 25000000", answer.Message);
    }

    [Fact]
    public async Task Another_content_type_than_JSON_is_refused()
    {
        using var client = new TestClient();
        var request = TestClient.Post(client.Host, $"/model/{TestClient.Core}/invoke", """{"prompt":"x"}""");
        request.Content!.Headers.ContentType = new("text/plain");

        Assert.Equal(400, (await client.SendAsync(request)).Status);
    }

    [Fact]
    public async Task The_content_type_that_an_SDK_puts_by_itself_is_accepted()
    {
        using var client = new TestClient();
        var request = TestClient.Post(client.Host, $"/model/{TestClient.Core}/invoke", """{"prompt":"x"}""");
        request.Content!.Headers.ContentType = new("application/octet-stream");

        Assert.Equal(200, (await client.SendAsync(request)).Status);
    }

    private static async Task Malformed(string model, string body, string problem)
    {
        using var client = new TestClient();

        var answer = await client.InvokeAsync(model, body);

        Assert.Equal((400, "ValidationException"), (answer.Status, answer.Code));
        Assert.Equal($"Malformed input request: {problem}, please reformat your input and try again.", answer.Message);
        Assert.Equal(0, Assert.Single(client.Emulator.Invocations).ImagesBilled);
    }
}
