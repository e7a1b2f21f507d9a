using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Ochre.Emulator;

namespace Ochre.Gateway.Cli;

/// <summary>The emulator on a port, for any AWS SDK: <c>AWS_ENDPOINT_URL_BEDROCK_RUNTIME=http://127.0.0.1:4567</c>.</summary>
internal static class EmulatorApp
{
    /// <summary>Not started yet; port 0 takes a free one, which <c>app.Urls</c> tells after the start.</summary>
    public static WebApplication Build(EmulatorOptions? options = null, string url = "http://127.0.0.1:4567")
    {
        var emulator = new BedrockEmulator(options);
        var builder = BareHost.Create();
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        // What a fault keeps waiting is not waited for.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.WebHost.UseUrls(url).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.AllowAlternateSchemes = true;
            kestrel.ConfigureEndpointDefaults(listen =>
                listen.Use(next => connection => Http2Preface.RecogniseAsync(connection, () => next(connection))));
            // The emulator refuses a long body in Bedrock's words; Kestrel only stops one that has no end.
            kestrel.Limits.MaxRequestBodySize = 2L * BedrockEmulator.MaxBodyBytes;
            // A modelId has up to 2048 characters, three bytes each when encoded.
            kestrel.Limits.MaxRequestLineSize = 16 * 1024;
            kestrel.Limits.MaxConcurrentConnections = 1000;
        });
        // Why it cannot start the verb says, in a sentence.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        var app = builder.Build();
        var invoker = new HttpMessageInvoker(emulator);
        app.Lifetime.ApplicationStopped.Register(invoker.Dispose);
        app.Run(context => ServeAsync(context, invoker));
        return app;
    }

    private static async Task ServeAsync(HttpContext context, HttpMessageInvoker emulator)
    {
        try
        {
            using var request = Request(context);
            using var response = await emulator.SendAsync(request, context.RequestAborted);
            context.Response.StatusCode = (int)response.StatusCode;
            foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
                context.Response.Headers[name] = values.ToString();
            await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
        // HttpContent wraps what Kestrel throws on a body that it stops.
        catch (HttpRequestException error) when (error.InnerException is BadHttpRequestException bad && !context.Response.HasStarted)
        {
            context.Response.StatusCode = bad.StatusCode;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync($$"""{"message":"{{JsonEncodedText.Encode(bad.Message)}}"}""");
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
        {
            // A fault on purpose, or a client that is gone: the other side sees the connection break.
            context.Abort();
        }
    }

    private static HttpRequestMessage Request(HttpContext context)
    {
        var from = context.Request;
        // The target as it came: a path that was decoded and encoded again would not be the one that was signed.
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target.StartsWith('/') ? target : "/";
        // The host is the header's: not every value of it would make a Uri.
        var uri = new Uri($"http://{IPAddress.Loopback}{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(new(from.Method), uri) { Content = new StreamContent(from.Body) };
        foreach (var (name, values) in from.Headers)
        {
            // A header sent twice is signed as one, joined by a comma alone.
            var value = string.Join(',', (IEnumerable<string?>)values);
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content.Headers.TryAddWithoutValidation(name, value);
        }
        return request;
    }
}
