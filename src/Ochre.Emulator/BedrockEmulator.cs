using Ochre.Emulator.Contracts;
using Ochre.Emulator.Painter;

namespace Ochre.Emulator;

/// <summary>
/// Bedrock Runtime, and the part of its control plane that knows models, profiles and who may use them, as the last HTTP handler of a client: no socket, no account.
/// Any base address will do; <c>bedrock-runtime.{region}.amazonaws.com</c> is taken at its word about the region.
/// </summary>
public sealed class BedrockEmulator : HttpMessageHandler
{
    /// <summary>Largest request body that is read, in bytes; a longer one is refused in Bedrock's words.</summary>
    public const int MaxBodyBytes = WireRequest.MaxBody;

    private readonly TimeProvider _time;
    private readonly SignatureCheck _signatures;
    private volatile FaultPlan _faults;
    private readonly ModelRunner _runner;
    private readonly ControlPlane _control;
    private readonly ApplicationProfiles _profiles;
    private readonly InvocationLog _log;
    private readonly CancellationTokenSource _end = new();

    public BedrockEmulator(EmulatorOptions? options = null)
    {
        options ??= new();
        _time = options.TimeProvider;
        _signatures = new(options);
        _faults = new(options.Faults);
        var access = new AccessRules(options);
        _profiles = new(options.TimeProvider);
        _runner = new(options, access, _profiles);
        _control = new(options, access, _profiles);
        _log = new(options.KeptInvocations, options.KeptBytes);
    }

    /// <summary>What it was asked and what it billed, newest first.</summary>
    public IReadOnlyList<Invocation> Invocations => _log.Last(int.MaxValue);

    public void ClearInvocations() => _log.Clear();

    /// <summary>Puts these faults in the place of those it began with; none makes it well.</summary>
    public void UseFaults(IReadOnlyList<FaultRule> rules) => _faults = new(rules);

