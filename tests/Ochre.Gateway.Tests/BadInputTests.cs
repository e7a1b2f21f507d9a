using System.Net.Http.Headers;
using System.Text;

namespace Ochre.Gateway.Tests;

/// <summary>Every door, with what should not come in: a clear refusal that names the field, and nothing bought.</summary>
public class BadInputTests
{
    [Theory]
    [InlineData("""{}""", "prompt", "missing_required_parameter")]
    [InlineData("""{"prompt":null}""", "prompt", "missing_required_parameter")]
    [InlineData("""{"prompt":""}""", "prompt", "invalid_value")]
    [InlineData("""{"prompt":7}""", "prompt", "invalid_type")]
    [InlineData("""{"prompt":["a"]}""", "prompt", "invalid_type")]
    [InlineData("""{"prompt":"x","n":0}""", "n", "invalid_value")]
    [InlineData("""{"prompt":"x","n":-1}""", "n", "invalid_value")]
    [InlineData("""{"prompt":"x","n":11}""", "n", "invalid_value")]
    [InlineData("""{"prompt":"x","n":1e999}""", "n", "invalid_value")]
    [InlineData("""{"prompt":"x","n":99999999999999999999}""", "n", "invalid_value")]
    [InlineData("""{"prompt":"x","n":1.5}""", "n", "invalid_type")]
    [InlineData("""{"prompt":"x","n":"two"}""", "n", "invalid_type")]
    [InlineData("""{"prompt":"x","n":true}""", "n", "invalid_type")]
    [InlineData("""{"prompt":"x","size":"5x0"}""", "size", "invalid_value")]
    [InlineData("""{"prompt":"x","size":"99999x1"}""", "size", "invalid_value")]
    [InlineData("""{"prompt":"x","size":"1024X1024"}""", "size", "invalid_value")]
    [InlineData("""{"prompt":"x","size":"1024"}""", "size", "invalid_value")]
    [InlineData("""{"prompt":"x","size":"-5x5"}""", "size", "invalid_value")]
    [InlineData("""{"prompt":"x","size":" 5x5"}""", "size", "invalid_value")]
    [InlineData("""{"prompt":"x","size":"٣x٣"}""", "size", "invalid_value")]
    [InlineData("""{"prompt":"x","size":1024}""", "size", "invalid_type")]
    [InlineData("""{"prompt":"x","quality":"best"}""", "quality", "invalid_value")]
    [InlineData("""{"prompt":"x","response_format":"png"}""", "response_format", "invalid_value")]
    [InlineData("""{"prompt":"x","output_format":"gif"}""", "output_format", "invalid_value")]
    [InlineData("""{"prompt":"x","output_format":"PNG"}""", "output_format", "invalid_value")]
    [InlineData("""{"prompt":"x","output_compression":101}""", "output_compression", "invalid_value")]
    [InlineData("""{"prompt":"x","background":"transparent"}""", "background", "invalid_value")]
    [InlineData("""{"prompt":"x","background":"red"}""", "background", "invalid_value")]
    [InlineData("""{"prompt":"x","moderation":"low"}""", "moderation", "invalid_value")]
    [InlineData("""{"prompt":"x","partial_images":0}""", "partial_images", "invalid_value")]
    [InlineData("""{"prompt":"x","partial_images":4,"stream":true}""", "partial_images", "invalid_value")]
    [InlineData("""{"prompt":"x","stream":"yes"}""", "stream", "invalid_type")]
    [InlineData("""{"prompt":"x","user":5}""", "user", "invalid_type")]
    [InlineData("""{"prompt":"x","model":5}""", "model", "invalid_type")]
    [InlineData("""{"prompt":"x","model":"no-such-model"}""", "model", "model_not_found")]
    [InlineData("""{"prompt":"x","model":"amazon.nova-canvass-v1:0","background":"transparent"}""", "background", "invalid_value")]
    [InlineData("""{"prompt":"x","not_a_field":1}""", "not_a_field", "unknown_parameter")]
    [InlineData("""{"prompt":"x","model":"amazon.nova-canvas-v1:0","aspect_ratio":"1:1"}""", "aspect_ratio", "unknown_parameter")]
    [InlineData("""{"prompt":"x","ochre":{"fit":"wide"}}""", "fit", "invalid_value")]
    [InlineData("""{"prompt":"x","ochre":{"crop":true}}""", "ochre.crop", "unknown_parameter")]
    [InlineData("""{"prompt":"x","ochre":"fit"}""", "ochre", "invalid_type")]
    [InlineData("""{"prompt":"x","model":"amazon.titan-image-generator-v2:0","taskType":"COLOR_GUIDED_GENERATION"}""", "colorGuidedGenerationParams.colors", "missing_required_parameter")]
    public async Task A_wrong_field_is_named(string json, string param, string code)
    {
        await using var gateway = await RunningGateway.StartAsync();

        using var answer = await gateway.PostAsync(json);
        var error = await answer.ErrorAsync();

        Assert.Equal((400, param, code), ((int)answer.StatusCode, error["param"]?.ToString(), error["code"]?.ToString()));
        Assert.Equal("invalid_request_error", error["type"]!.ToString());
        Assert.Empty(await gateway.InvocationsAsync());
    }

