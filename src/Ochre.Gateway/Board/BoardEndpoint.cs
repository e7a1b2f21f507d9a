using System.Globalization;
using System.Security.Cryptography;
using Ochre.Gateway.Auth;
using Ochre.Gateway.Keys;

namespace Ochre.Gateway.Board;

/// <summary><c>GET /admin/requests</c>: the board, for who asks again and again; where nothing has changed the answer is 304.</summary>
internal sealed class BoardEndpoint(RequestBoard board, TimeProvider time)
{
    // Another run of the gateway counts from the beginning.
    private readonly string _run = RandomNumberGenerator.GetHexString(8, lowercase: true);

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/admin/requests", AnswerAsync).OpenTo(Role.Admin);

    private Task AnswerAsync(HttpContext http)
    {
        // Before the board is read: a change that comes meanwhile is told again.
        var tag = string.Create(CultureInfo.InvariantCulture, $"\"{_run}-{board.Version}\"");
        http.Response.Headers.ETag = tag;
        if (http.Request.Headers.IfNoneMatch.Contains(tag))
        {
            http.Response.Headers.CacheControl = "no-store";
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        var running = board.Running();
        return AdminHttp.WriteAsync(http, new(time.GetUtcNow(), board.RunningCount, RequestBoard.EndedKept,
            [.. running.Concat(board.Ended()).Select(WireBoardRequest.Of)]), BoardJson.Default.WireBoard);
    }
}
