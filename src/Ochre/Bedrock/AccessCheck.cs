using System.Collections.Concurrent;
using System.Net.Http.Headers;

namespace Ochre.Bedrock;

/// <summary>Tries every gate between this gateway and a model, and buys nothing.</summary>
/// <remarks>
/// InvokeModel is sent the body <c>{}</c>. Every image model of Bedrock requires a field of it (<c>prompt</c>, <c>image</c>, <c>taskType</c> or
/// <c>text_prompts</c>; Bedrock user guide, "Inference request parameters", page by page), so that a caller who may pass is told ValidationException
/// before any model works, and one who may not is told AccessDeniedException before that. Nothing is sent where AWS itself says that the account has no agreement for the model:
/// the first call of a third-party model may make one (Bedrock user guide, "Access Amazon Bedrock foundation models").
/// </remarks>
internal sealed class AccessCheck(HttpMessageHandler handler, AwsIdentity identity, BedrockOptions options, TimeProvider time) : IDisposable
{
    private static readonly ReadOnlyMemory<byte> s_nothing = "{}"u8.ToArray();

    private readonly SignedHttp _http = new(handler, identity, time);
    private readonly ControlPlane _control = new(handler, identity, options, time);
    private readonly ConcurrentDictionary<(string Region, AwsIdentity? Caller), Lazy<Task<Asked<ModelList>>>> _lists = new();

    /// <param name="model">The base id.</param>
    /// <param name="cancellationToken">Ends what is not answered yet.</param>
    public async Task<AccessFindings> RunAsync(BedrockPlace place, string model, CancellationToken cancellationToken)
    {
        try
        {
            await (place.Identity ?? identity).EnsureReadyAsync(cancellationToken);
        }
        catch (ImageException fault)
        {
            return new() { NoCredentials = fault.Error };
        }

        var list = _lists.GetOrAdd((place.Region, place.Identity),
            at => new(() => _control.ListModelsAsync(at.Region, at.Caller, cancellationToken))).Value;
        var availability = _control.GetAvailabilityAsync(model, place.Region, place.Identity, cancellationToken);
        var profile = place.CallId == model ? Task.FromResult<Asked<InferenceProfile>>(default)
            : _control.GetInferenceProfileAsync(place.CallId, place.Region, place.Identity, cancellationToken);
        var found = new AccessFindings { Availability = await availability, Listed = await list, Profile = await profile };
        return found.HasNoAgreement ? found : found with { Invoke = await InvokeAsync(place, cancellationToken) };
    }

    public void Dispose()
    {
        _http.Dispose();
        _control.Dispose();
    }

    private async Task<Refused> InvokeAsync(BedrockPlace place, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(ControlPlane.Deadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var (answer, refusal) = await _http.SendAsync(() => Request(place), s_nothing, place.Identity, place.Region, both.Token);
            using (answer)
                return refusal ?? new(ImageError.BadAnswer("Bedrock took an empty body for a request.").Error, Repeatable: false) { Code = $"{(int)answer!.StatusCode}" };
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new(BedrockErrors.Timeout($"Bedrock gave no answer within {ControlPlane.Deadline.TotalSeconds:0} s."), Repeatable: true);
        }
    }

    private HttpRequestMessage Request(BedrockPlace place)
    {
        var request = BedrockAddress.Invoke(place, options);
        request.Content = new ReadOnlyMemoryContent(s_nothing) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        return request;
    }
}
