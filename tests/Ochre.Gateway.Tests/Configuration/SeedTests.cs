using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace Ochre.Gateway.Tests.Configuration;

/// <summary>The examples of the peers' own documents, letter by letter; only the program's name and the key differ.</summary>
public sealed class SeedTests : IDisposable
{
    private readonly Written _written = new();

    public void Dispose() => _written.Dispose();

    [Fact]
    public async Task LiteLLMs_config_and_its_two_requests_are_answered()
    {
        await using var gateway = await _written.StartAsync("""
            model_list:
              - model_name: amazon.nova-canvas-v1:0
                litellm_params:
                  model: bedrock/amazon.nova-canvas-v1:0
                  aws_region_name: "us-east-1"
                  aws_secret_access_key: my-key # OPTIONAL - all boto3 auth params supported
                  aws_secret_access_id: my-id # OPTIONAL - all boto3 auth params supported
            """);

        foreach (var body in (string[])
            [
                """
                {
                    "model": "amazon.nova-canvas-v1:0",
                    "prompt": "A cute baby sea otter"
                }
                """,
                """
                {
                    "model": "amazon.nova-canvas-v1:0",
                    "prompt": "A cute baby sea otter",
                    "taskType": "COLOR_GUIDED_GENERATION",
                    "colorGuidedGenerationParams":{"colors":["#FFFFFF"]}
                }
                """,
            ])
        {
            using var answer = await gateway.PostAsync(body);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.Equal(("amazon.nova-canvas-v1:0", "us-east-1"), (answer.Header("x-ochre-model"), answer.Header("x-ochre-region")));
        }

        Assert.Equal(["COLOR_GUIDED_GENERATION", "TEXT_IMAGE"], (await gateway.InvocationsAsync()).Select(one => (string)one!["body"]!["taskType"]!));
    }

    [Fact]
    public void LiteLLMs_misspelt_key_is_the_access_key()
    {
        _written.Environment["OCHRE_API_KEY"] = "sk-0123456789";
        var settings = _written.Read("""
            model_list:
              - model_name: amazon.nova-canvas-v1:0
                litellm_params:
                  model: bedrock/amazon.nova-canvas-v1:0
                  aws_region_name: "us-east-1"
                  aws_secret_access_key: my-key # OPTIONAL - all boto3 auth params supported
                  aws_secret_access_id: my-id # OPTIONAL - all boto3 auth params supported
            """, emulator: null);

        var identity = Assert.Single(settings.Models).Identity!;
        Assert.Equal(("my-id", "my-key", false), (identity.AccessKeyId, identity.SecretAccessKey, settings.UsesEmulator));
        Assert.Empty(settings.Warnings);
    }

    [Fact]
    public async Task LiteLLMs_inference_profile_is_called_in_its_region()
    {
        var settings = _written.Read("""
            model_list:
              - model_name: nova-canvas-inference-profile
                litellm_params:
                  model: bedrock/amazon.nova-canvas-v1:0
                  model_id: arn:aws:bedrock:eu-west-1:000000000000:application-inference-profile/a0a0a0a0a0a0
                  aws_region_name: "eu-west-1"
            """);
        RecordingBedrock? bedrock = null;
        await using var gateway = await RunningGateway.StartAsync(
            own => settings with { DataFolder = own.DataFolder },
            services => services.AddSingleton<HttpMessageHandler>(bedrock = new(new HttpClientHandler(), [Answer()])));

        using var answer = await gateway.PostAsync("""{"model":"nova-canvas-inference-profile","prompt":"A cute baby sea otter","response_format":"b64_json"}""");

        Assert.Equal("eu-west-1", answer.Header("x-ochre-region"));
        Assert.Equal(
            "https://bedrock-runtime.eu-west-1.amazonaws.com/model/arn%3Aaws%3Abedrock%3Aeu-west-1%3A000000000000%3Aapplication-inference-profile%2Fa0a0a0a0a0a0/invoke",
            Assert.Single(bedrock!.Requests).Url);
        Assert.Empty(settings.Warnings);
    }

