using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Ochre.Gateway.Auth;
using Ochre.Gateway.Uploads;

namespace Ochre.Gateway.Mcp;

/// <summary>
/// <c>POST /mcp</c>: MCP over Streamable HTTP, in both its eras, without sessions. Each message is served by a server of its own that lives as long as the
/// answer; what the protocol says of messages is the SDK's affair, what HTTP and the images say is ours.
/// </summary>
internal sealed class McpEndpoint(RequestReader requests, ToolCalls calls, Live live)
{
    public const string Route = "/mcp";

    // What it would log may hold prompts.
    private static readonly NullLoggerFactory s_silence = NullLoggerFactory.Instance;
    private static readonly TimeSpan s_toolsStand = TimeSpan.FromMinutes(5);

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost(Route, AnswerAsync).OpenTo(Auth.Role.User);

    private async Task AnswerAsync(HttpContext http)
    {
        var settings = live.Now.Settings;
        McpHeaders.Check(http.Request, settings);
        using var input = await requests.ReadAsync(http);
        var message = McpMessage.Read(input);
        McpHeaders.Check(http.Request.Headers, message);
        if (http.Request.Headers[McpVersions.Header].ToString() is { Length: > 0 } version)
            (message.Rpc.Context ??= new()).ProtocolVersion = version;
        await using var work = calls.Begin(http, message, settings.Mcp);
        await ServeAsync(http, message.Rpc, Options(work, settings.Mcp));
    }

    private static async Task ServeAsync(HttpContext http, JsonRpcMessage message, McpServerOptions options)
    {
        await using var transport = new StreamableHttpServerTransport(s_silence) { Stateless = true };
        await using var server = McpServer.Create(transport, options, s_silence, http.RequestServices);
        _ = server.RunAsync(http.RequestAborted);
        Begin(http.Response);
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        if (await transport.HandlePostRequestAsync(message, http.Response.Body, first => Decide(http.Response, first), http.RequestAborted))
            return;
        http.Response.ContentType = null;
        http.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    private static McpServerOptions Options(ToolWork work, McpSettings settings) => new()
    {
        ServerInfo = new() { Name = "ochre", Title = "Ochre", Version = typeof(McpEndpoint).Assembly.GetName().Version?.ToString(3) ?? "0" },
        ServerInstructions = "Makes and edits images with the image models of AWS Bedrock. Each image is billed to the key of the caller. Links to files expire.",
        ScopeRequests = false,
        Capabilities = new() { Tools = new() },
        Handlers = new()
        {
            ListToolsHandler = (_, _) => ValueTask.FromResult(new ListToolsResult
            {
                Tools = [.. ImageTools.All.Where(tool => settings.Offers(tool.Name))],
                TimeToLive = s_toolsStand,
                CacheScope = CacheScope.Public,
            }),
            CallToolHandler = (request, cancellationToken) => settings.Offers(request.Params.Name) && ImageTools.Names.Contains(request.Params.Name)
                ? work.RunAsync(request, cancellationToken)
                : throw new McpProtocolException($"There is no tool '{Echo.Of(request.Params.Name, 60)}' here; tools/list says which there are.", McpErrorCode.InvalidParams),
        },
    };

    private static void Begin(HttpResponse response)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache, no-store";
        response.Headers["X-Accel-Buffering"] = "no";
    }

    // The newer era puts a few refusals into the status line as well.
    private static ValueTask Decide(HttpResponse response, JsonRpcMessage? first)
    {
        if (first is JsonRpcError { Error.Code: var code } && !response.HasStarted)
            response.StatusCode = (McpErrorCode)code switch
            {
                McpErrorCode.MethodNotFound => StatusCodes.Status404NotFound,
                McpErrorCode.HeaderMismatch or McpErrorCode.MissingRequiredClientCapability or McpErrorCode.UnsupportedProtocolVersion => StatusCodes.Status400BadRequest,
                _ => response.StatusCode,
            };
        return ValueTask.CompletedTask;
    }
}
