using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace Ochre.Gateway.Replay;

/// <summary>
/// Stands between an image route and its client: what is sent goes on a tape as well, and when the client leaves the work goes on for the
/// tape alone. It ends with the client where nobody would get anything of it: before Bedrock was called, and when the tape is lost.
/// </summary>
internal sealed class TapedResponse : IHttpResponseBodyFeature, IHttpRequestLifetimeFeature, IHttpResponseFeature, IDisposable
{
    private readonly HttpContext _http;
    private readonly IHttpResponseBodyFeature _body;
    private readonly IHttpRequestLifetimeFeature _client;
    private readonly IHttpResponseFeature _response;
    private readonly CancellationTokenSource _work;
    private readonly CancellationTokenRegistration _leaving;
    private readonly Lock _lock = new();
    private readonly bool _keepsStreams;
    private readonly Action _left;
    private bool _begun;
    private volatile bool _buys;

    /// <param name="keepsStreams">A stream is kept even while its client reads it.</param>
    /// <param name="left">Is told once when the client is gone and the work goes on.</param>
    /// <param name="stopping">The gateway ends.</param>
    public TapedResponse(HttpContext http, Tape tape, bool keepsStreams, Action left, CancellationToken stopping)
    {
        (_http, Tape, _keepsStreams, _left) = (http, tape, keepsStreams, left);
        (_body, _client, _response) = (http.Features.GetRequiredFeature<IHttpResponseBodyFeature>(),
            http.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>(), http.Features.GetRequiredFeature<IHttpResponseFeature>());
        _work = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Writer = new TapedWriter(this, _body.Writer);
        Set(this, this, this);
        http.Items[typeof(TapedResponse)] = this;
        _leaving = _client.RequestAborted.UnsafeRegister(static response => ((TapedResponse)response!).Leave(), this);
    }

    public Tape Tape { get; }

    /// <summary>Nobody reads any more.</summary>
    public bool IsAlone { get; private set; }

    /// <summary>
    /// Bedrock is about to be called: from now on a client who leaves ends nothing. But for a stream: whoever watches one sees what is bought, and
    /// his leaving says that it is enough.
    /// </summary>
    public static void Buys(HttpContext http, bool asStream)
    {
        if (Of(http) is { } taped)
            taped._buys = !asStream || taped._keepsStreams;
    }

    /// <summary>Bedrock has made images, or nobody knows whether it has.</summary>
    public static void Bought(HttpContext http)
    {
        if (Of(http) is { } taped)
            taped.HasBought = true;
    }

    /// <summary>The answer broke off and its connection with it.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Something was bought, or may have been: the same request must not buy it again unasked.</summary>
    public bool HasBought { get; private set; }

    public Stream Stream => Writer.AsStream(leaveOpen: true);

    public PipeWriter Writer { get; }

    public CancellationToken RequestAborted { get => _work.Token; set => throw new NotSupportedException(); }

    public int StatusCode { get => _response.StatusCode; set => _response.StatusCode = value; }

    public string? ReasonPhrase { get => _response.ReasonPhrase; set => _response.ReasonPhrase = value; }

    public IHeaderDictionary Headers { get => _response.Headers; set => _response.Headers = value; }

    public bool HasStarted => _begun || _response.HasStarted;

    Stream IHttpResponseFeature.Body { get => Stream; set => throw new NotSupportedException(); }

    public void OnStarting(Func<object, Task> callback, object state) => _response.OnStarting(callback, state);

    public void OnCompleted(Func<object, Task> callback, object state) => _response.OnCompleted(callback, state);

    public void DisableBuffering() => _body.DisableBuffering();

    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        Begin();
        return IsAlone ? Task.CompletedTask : _body.StartAsync(cancellationToken);
    }

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);

    /// <summary>The answer is complete: the client gets its end, then the tape.</summary>
    public async Task CompleteAsync()
    {
        await Writer.FlushAsync();
        if (!IsAlone)
            await _body.CompleteAsync();
        await Tape.FinishAsync();
    }

    /// <summary>Half an answer: the connection breaks and the tape is lost.</summary>
    public void Abort()
    {
        IsBroken = true;
        Tape.Lose();
        _client.Abort();
    }

    /// <summary>The headers stand: what is a stream and has its reader is not kept.</summary>
    public void Begin()
    {
        if (_begun)
            return;
        lock (_lock)
        {
            _begun = true;
            Tape.Begin(AnswerHead.Of(Tape.RequestId, StatusCode, Headers));
            if (Tape.Head!.IsStream && !_keepsStreams && !IsAlone)
                Tape.Lose();
        }
    }

    /// <summary>The client is gone.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            if (IsAlone)
                return;
            IsAlone = true;
            Tape.GoToFile();
        }

        if (_buys && !Tape.IsLost)
            _left();
        else
            _work.Cancel();
    }

    public void Dispose()
    {
        _leaving.Dispose();
        Set(_body, _client, _response);
        _http.Items.Remove(typeof(TapedResponse));
        _work.Dispose();
    }

    private static TapedResponse? Of(HttpContext http) => http.Items[typeof(TapedResponse)] as TapedResponse;

    private void Set(IHttpResponseBodyFeature body, IHttpRequestLifetimeFeature lifetime, IHttpResponseFeature response)
    {
        _http.Features.Set(body);
        _http.Features.Set(lifetime);
        _http.Features.Set(response);
    }
}
