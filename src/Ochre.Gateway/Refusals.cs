using Microsoft.AspNetCore.Diagnostics;
using Ochre.Gateway.Wire;

namespace Ochre.Gateway;

/// <summary>The one place where a refusal becomes an answer.</summary>
internal sealed class Refusals(ILogger<Refusals> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext http, Exception exception, CancellationToken cancellationToken)
    {
        var error = Error(http, exception);
        if (http.Response.HasStarted || http.RequestAborted.IsCancellationRequested)
        {
            // Half an answer must not look like a whole one.
            http.Abort();
            return true;
        }

        await WriteAsync(http, error);
        return true;
    }

    /// <summary>What to tell the caller; what only the operator should know goes to the log.</summary>
    public ImageError Error(HttpContext http, Exception exception)
    {
        var error = Public(exception);
        var id = RequestIds.Of(http);
        Board.BoardEntry.Of(http)?.Fails(error.Status is 499 ? "client_left" : error.Code ?? error.Type);
        if (error.Status >= 500)
            Log.UpstreamFailed(log, id, error.Status, error.Code ?? error.Type, error.OperatorHint ?? error.Message, exception is ImageException ? null : exception);
        else
            Log.Refused(log, id, error.Status, error.Code ?? error.Type, error.Param, error.OperatorHint);
        return error;
    }

    /// <summary>Writes a refusal with the headers that official clients read.</summary>
    public static async Task WriteAsync(HttpContext http, ImageError error)
    {
        var response = http.Response;
        Telemetry.RequestWatch.Refused(http, error.Code ?? error.Type);
        response.StatusCode = error.Status;
        response.ContentType = "application/json";
        response.Headers.XContentTypeOptions = "nosniff";
        if (error.RetryAfter is { } seconds)
            response.Headers.RetryAfter = Math.Clamp(seconds, 1, 60).ToString();
        else
            response.Headers["x-should-retry"] = "false";
        if (error.Status == 401)
            response.Headers.WWWAuthenticate = "Bearer";
        var body = Telemetry.RequestWatch.RouteOf(http) is Mcp.McpEndpoint.Route ? Mcp.McpRefusals.Body(error) : WireError.Of(error);
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
            await response.Body.WriteAsync(body, http.RequestAborted);
    }

    /// <summary>ASP.NET's own answers without a body, such as 404 and 405.</summary>
    public static Task WriteStatusAsync(HttpContext http)
    {
        var request = http.Request;
        var message = http.Response.StatusCode switch
        {
            404 => $"Nothing answers {request.Method} {Shortened(request.Path)}. Image routes start with /v1/images/.",
            405 => $"{request.Method} is not allowed on {Shortened(request.Path)}; it answers {http.Response.Headers.Allow}.",
            413 => "The request's body is too large.",
            _ => $"The request could not be read (HTTP {http.Response.StatusCode}).",
        };
        var code = http.Response.StatusCode is 404 ? "unknown_url" : null;
        return WriteAsync(http, new(http.Response.StatusCode, "invalid_request_error", code, message));
    }

    private static ImageError Public(Exception exception) => exception switch
    {
        ImageException { Error: var error } => error,
        BadHttpRequestException { StatusCode: 413 } => new(413, "invalid_request_error", "request_too_large", "The request's body is too large."),
        BadHttpRequestException { StatusCode: var status } => new(status, "invalid_request_error", null, "The request could not be read."),
        Spend.Database.DatabaseException => new(503, "service_unavailable_error", "database_unavailable",
            "The gateway's database does not answer, so that nobody could be charged; nothing was bought.")
        { RetryAfter = 5 },
        OperationCanceledException => new(499, "invalid_request_error", null, "The client has left."),
        _ => new(500, "server_error", null, "The gateway failed on this request; its log has the reason under the request id."),
    };

    // A key in a path is not said back.
    private static string Shortened(PathString path) => Auth.KeyText.Hidden(path.Value is { Length: > 100 } text ? text[..100] + "…" : path.Value ?? "/");
}