    public static TheoryData<string, byte[]> Rubbish => new()
    {
        { "nothing", [] },
        { "half an object", Encoding.UTF8.GetBytes("{\"prompt\":") },
        { "an array", Encoding.UTF8.GetBytes("[1]") },
        { "a string", Encoding.UTF8.GetBytes("\"otter\"") },
        { "null", Encoding.UTF8.GetBytes("null") },
        { "a comment", Encoding.UTF8.GetBytes("{\"prompt\":\"x\"/* */}") },
        { "a name twice", Encoding.UTF8.GetBytes("{\"prompt\":\"x\",\"prompt\":\"y\"}") },
        { "a depth of 10,000", Encoding.UTF8.GetBytes($"{{\"prompt\":\"x\",\"a\":{new string('[', 10_000)}{new string(']', 10_000)}}}") },
        { "bytes that are no UTF-8", [.. "{\"prompt\":\""u8, 0xFF, 0xFE, .. "\"}"u8] },
        { "half a surrogate pair", Encoding.UTF8.GetBytes("{\"prompt\":\"\\ud800\"}") },
        { "half a surrogate pair in a name", Encoding.UTF8.GetBytes("{\"prompt\":\"x\",\"\\ud800\":1}") },
        { "a bare surrogate far inside", Encoding.UTF8.GetBytes("{\"prompt\":\"x\",\"negative_prompt\":\"\\udc00\"}") },
    };

