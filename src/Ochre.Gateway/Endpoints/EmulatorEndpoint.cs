using System.Net;
using Ochre.Emulator;

namespace Ochre.Gateway.Endpoints;

/// <summary><c>/_emulator/invocations</c> of the emulator inside: what it was asked and what it billed. On loopback only, and not through a proxy.</summary>
internal static class EmulatorEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, BedrockEmulator emulator)
    {
        var http = new HttpMessageInvoker(emulator, disposeHandler: false);
        routes.MapMethods("/_emulator/invocations", ["GET", "DELETE"], context => AnswerAsync(context, http)).AllowAnonymous();
    }

    // A proxy on this machine is loopback too; whom it speaks for is not.
    private static bool IsForwarded(HttpRequest request) =>
        ((string[])["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via", "X-Original-For", "X-Original-Host", "X-Original-Proto"]).Any(request.Headers.ContainsKey)
        || !(request.Host.Host is "localhost" || (IPAddress.TryParse(request.Host.Host, out var host) && IPAddress.IsLoopback(host)));

    private static async Task AnswerAsync(HttpContext http, HttpMessageInvoker emulator)
    {
        if (http.Connection.RemoteIpAddress is { } peer && (!IPAddress.IsLoopback(peer) || IsForwarded(http.Request)))
        {
            await Refusals.WriteAsync(http, new(403, "permission_error", null, "The emulator shows its invocations to its own machine only."));
            return;
        }

        var uri = new Uri($"http://emulator/_emulator/invocations{http.Request.QueryString}");
        using var request = new HttpRequestMessage(new(http.Request.Method), uri);
        using var answer = await emulator.SendAsync(request, http.RequestAborted);
        http.Response.StatusCode = (int)answer.StatusCode;
        http.Response.ContentType = "application/json";
        await answer.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
    }
}
