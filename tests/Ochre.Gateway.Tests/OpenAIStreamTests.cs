using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ochre.Emulator;
using OpenAI;
using OpenAI.Images;

#pragma warning disable OPENAI001 // Parts of the official client are marked experimental.

namespace Ochre.Gateway.Tests;

/// <summary>Streams as the official .NET client gets them: it has no type for them, only its protocol method.</summary>
public class OpenAIStreamTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_event_arrives_when_its_image_is_ready_and_not_before_the_others()
    {
        using var gate = new Gate();
        await using var gateway = await RunningGateway.StartAsync(services: services => services.AddSingleton<HttpMessageHandler>(provider =>
        {
            gate.InnerHandler = provider.GetRequiredService<BedrockEmulator>();
            return gate;
        }));

        var answer = await AskAsync(gateway, """{"prompt":"A kite","n":2,"seed":7,"stream":true,"partial_images":2}""");
        var events = SseParser.Create(answer.ContentStream!).EnumerateAsync(Stop).GetAsyncEnumerator(Stop);
        List<(string Type, string Size)> seen = [];
        for (var i = 0; i < 3; i++)
            seen.Add(await NextAsync(events));
        gate.Open.SetResult();
        for (var i = 0; i < 3; i++)
            seen.Add(await NextAsync(events));

        (string, string)[] one =
        [
            ("image_generation.partial_image", "128x128"), ("image_generation.partial_image", "256x256"), ("image_generation.completed", "1024x1024"),
        ];
        Assert.Equal([.. one, .. one], seen);
        Assert.False(await events.MoveNextAsync());
        await events.DisposeAsync();
    }

    [Fact]
    public async Task A_refusal_before_the_first_event_is_the_clients_exception()
    {
        await using var gateway = await RunningGateway.StartAsync();

        var refusal = await Assert.ThrowsAsync<ClientResultException>(() => AskAsync(gateway, """{"prompt":"something forbidden","stream":true}"""));

        Assert.Equal(400, refusal.Status);
        Assert.Contains("moderation_blocked", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<PipelineResponse> AskAsync(RunningGateway gateway, string json)
    {
        var client = new ImageClient("any", new ApiKeyCredential("any"), new OpenAIClientOptions
        {
            Endpoint = new("http://localhost/v1"),
            Transport = new HttpClientPipelineTransport(gateway.CreateClient()),
        });
        using var content = BinaryContent.Create(BinaryData.FromString(json));
        return (await client.GenerateImagesAsync(content, new RequestOptions { BufferResponse = false, CancellationToken = Stop })).GetRawResponse();
    }

    private static async Task<(string Type, string Size)> NextAsync(IAsyncEnumerator<SseItem<string>> events)
    {
        Assert.True(await events.MoveNextAsync());
        var data = JsonNode.Parse(events.Current.Data)!;
        Assert.Equal(events.Current.EventType, data["type"]!.ToString());
        Assert.Equal(data["size"]!.ToString(), Measured.Of(Convert.FromBase64String(data["b64_json"]!.ToString())).Size);
        return (events.Current.EventType, data["size"]!.ToString());
    }

    /// <summary>Holds the second image back.</summary>
    private sealed class Gate : DelegatingHandler
    {
        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!;
            if ((long)body["seed"]! == 8)
                await Open.Task.WaitAsync(cancellationToken);
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
