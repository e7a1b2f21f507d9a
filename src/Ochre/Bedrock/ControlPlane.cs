using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Ochre.Bedrock;

/// <summary>Bedrock's control plane: which models and profiles there are, and who may use them. It is only asked; nothing is changed or bought.</summary>
/// <param name="handler">The way to Bedrock, or to its emulator; stays the caller's.</param>
/// <param name="identity">Who asks where nobody else is named.</param>
public sealed class ControlPlane(HttpMessageHandler handler, AwsIdentity identity, BedrockOptions options, TimeProvider time) : IDisposable
{
    /// <summary>Longest wait for one answer, credentials and all.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    // A region's whole list of models is some 200 kB.
    private const int MaxBytes = 4_000_000;

    private readonly SignedHttp _http = new(handler, identity, time);

    /// <param name="profile">Its id or its ARN.</param>
    internal Task<Asked<InferenceProfile>> GetInferenceProfileAsync(string profile, string region, AwsIdentity? caller, CancellationToken cancellationToken) =>
        GetAsync($"/inference-profiles/{Uri.EscapeDataString(profile)}", ControlJson.Default.InferenceProfile, region, caller, cancellationToken);

    /// <param name="model">A base id.</param>
    internal Task<Asked<ModelAvailability>> GetAvailabilityAsync(string model, string region, AwsIdentity? caller, CancellationToken cancellationToken) =>
        GetAsync($"/foundation-model-availability/{Uri.EscapeDataString(model)}", ControlJson.Default.ModelAvailability, region, caller, cancellationToken);

    /// <summary>The region's models that make images.</summary>
    internal Task<Asked<ModelList>> ListModelsAsync(string region, AwsIdentity? caller, CancellationToken cancellationToken) =>
        GetAsync("/foundation-models?byOutputModality=IMAGE", ControlJson.Default.ModelList, region, caller, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<Asked<T>> GetAsync<T>(string path, JsonTypeInfo<T> type, string region, AwsIdentity? caller, CancellationToken cancellationToken)
        where T : class
    {
        using var limit = new CancellationTokenSource(Deadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var (answer, refusal) = await _http.SendAsync(() => Request(path, region), null, caller, region, both.Token);
            return answer is null ? new(null, refusal) : await ReadAsync(answer, type, both.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new(null, new(BedrockErrors.Timeout($"Bedrock's control plane gave no answer within {Deadline.TotalSeconds:0} s."), Repeatable: true));
        }
    }

    private static async Task<Asked<T>> ReadAsync<T>(HttpResponseMessage answer, JsonTypeInfo<T> type, CancellationToken cancellationToken) where T : class
    {
        using (answer)
        {
            try
            {
                await answer.Content.LoadIntoBufferAsync(MaxBytes, cancellationToken);
                await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
                return new(await JsonSerializer.DeserializeAsync(body, type, cancellationToken), null);
            }
            catch (Exception fault) when (fault is JsonException or IOException or HttpRequestException)
            {
                return new(null, new(ImageError.BadAnswer("Bedrock's control plane gave an answer that cannot be read.").Error with { OperatorHint = fault.Message }, Repeatable: true));
            }
        }
    }

    private HttpRequestMessage Request(string path, string region)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(BedrockAddress.Control(region, options) + path))
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        return request;
    }
}
