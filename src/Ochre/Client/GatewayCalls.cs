using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Ochre.Bedrock;

namespace Ochre;

/// <summary>
/// Calls of a gateway, in OpenAI's words. It has its own retries: here a call is repeated only where it never reached it. How many images a model's own
/// parameters ask for, it alone knows.
/// </summary>
internal sealed class GatewayCalls(HttpMessageHandler handler, Uri address, string? key, OchreOptions options, TimeProvider time) : IImageCalls, IDisposable
{
    // Ten images of Bedrock's largest answer.
    private const int MaxBytes = 250_000_000;

    private readonly HttpMessageInvoker _http = new(handler, disposeHandler: false);
    private readonly Uri _gateway = new(address.AbsolutePath.Length > 1 ? $"{address.AbsoluteUri.TrimEnd('/')}/" : new Uri(address, "v1/").AbsoluteUri);
    private readonly string? _model = options.DefaultModel;
    private readonly (TimeSpan Timeout, int Tries, TimeSpan FirstPause) _patience = (options.Timeout, options.Retry.Tries, options.Retry.FirstPause);

    public async Task<OchreImages> BuyAsync(CheckedCall call, bool isOne, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        using var told = Told(call);
        using var patience = Patience(cancellationToken);
        var images = await SeenAsync(() => AskAsync(call, patience.Token), told, cancellationToken);
        told.Succeeded(images[0].Model, images[0].Region, images.InputTokens);
        told.Bought(images.Count, images.CostUsd);
        return images;
    }

    public async IAsyncEnumerable<OchreImage> ReadAsync(
        StreamedImages stream, CheckedCall call, CancellationToken ofCall, [EnumeratorCancellation] CancellationToken ofReader)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ofCall, ofReader);
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (call.Request is VaryImages)
            throw ImageError.Invalid("stream", "Variations are not streamed.");
        using var told = Told(call);
        using var patience = Patience(either.Token);
        using var response = await SeenAsync(() => SendAsync(call, streams: true, patience.Token), told, either.Token).ConfigureAwait(false);
        var answer = new GatewayAnswer(response);
        var came = 0;
        try
        {
            await foreach (var image in EventsAsync(answer, response, call, patience, step => SeenAsync(step, told, either.Token)).ConfigureAwait(false))
            {
                came++;
                stream.CostUsd = answer.CostUsd;
                yield return image;
            }

            // Comments say which of them were filtered, and are not read.
            stream.Failed = call.Request.Count - came;
            told.Succeeded(answer.Model, answer.Region, 0);
        }
        finally
        {
            told.Bought(came, answer.CostUsd);
        }
    }

    // Each image with the renditions that came before it.
    private static async IAsyncEnumerable<OchreImage> EventsAsync(
        GatewayAnswer answer, HttpResponseMessage response, CheckedCall call, CallPatience patience, Func<Func<Task<bool>>, Task<bool>> seen)
    {
        var body = await response.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
        await using var events = SseParser.Create(body, static (_, data) => data.ToArray()).EnumerateAsync(patience.Token).GetAsyncEnumerator(patience.Token);
        List<OchreImage> previews = [];
        for (var came = 0; await seen(() => events.MoveNextAsync().AsTask()).ConfigureAwait(false);)
        {
            patience.Restart();
            var image = Image(answer, events.Current, came, previews, call);
            if (events.Current.EventType.EndsWith(".partial_image", StringComparison.Ordinal))
            {
                previews.Add(image);
                continue;
            }

            came++;
            previews = [];
            yield return image;
        }
    }

    /// <summary>Whether it answers that it is ready.</summary>
    /// <exception cref="ImageException">It cannot be reached.</exception>
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_gateway, "../health/ready"));
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException fault)
        {
            throw new ImageException(Unreachable(fault), fault);
        }
    }

    public void Dispose() => _http.Dispose();

    private OchreTelemetry Told(CheckedCall call) => call.InferenceProfile is not null
        ? throw ImageError.Invalid("model_id", "A gateway knows its own inference profiles; ask for the ARN as the Model, or for the name that it has there.")
        : new(call.Model ?? _model ?? "default", call.Request.Count, time);

    private CallPatience Patience(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(_patience.Timeout, time, cancellationToken);
    }

    private async Task<OchreImages> AskAsync(CheckedCall call, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(call, streams: false, cancellationToken).ConfigureAwait(false);
        return new GatewayAnswer(response).Read(await BodyAsync(response, MaxBytes, cancellationToken).ConfigureAwait(false), call);
    }

    private async Task<HttpResponseMessage> SendAsync(CheckedCall call, bool streams, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = GatewayRequest.Of(call, streams, _gateway, key, _model);
            try
            {
                var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
                if (response.IsSuccessStatusCode)
                    return response;
                using (response)
                    throw new GatewayAnswer(response).Refusal(await BodyAsync(response, 64 * 1024, cancellationToken).ConfigureAwait(false));
            }
            catch (HttpRequestException fault) when (SignedHttp.WasNeverSent(fault) && attempt < _patience.Tries)
            {
                await Task.Delay(_patience.FirstPause * Math.Pow(2, attempt - 1), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task<ReadOnlyMemory<byte>> BodyAsync(HttpResponseMessage response, int limit, CancellationToken cancellationToken)
    {
        await response.Content.LoadIntoBufferAsync(limit, cancellationToken).ConfigureAwait(false);
        return await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
    }

    private static OchreImage Image(GatewayAnswer answer, SseItem<byte[]> item, int index, List<OchreImage> previews, CheckedCall call)
    {
        try
        {
            using var json = JsonDocument.Parse(item.Data);
            if (item.EventType == "error")
                throw answer.Refusal(json.RootElement, 502);
            var file = json.RootElement.GetProperty("b64_json").GetBytesFromBase64();
            return answer.Image(file, index, null, answer.CostUsd / call.Request.Count, null, call, previews);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw GatewayAnswer.NotOurs(fault);
        }
    }

    private static async Task<T> SeenAsync<T>(Func<Task<T>> step, OchreTelemetry told, CancellationToken cancellationToken)
    {
        try
        {
            return await step().ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            var seen = Seen(fault, cancellationToken);
            told.Failed(seen);
            if (seen != fault)
                throw seen;
            throw;
        }
    }

    // What may have been bought is never asked for again here, and its error says no time to come back.
    private static Exception Seen(Exception fault, CancellationToken cancellationToken) => fault switch
    {
        OperationCanceledException when !cancellationToken.IsCancellationRequested => new ImageException(BedrockErrors.Timeout("The gateway took too long. The image may have been made and billed."), fault),
        HttpRequestException lost when SignedHttp.WasNeverSent(lost) => new ImageException(Unreachable(lost), lost),
        HttpRequestException or IOException => new ImageException(new(502, "upstream_error", "bedrock_bad_answer",
            "The connection to the gateway broke before its answer was there. The image may have been made and billed."), fault),
        _ => fault,
    };

    private static ImageError Unreachable(HttpRequestException fault) =>
        new(503, "service_unavailable_error", "bedrock_unavailable", $"The gateway could not be reached: {fault.Message}") { RetryAfter = 2 };
}