    [Fact]
    public async Task Stdapis_defaults_stand_under_what_a_request_says()
    {
        // export DEFAULT_MODEL_PARAMS='…', of stdapi.ai's page on images.
        _written.Environment["DEFAULT_MODEL_PARAMS"] = """
            {
              "stability.stable-image-core-v1:0": {
                "negative_prompt": "blurry, low quality, watermark"
              }
            }
            """;
        await using var gateway = await _written.StartAsync();

        foreach (var (own, sent) in ((string, string)[])[("", "blurry, low quality, watermark"), (""","negative_prompt":"people" """, "people")])
        {
            using var answer = await gateway.PostAsync($$"""{"prompt":"A serene mountain landscape at sunset","model":"stability.stable-image-core-v1:0"{{own}}}""");
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.Equal(sent, (string)(await gateway.InvocationsAsync())[0]!["body"]!["negative_prompt"]!);
        }

        using var other = await gateway.PostAsync("""{"prompt":"x","model":"stability.stable-image-ultra-v1:1"}""");
        Assert.False((await gateway.InvocationsAsync())[0]!["body"]!.AsObject().ContainsKey("negative_prompt"));
    }

    [Theory]
    [InlineData("""
        {
            "prompt": "A serene mountain landscape at sunset, photorealistic",
            "model": "amazon.nova-canvas-v1:0",
            "size": "1024x1024",
            "quality": "high",
            "response_format": "url"
          }
        """, "\"url\":")]
    [InlineData("""
        {
            "prompt": "A futuristic cityscape with flying cars, digital art style",
            "model": "amazon.nova-canvas-v1:0",
            "response_format": "b64_json"
          }
        """, "\"b64_json\":")]
    [InlineData("""
        {
            "prompt": "An abstract watercolor painting of emotions",
            "model": "amazon.nova-canvas-v1:0",
            "stream": true,
            "partial_images": 3
          }
        """, "image_generation.completed")]
    [InlineData("""
        {
          "model": "stability.stable-image-core-v1:0",
          "prompt": "A serene mountain landscape at sunset",
          "negative_prompt": "blurry, distorted, low quality, watermark"
        }
        """, "\"url\":")]
    [InlineData("""
        {
            "model": "amazon.nova-canvas-v1:0",
            "prompt": "A serene mountain landscape at sunset"
          }
        """, "\"url\":")]
    [InlineData("""
        {
            "model": "amazon.nova-canvas-v1:0",
            "prompt": "A sunset landscape",
            "taskType": "COLOR_GUIDED_GENERATION",
            "colorGuidedGenerationParams": {
              "colors": ["#FF6B6B", "#FFD93D", "#6BCB77"]
            }
          }
        """, "\"url\":")]
    [InlineData("""
        {
            "model": "amazon.titan-image-generator-v2:0",
            "prompt": "A beautiful landscape with mountains"
          }
        """, "\"url\":")]
    [InlineData("""
        {
            "model": "amazon.titan-image-generator-v2:0",
            "prompt": "Nature scene with colors",
            "taskType": "COLOR_GUIDED_GENERATION",
            "colorGuidedGenerationParams": {
              "colors": ["#2ECC71", "#3498DB", "#F39C12"]
            }
          }
        """, "\"url\":")]
    [InlineData("""
        {
            "model": "stability.stable-image-ultra-v1:0",
            "prompt": "A photorealistic mountain landscape at sunset"
          }
        """, "\"url\":")]
    [InlineData("""
        {
          "model": "amazon.nova-canvas-v1:0",
          "prompt": "An abstract watercolor painting",
          "textToImageParams": {"negativeText": "blurry, distorted, low quality, watermark"}
        }
        """, "\"url\":")]
    public async Task Stdapis_requests_are_answered(string body, string part)
    {
        await using var gateway = await _written.StartAsync();

        using var answer = await gateway.PostAsync(body);

        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        Assert.Contains(part, text, StringComparison.Ordinal);
    }

    private static JsonNode Answer() => JsonNode.Parse("""{"status":200,"body":{"images":["$PNG1"],"error":null}}""")!;
}