    /// <summary>Paints a small picture that nobody sees, so that the first one asked for does not wait for the compiler. Bills nothing.</summary>
    public static void WarmUp() => PngWriter.Write(ScenePainter.Paint(new("stability.stable-image-core-v1:1", "A cute baby sea otter", 1, 256, 256)));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var asked = await WireRequest.ReadAsync(request, cancellationToken);
        var route = Route.Of(asked.Method, asked.Path);
        Reply reply;
        try
        {
            reply = route.Kind switch
            {
                RouteKind.Invoke => await InvokeAsync(route.Id, asked, cancellationToken),
                RouteKind.Invocations => Recorded(asked),
                _ => await OtherAsync(route, asked, cancellationToken),
            };
        }
        catch (BedrockRefusal refusal)
        {
            reply = Reply.Error(refusal.Error);
        }
        return reply.ToResponse(request, _time.GetElapsedTime(started));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _end.Cancel();
            _runner.Dispose();
        }

        base.Dispose(disposing);
    }

    // As on AWS: what has arrived is worked on and billed, whether or not its caller stays.
    private async Task<Reply> InvokeAsync(string id, WireRequest asked, CancellationToken cancellationToken)
    {
        var known = ModelOf(id)?.Id ?? Violations.Echo(id);
        var (reply, faults) = await WorkAsync(id, known, asked).WaitAsync(cancellationToken);
        await LoseAsync(faults, cancellationToken);
        return reply;
    }

    private async Task<(Reply Reply, IReadOnlyList<Fault> Faults)> WorkAsync(string id, string known, WireRequest asked)
    {
        var at = _time.GetUtcNow();
        IReadOnlyList<Fault> faults = [];
        Reply? reply = null;
        try
        {
            faults = [.. Asked(asked), .. _faults.Next(id, known)];
            reply = await AnswerAsync(id, faults, asked);
        }
        catch (BedrockRefusal refusal)
        {
            reply = Reply.Error(refusal.Error);
        }
        finally
        {
            _log.Add(at, known, asked, faults.Any(fault => fault.LosesAnswer) ? reply?.Lost() : reply);
        }
        return (reply, faults);
    }

    private ModelContract? ModelOf(string id) =>
        Models.Find(id, out _) ?? (id.Split(':') is [_, _, _, var region, ..] ? _profiles.Find(id, region)?.Model : null);

    private async Task<Reply> AnswerAsync(string id, IReadOnlyList<Fault> faults, WireRequest asked)
    {
        await DelayAsync(faults, _end.Token);
        // Before the signature: a body that was not kept has no hash.
        if (asked.TooLarge)
            throw BedrockError.TooLong("body", WireRequest.MaxBody);
        var region = _signatures.Check(asked);
        Fail(faults, id);
        var reply = await _runner.RunAsync(
            _runner.Find(id, region), asked, notImages: faults.Any(fault => fault.Name == "notimage"), _end.Token);
        if (faults.Any(fault => fault.Name == "garbage"))
            reply = reply with { Body = "<html><body>502 Bad Gateway</body></html>"u8.ToArray() };
        return Cut(reply, faults);
    }

    private async Task<Reply> OtherAsync(Route route, WireRequest asked, CancellationToken cancellationToken)
    {
        if (route.Kind == RouteKind.Unknown)
            throw BedrockError.UnknownOperation();
        var faults = Asked(asked);
        await DelayAsync(faults, cancellationToken);
        await LoseAsync(faults, cancellationToken);
        var region = _signatures.Check(asked);
        Fail(faults, route.Id);
        if (route.Kind == RouteKind.OtherInvoke)
            throw BedrockError.Invalid(
                "This action doesn't support the model that you provided. Try again with a supported text or chat model.");
        return Cut(_control.Answer(route, asked, region), faults);
    }

    private async Task DelayAsync(IReadOnlyList<Fault> faults, CancellationToken cancellationToken)
    {
        foreach (var fault in faults.Where(fault => fault.Delay > TimeSpan.Zero))
            await Task.Delay(fault.Delay, _time, cancellationToken);
    }

    /// <summary>The answer, if there is one, is lost on its way.</summary>
    private async Task LoseAsync(IReadOnlyList<Fault> faults, CancellationToken cancellationToken)
    {
        if (faults.Any(fault => fault.Hangs))
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellationToken);
        // As a socket says it: not ConnectionError, which means that nothing was ever sent.
        if (faults.Any(fault => fault.LosesAnswer))
            throw new HttpRequestException("An error occurred while sending the request.", new IOException("Connection reset by peer"));
    }

    private static void Fail(IReadOnlyList<Fault> faults, string model)
    {
        foreach (var fault in faults)
        {
            if (fault.Name == "modelerror")
                throw BedrockError.ModelFailed(model);
            if (fault.Error is { } error)
                throw new BedrockRefusal(error);
        }
    }

    private static Reply Cut(Reply reply, IReadOnlyList<Fault> faults) =>
        faults.FirstOrDefault(fault => fault.Name == "cut") is { } cut
            ? reply with { CutAt = (int)(reply.Body.Length * cut.Share) }
            : reply;

    private static IReadOnlyList<Fault> Asked(WireRequest asked)
    {
        try
        {
            return Fault.Parse(asked.Header("x-emulator-fault") ?? "");
        }
        catch (FormatException error)
        {
            throw BedrockError.Invalid($"x-emulator-fault: {error.Message}");
        }
    }

    private Reply Recorded(WireRequest asked)
    {
        if (asked.Method == "DELETE")
            _log.Clear();
        var last = int.TryParse(QueryString.Value(asked.Query, "last"), out var count) ? Math.Max(count, 0) : 20;
        return Reply.Json(json =>
        {
            json.WriteStartArray();
            foreach (var invocation in _log.Last(last))
                invocation.Write(json);
            json.WriteEndArray();
        });
    }
}