    [Theory]
    [InlineData("{", "line 1")]
    [InlineData("{\"prompt\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}", "32 levels deep")]
    public async Task Broken_JSON_is_told_for_what_it_is(string body, string why)
    {
        await using var gateway = await RunningGateway.StartAsync();

        using var answer = await gateway.PostAsync(body);

        Assert.Contains(why, (await answer.ErrorAsync())["message"]!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Rubbish))]
    public async Task What_is_no_JSON_object_is_refused(string what, byte[] body)
    {
        await using var gateway = await RunningGateway.StartAsync();

        using var answer = await gateway.SendAsync(new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } }, "/v1/images/generations");
        var error = await answer.ErrorAsync();

        Assert.True((int)answer.StatusCode == 400, $"{what}: {(int)answer.StatusCode}");
        Assert.True(error["code"]!.ToString() is "invalid_json" or "invalid_type", $"{what}: {error}");
        Assert.Empty(await gateway.InvocationsAsync());
    }

    [Theory]
    [InlineData("stability.stable-image-core-v1:1", 10_000)]
    [InlineData("amazon.titan-image-generator-v2:0", 512)]
    [InlineData("amazon.nova-canvas-v1:0", 1024)]
    public async Task A_prompt_may_be_as_long_as_the_model_takes_and_no_longer(string model, int longest)
    {
        await using var gateway = await RunningGateway.StartAsync();

        using var whole = await gateway.PostAsync($$"""{"prompt":"{{new string('x', longest)}}","model":"{{model}}"}""");
        Assert.Equal(200, (int)whole.StatusCode);

        using var longer = await gateway.PostAsync($$"""{"prompt":"{{new string('x', 40_000)}}","model":"{{model}}"}""");
        var error = await longer.ErrorAsync();
        Assert.Equal((400, "prompt"), ((int)longer.StatusCode, error["param"]!.ToString()));
        var message = error["message"]!.ToString().Replace(",", "", StringComparison.Ordinal);
        Assert.Contains(longest.ToString(), message, StringComparison.Ordinal);
        Assert.Contains("40000", message, StringComparison.Ordinal);
        Assert.Single(await gateway.InvocationsAsync());
    }

    [Fact]
    public async Task A_body_of_100_MB_is_refused_before_it_is_read()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var body = new byte[100_000_000];
        Array.Fill(body, (byte)' ');

        using var answer = await gateway.SendAsync(new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } }, "/v1/images/generations");

        Assert.Equal(413, (int)answer.StatusCode);
        Assert.Equal("request_too_large", (await answer.ErrorAsync())["code"]!.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task A_body_that_does_not_say_it_is_JSON_is_refused(string? type)
    {
        await using var gateway = await RunningGateway.StartAsync();
        var content = new ByteArrayContent("{\"prompt\":\"x\"}"u8.ToArray()) { Headers = { ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type) } };

        using var answer = await gateway.SendAsync(content, "/v1/images/generations");

        Assert.Equal(415, (int)answer.StatusCode);
        Assert.Contains("application/json", (await answer.ErrorAsync())["message"]!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Amzn-Bedrock-Trace", "loud")]
    [InlineData("X-Amzn-Bedrock-Service-Tier", "gold")]
    [InlineData("X-Amzn-Bedrock-PerformanceConfig-Latency", "fast")]
    [InlineData("X-Amzn-Bedrock-GuardrailIdentifier", "abc")]
    [InlineData("X-Amzn-Bedrock-GuardrailVersion", "1")]
    public async Task A_wrong_Bedrock_header_is_named(string name, string value)
    {
        await using var gateway = await RunningGateway.StartAsync();

        using var answer = await gateway.PostAsync("""{"prompt":"x"}""", headers: (name, value));
        var error = await answer.ErrorAsync();

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.StartsWith("X-Amzn-Bedrock-", error["param"]!.ToString(), StringComparison.Ordinal);
        Assert.Empty(await gateway.InvocationsAsync());
    }

    [Theory]
    [InlineData("GET", "/v1/images/generations", 405)]
    [InlineData("DELETE", "/v1/models", 405)]
    [InlineData("GET", "/v1/nothing", 404)]
    [InlineData("POST", "/", 405)]
    [InlineData("POST", "/nothing", 404)]
    [InlineData("GET", "/v1/models/no-such-model", 404)]
    [InlineData("GET", "/v1/images/x/content?exp=1&sig=2", 404)]
    [InlineData("GET", "/v1/images/x.png?exp=1&sig=2", 404)]
    [InlineData("GET", "/v1/images/..%2F..%2Fetc%2Fpasswd.png?exp=9999999999&sig=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 404)]
    [InlineData("GET", "/v1/images/..%2F..%2Fetc%2Fpasswd/content?exp=9999999999&sig=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 404)]
    public async Task Every_other_refusal_has_the_same_body(string method, string path, int status)
    {
        await using var gateway = await RunningGateway.StartAsync();

        using var answer = await gateway.CreateClient().SendAsync(new(new(method), path), TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)answer.StatusCode);
        await answer.ErrorAsync();
        Assert.StartsWith("req_", answer.Header("x-request-id"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost:99999")]
    [InlineData("a..b")]
    public async Task A_host_that_links_cannot_begin_with_is_refused_before_anything_is_bought(string host)
    {
        await using var gateway = await RunningGateway.StartAsync();
        var context = await gateway.Server.SendAsync(http =>
        {
            http.Request.Method = "POST";
            http.Request.Path = "/v1/images/generations";
            http.Request.ContentType = "application/json";
            http.Request.Headers.Host = host;
            http.Request.Body = new MemoryStream("{\"prompt\":\"x\"}"u8.ToArray());
        }, TestContext.Current.CancellationToken);

        Assert.Equal(400, context.Response.StatusCode);
        Assert.Empty(await gateway.InvocationsAsync());
    }

    [Fact]
    public async Task A_long_name_is_neither_said_back_nor_logged_whole()
    {
        await using var gateway = await RunningGateway.StartAsync();

        using var answer = await gateway.PostAsync($$"""{"prompt":"x","ochre":{"{{new string('y', 100_000)}}":1} }""");

        Assert.True((await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Length < 1000);
        Assert.DoesNotContain(new string('y', 100), gateway.Logged.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_is_sent_nothing_becomes_a_500()
    {
        await using var gateway = await RunningGateway.StartAsync();
        string[] names = ["prompt", "model", "n", "size", "quality", "style", "seed", "imageGenerationConfig", "taskType", "ochre", "colors", "user", "stream", "negative_prompt"];
        string[] values = ["null", "true", "-1", "1e999", "\"\"", "\"x\"", "[]", "[[]]", "{}", "{\"a\":{\"b\":[1,null]}}", "\"amazon.nova-canvas-v1:0\"", "\"COLOR_GUIDED_GENERATION\"", "\"512x512\""];
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var fields = names.Where(_ => random.Next(3) == 0).Select(name => $"\"{name}\":{values[random.Next(values.Length)]}");
            var json = $"{{{string.Join(',', fields)}}}";
            using var answer = await gateway.PostAsync(json);
            Assert.True((int)answer.StatusCode < 500, $"{json}: {(int)answer.StatusCode}");
        }
    }
}
