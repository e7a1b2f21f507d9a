using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Features;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Ochre.Gateway.Replay;

namespace Ochre.Gateway.Mcp;

/// <summary>One message's call of a tool. It ends before its request does, whoever leaves: the request's key and its limits are in use.</summary>
internal sealed class ToolWork(ToolCalls calls, HttpContext http, McpMessage message, McpSettings settings) : IAsyncDisposable
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _begun;

    /// <summary>Answers with what the tool made, or with its refusal in Ochre's words.</summary>
    public async ValueTask<CallToolResult> RunAsync(RequestContext<CallToolRequestParams> call, CancellationToken cancellationToken)
    {
        if (ImageTools.RouteOf(call.Params.Name) is not { } route)
            return ToolModels.Answer(calls.Listings.For(http));
        // The client may have left before the call was looked at.
        if (Interlocked.Exchange(ref _begun, 1) == 1)
            throw new OperationCanceledException("The request is over.");
        var images = ImagesAsync(route, cancellationToken);
        await ToolProgress.TellAsync(call, images, calls.Time, cancellationToken);
        return await images;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _begun, 1) == 1)
            await _ended.Task;
    }

    private async Task<CallToolResult> ImagesAsync(string route, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(route, cancellationToken);
        }
        finally
        {
            _ended.SetResult();
        }
    }

    private async Task<CallToolResult> AskAsync(string route, CancellationToken cancellationToken)
    {
        // What ends the call is a client who closes its stream.
        using var left = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, http.RequestAborted);
        using var answer = new MemoryStream();
        try
        {
            await calls.SendAsync(Request(route, answer, left.Token), route);
            // Nothing is written for a client who has left.
            left.Token.ThrowIfCancellationRequested();
            return JsonSerializer.Deserialize(answer.GetBuffer().AsSpan(0, (int)answer.Length),
                (JsonTypeInfo<CallToolResult>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(CallToolResult)))!;
        }
        catch (Exception fault) when (!(fault is OperationCanceledException && left.IsCancellationRequested))
        {
            var error = calls.Refusals.Error(http, fault);
            Telemetry.RequestWatch.Refused(http, error.Code ?? error.Type);
            return Refused(error);
        }
    }

    private static CallToolResult Refused(ImageError error) => new()
    {
        IsError = true,
        Content = [new TextContentBlock { Text = error.RetryAfter is { } seconds ? $"{Words(error)} Try again in {seconds} seconds." : Words(error) }],
    };

    // Whoever calls tools has no other way to the list.
    private static string Words(ImageError error) => error.Message.Replace("GET /v1/models", ImageTools.ModelList, StringComparison.Ordinal);

    // As it would have come by HTTP: the same caller, connection and id; the arguments are its body.
    private DefaultHttpContext Request(string route, Stream answer, CancellationToken left)
    {
        var features = new FeatureCollection();
        var headers = new HeaderDictionary { ["Content-Type"] = "application/json", ["Host"] = http.Request.Headers.Host };
        foreach (var name in Ochre.Parameters.BedrockHeaders.Names)
            headers[name] = http.Request.Headers[name];
        features.Set<IHttpRequestFeature>(new HttpRequestFeature
        {
            Method = HttpMethods.Post,
            Scheme = http.Request.Scheme,
            PathBase = http.Request.PathBase,
            Path = route,
            Protocol = http.Request.Protocol,
            Headers = headers,
            Body = PipeReader.Create(new ReadOnlySequence<byte>(message.Arguments)).AsStream(),
        });
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(answer));
        features.Set<IHttpRequestLifetimeFeature>(new HttpRequestLifetimeFeature { RequestAborted = left });
        features.Set(http.Features.Get<IItemsFeature>());
        features.Set(http.Features.Get<IHttpConnectionFeature>());
        features.Set(http.Features.Get<Peer>());
        features.Set(new ToolForm(settings.MaxImageBytes));
        return new(features) { RequestServices = http.RequestServices };
    }
}
