using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Ochre.Routing;

namespace Ochre.Bedrock;

/// <summary>The one door to Bedrock: a POST that is signed anew for each try, has a deadline, and never buys an image twice.</summary>
public sealed class BedrockClient : IDisposable
{
    private static readonly MediaTypeHeaderValue s_json = new("application/json");

    // Whoever is to wait longer is told so, in place of a connection that says nothing.
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(5);

    private readonly HttpMessageInvoker _http;
    private readonly AwsIdentity _identity;
    private readonly BedrockOptions _options;
    private readonly TimeProvider _time;
    private readonly Router _router;

    /// <param name="handler">The way to Bedrock, or to its emulator; stays the caller's.</param>
    public BedrockClient(HttpMessageHandler handler, AwsIdentity identity, BedrockOptions options, TimeProvider time)
    {
        _http = new(handler, disposeHandler: false);
        (_identity, _options, _time) = (identity, options, time);
        _router = new(options.Routing, time);
    }

    /// <summary>The handler for AWS itself. One serves the process.</summary>
    /// <remarks>
    /// HTTP/1.1, because HTTP/2 is slower for megabytes in one piece; nothing is added to the request, because it is signed; connections are
    /// renewed so that a change of DNS is seen.
    /// </remarks>
    public static SocketsHttpHandler CreateHandler() => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(90),
    };

    internal BedrockOptions Options => _options;

    internal TimeProvider Time => _time;

    /// <summary>Invokes a model and returns when its answer begins. A place that refused without having worked is followed by the next.</summary>
    /// <param name="routes">Every place that can do it.</param>
    /// <param name="headers">Bedrock's own headers, such as a guardrail's.</param>
    /// <param name="ticket">Learns what the call may cost.</param>
    /// <exception cref="ImageException">Bedrock refused everywhere, could not be reached, or took too long.</exception>
    internal async Task<BedrockAnswer> InvokeAsync(
        IReadOnlyList<BedrockRoute> routes, BedrockCall call, AnswerShape shape,
        IReadOnlyList<KeyValuePair<string, string>> headers, CallTicket ticket, CancellationToken cancellationToken)
    {
        var watch = new AnswerWatch(_options, _time, cancellationToken);
        try
        {
            var trip = new RouteTrip(_router, routes);
            trip.Start();
            for (var attempt = 1; ; attempt++)
            {
                ticket.Left.ThrowIfCancellationRequested();
                var (answer, refusal) = await CallAsync(trip.Current, call, shape, headers, ticket, watch);
                if (answer is not null)
                    return answer;
                if (!refusal!.Repeatable || attempt >= Math.Max(_options.Tries, trip.Count))
                    throw Given(refusal, trip);
                await MoveOnAsync(trip, refusal, call, ticket, watch);
            }
        }
        catch (Exception fault)
        {
            watch.Dispose();
            if (watch.Explain(fault) is { } timeout)
                throw timeout;
            throw;
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<(BedrockAnswer? Answer, Refused? Refusal)> CallAsync(
        Way way, BedrockCall call, AnswerShape shape, IReadOnlyList<KeyValuePair<string, string>> headers, CallTicket ticket, AnswerWatch watch)
    {
        var began = _router.Now;
        try
        {
            var (answer, refusal) = await TryOnceAsync(way.Route.Place, call, shape, headers, ticket, watch);
            if (refusal is not null)
                _router.Failed(way, refusal);
            else
                _router.Succeeded(way, began);
            return (answer, refusal);
        }
        catch (OperationCanceledException) when (watch.IsOver)
        {
            _router.Failed(way, new(BedrockErrors.Timeout("It did not answer in time."), Repeatable: false));
            throw;
        }
        finally
        {
            _router.GiveBack(way);
        }
    }

    // To another place at once; to one that has just refused after a pause, its own where it told one.
    private async Task MoveOnAsync(RouteTrip trip, Refused refusal, BedrockCall call, CallTicket ticket, AnswerWatch watch)
    {
        if (trip.TryNext())
            return;
        var pause = Pause(trip.Rounds, call);
        if (trip.Count == 1 && refusal.Told > pause)
            pause = refusal.Told.Value;
        if (pause >= watch.Left || pause > s_longestPause)
            throw Given(refusal, trip);
        using (var over = CancellationTokenSource.CreateLinkedTokenSource(watch.Token, ticket.Left))
            await Task.Delay(pause, _time, over.Token);
        if (!trip.TryRound())
            throw Given(refusal, trip);
    }

    private static ImageException Given(Refused refusal, RouteTrip trip)
    {
        var error = refusal.Error with { IsUnbilled = refusal.Repeatable };
        if (refusal is { Repeatable: true, Told: { } told })
            error = error with { RetryAfter = (int)Math.Clamp(Math.Ceiling(told.TotalSeconds), 1, 60) };
        return new(trip.Count == 1 ? error : error with { OperatorHint = $"{error.OperatorHint} Called: {string.Join(", ", trip.Regions)}." });
    }

    private async Task<(BedrockAnswer? Answer, Refused? Refusal)> TryOnceAsync(
        BedrockPlace place, BedrockCall call, AnswerShape shape,
        IReadOnlyList<KeyValuePair<string, string>> headers, CallTicket ticket, AnswerWatch watch)
    {
        using var request = await RequestAsync(place, call, headers, ticket.InvocationId, watch.Token);
        HttpResponseMessage response;
        try
        {
            ticket.Bill.Sent();
            response = await _http.SendAsync(request, watch.Token);
        }
        catch (HttpRequestException fault) when (WasNeverSent(fault))
        {
            ticket.Bill.Refused();
            return (null, new(BedrockErrors.Unreachable(fault.Message), Repeatable: true));
        }
        catch (HttpRequestException fault)
        {
            return (null, new(BedrockErrors.ConnectionLost(fault.Message), Repeatable: false));
        }
        catch (IOException fault)
        {
            return (null, new(BedrockErrors.ConnectionLost(fault.Message), Repeatable: false));
        }

        if (response.StatusCode is HttpStatusCode.OK)
            return (await BedrockAnswer.OpenAsync(place, response, shape, _options, watch), null);
        using (response)
        {
            var refusal = await RefusalAsync(response, watch.Token);
            if (!BedrockErrors.MayHaveWorked((int)response.StatusCode, CodeOf(response)))
                ticket.Bill.Refused();
            return (null, refusal);
        }
    }

    private async Task<HttpRequestMessage> RequestAsync(
        BedrockPlace place, BedrockCall call, IReadOnlyList<KeyValuePair<string, string>> headers, string? invocationId, CancellationToken cancellationToken)
    {
        var region = place.Region;
        var host = (place.Endpoint ?? _options.Endpoint)?.GetLeftPart(UriPartial.Authority) ?? $"https://bedrock-runtime.{region}.{DnsSuffix(region)}";
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{host}/model/{Uri.EscapeDataString(place.CallId)}/invoke"))
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = call.Body.Content(),
        };
        request.Content.Headers.ContentType = s_json;
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (invocationId is not null)
            request.Headers.TryAddWithoutValidation("amz-sdk-invocation-id", invocationId);
        await (place.Identity ?? _identity).AuthorizeAsync(request, call.Body, region, _time.GetUtcNow(), cancellationToken);
        return request;
    }

    private static string DnsSuffix(string region) => region.StartsWith("cn-", StringComparison.Ordinal) ? "amazonaws.com.cn" : "amazonaws.com";

    private static bool WasNeverSent(HttpRequestException fault) => fault.HttpRequestError
        is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;

    // The error's body is small; what goes past 64 KiB is not read.
    private async Task<Refused> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        var read = 0;
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException)
        {
            // The status says enough.
        }

        var status = (int)response.StatusCode;
        var code = CodeOf(response);
        return new(BedrockErrors.Of(status, code, Message(buffer.AsSpan(0, read))), BedrockErrors.IsSafeToRepeat(code, status), Told(response));
    }

    private static string CodeOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("x-amzn-ErrorType", out var types) ? types.First().Split(':')[0] : "";

    private TimeSpan? Told(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > _time.GetUtcNow() => date - _time.GetUtcNow(),
        _ => null,
    };

    private static string Message(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var parsed = JsonDocument.ParseValue(ref reader);
            foreach (var name in (string[])["message", "Message"])
            {
                if (parsed.RootElement.ValueKind is JsonValueKind.Object && parsed.RootElement.TryGetProperty(name, out var message))
                    return message.ValueKind is JsonValueKind.String ? message.GetString()! : message.GetRawText();
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Not JSON: a proxy's page, say.
        }

        return Encoding.UTF8.GetString(body[..Math.Min(body.Length, 200)]);
    }

    // Spread by the call's own bytes: callers that were refused together do not come back together.
    private TimeSpan Pause(int attempt, BedrockCall call)
    {
        var spread = HashCode.Combine(call.Body.Length, call.Seed, _time.GetTimestamp()) & 0xFF;
        return _options.FirstPause * Math.Pow(2, attempt - 1) * (1 + spread / 512d);
    }
}
