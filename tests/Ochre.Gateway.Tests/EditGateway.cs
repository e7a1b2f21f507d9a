using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ochre.Emulator;
using Ochre.Gateway.Uploads;
using Ochre.Tests.Pixels;

namespace Ochre.Gateway.Tests;

/// <summary>A gateway that writes down what its Bedrock is asked, and a folder for uploads that is looked at.</summary>
internal sealed class EditGateway : IAsyncDisposable
{
    public const string Inpaint = "stability.stable-image-inpaint-v1:0";
    public const string Cutout = "stability.stable-image-remove-background-v1:0";
    public const string Vary = "stability.sd3-5-large-v1:0";

    /// <summary>A picture of 64x64, and three that differ from it.</summary>
    public static readonly byte[] Picture = PngFile.Make(64, 64, PngFile.Rgb, 8);
    public static readonly byte[] Second = PngFile.Make(65, 64, PngFile.Rgb, 8);
    public static readonly byte[] Third = PngFile.Make(66, 64, PngFile.Rgb, 8);

    /// <summary>Black and white, so that it is passed on as it is.</summary>
    public static readonly byte[] Mask = PngFile.Make(64, 64, PngFile.Grey, 8);

    private readonly string _folder;

    public required RunningGateway Running { get; init; }

    public required RecordingBedrock Bedrock { get; init; }

    public MemoryBudget Budget { get; private set; } = null!;

    public static async Task<EditGateway> StartAsync(
        Func<GatewaySettings, GatewaySettings>? change = null, Action<IServiceCollection>? services = null, params JsonNode[] answers)
    {
        var bedrock = new RecordingBedrock(new BedrockEmulator(new()), answers.Length > 0 ? answers : [JsonNode.Parse("""{"body":{"images":["$PNG1"],"seeds":[7],"finish_reasons":[null]}}""")!]);
        var folder = Directory.CreateTempSubdirectory("ochre-uploads-").FullName;
        MemoryBudget? budget = null;
        var running = await RunningGateway.StartAsync(
            settings =>
            {
                settings = settings with { Uploads = settings.Uploads with { Folder = folder } };
                settings = change?.Invoke(settings) ?? settings;
                budget = new(settings.Uploads);
                return settings;
            },
            collection =>
            {
                collection.AddSingleton<HttpMessageHandler>(bedrock).AddSingleton(budget!);
                services?.Invoke(collection);
            });
        return new(folder) { Running = running, Bedrock = bedrock, Budget = budget! };
    }

    private EditGateway(string folder) => _folder = folder;

    public Task<HttpResponseMessage> EditAsync(HttpContent content, params (string Name, string Value)[] headers) =>
        Running.SendAsync(content, "/v1/images/edits", headers);

    public Task<HttpResponseMessage> EditAsync(string json) => Running.PostAsync(json, "/v1/images/edits");

    public Task<HttpResponseMessage> VaryAsync(HttpContent content) => Running.SendAsync(content, "/v1/images/variations");

    /// <summary>The picture that Bedrock was given under this name, newest call.</summary>
    public byte[]? Given(string name) => Bedrock.Requests[^1].Body[name]?.GetValue<string>() is { } text ? Convert.FromBase64String(text) : null;

    /// <summary>Nothing of any request is left: no file, no byte of the budget.</summary>
    public async Task NothingIsLeftAsync()
    {
        for (var until = Environment.TickCount64 + 30_000; Budget.Taken > 0 && Environment.TickCount64 < until;)
            await Task.Yield();
        Assert.Equal(0, Budget.Taken);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    public async ValueTask DisposeAsync()
    {
        await Running.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public static string DataUrl(byte[] picture) => $"data:image/png;base64,{Convert.ToBase64String(picture)}";
}
