using System.Net;
using System.Net.Http.Headers;
using Ochre.Routing;

namespace Ochre.Bedrock;

/// <summary>The one door to Bedrock: a POST that is signed anew for each try, has a deadline, and never buys an image twice.</summary>
public sealed class BedrockClient : IDisposable
{
    private static readonly MediaTypeHeaderValue s_json = new("application/json");

    // Whoever is to wait longer is told so, in place of a connection that says nothing.
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(5);

    private readonly SignedHttp _http;
    private readonly BedrockOptions _options;
    private readonly TimeProvider _time;
    private readonly Router _router;

    /// <param name="handler">The way to Bedrock, or to its emulator; stays the caller's.</param>
    public BedrockClient(HttpMessageHandler handler, AwsIdentity identity, BedrockOptions options, TimeProvider time)
    {
        _http = new(handler, identity, time);
        (_options, _time) = (options, time);
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
        var (answer, refusal) = await _http.SendAsync(
            () => Request(place, call, headers, ticket.InvocationId), call.Body, place.Identity, place.Region, watch.Token, ticket.Bill);
        return answer is null ? (null, refusal) : (await BedrockAnswer.OpenAsync(place, answer, shape, _options, watch), null);
    }

    private HttpRequestMessage Request(
        BedrockPlace place, BedrockCall call, IReadOnlyList<KeyValuePair<string, string>> headers, string? invocationId)
    {
        var request = BedrockAddress.Invoke(place, _options);
        request.Content = call.Body.Content();
        request.Content.Headers.ContentType = s_json;
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (invocationId is not null)
            request.Headers.TryAddWithoutValidation("amz-sdk-invocation-id", invocationId);
        return request;
    }

    // Spread by the call's own bytes: callers that were refused together do not come back together.
    private TimeSpan Pause(int attempt, BedrockCall call)
    {
        var spread = HashCode.Combine(call.Body.Length, call.Seed, _time.GetTimestamp()) & 0xFF;
        return _options.FirstPause * Math.Pow(2, attempt - 1) * (1 + spread / 512d);
    }
}
