using System.Text;

namespace Ochre.Emulator.Tests;

public class HostileBodyTests
{
    private static readonly string[] AllModels =
        [TestClient.Core, TestClient.Ultra, TestClient.Diffusion35, TestClient.Canvas, TestClient.Titan, TestClient.Xl, "stability.stable-diffusion-xl-v0", .. Tests.Bodies.Of.Keys.Select(Tests.Bodies.Profile)];

    public static TheoryData<string> Bodies =>
    [
        "", " ", "{", "{]", "nonsense", "\"text\"", "12", "true", "{}{}", "{\"prompt\":}", "{\"prompt\":\"\\ud800\"}", "{\"\\ud800\":1}",
        "{\"prompt\":\"a\",\"prompt\":\"b\"}", "{'prompt':'x'}", "{\"prompt\":NaN}", "{\"prompt\":{\"prompt\":{}}}",
        "{\"taskType\":[],\"textToImageParams\":7}", "{\"text_prompts\":{\"0\":{}}}", "{\"prompt\":\"x\",\"seed\":1e400}",
        new string('[', 10_000), string.Concat(Enumerable.Repeat("{\"a\":", 10_000)), "{\"prompt\":\"x\",\"seed\":" + new string('9', 10_000) + "}",
        "{" + string.Join(',', Enumerable.Range(0, 5_000).Select(i => $"\"k{i}\":{i}")) + "}",
    ];

    [Theory]
    [MemberData(nameof(Bodies), DisableDiscoveryEnumeration = true)]
    public async Task A_hostile_body_is_refused_as_Bedrock_refuses(string body)
    {
        using var client = new TestClient();
        foreach (var model in AllModels)
        {
            var answer = await client.InvokeAsync(model, body);

            Assert.Equal((400, "ValidationException"), (answer.Status, answer.Code));
            Assert.True(answer.Body.Length < 4096);
        }
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF8_are_refused()
    {
        using var client = new TestClient();
        var request = TestClient.Post(client.Host, $"/model/{TestClient.Core}/invoke", "");
        request.Content = new ByteArrayContent([.. "{\"prompt\":\""u8, 0xC3, 0x28, 0xFF, .. "\"}"u8]);

        var answer = await client.SendAsync(request);

        Assert.Equal("Malformed input request, please reformat your input and try again.", answer.Message);
    }

    [Fact]
    public async Task A_body_with_any_byte_changed_is_answered()
    {
        using var client = new TestClient();
        var random = new Random(1);
        var good = Encoding.UTF8.GetBytes("""{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"forbidden \u00e9"},"imageGenerationConfig":{"numberOfImages":1,"width":320,"height":320,"seed":1}}""");
        for (var i = 0; i < 500; i++)
        {
            var body = good.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
                body[random.Next(body.Length)] = (byte)random.Next(256);
            var request = TestClient.Post(client.Host, "/model/amazon.nova-canvas-v1:0/invoke", "");
            request.Content = new ByteArrayContent(body);

            Assert.True((await client.SendAsync(request)).Status is 200 or 400);
        }
    }
}
