using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Ochre.Bedrock;

namespace Ochre.Benchmarks.Roles;

/// <summary>The yardstick: a proxy on the same Kestrel and the same handler that copies bytes and reads none of them.</summary>
internal static class BareRole
{
    public static async Task<int> RunAsync(Options options)
    {
        var upstream = new Uri(new Uri(options.Text("upstream", "")), "/model/bare/invoke");
        using var invoker = new HttpMessageInvoker(BedrockClient.CreateHandler());

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.MapPost("/{**path}", http => CopyAsync(http, invoker, upstream));
        Role.MapCounters(app);
        await Role.ServeAsync(app, options);
        return 0;
    }

    private static async Task CopyAsync(HttpContext http, HttpMessageInvoker invoker, Uri upstream)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, upstream)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StreamContent(http.Request.Body),
        };
        request.Content.Headers.ContentLength = http.Request.ContentLength;
        using var response = await invoker.SendAsync(request, http.RequestAborted);
        http.Response.StatusCode = (int)response.StatusCode;
        http.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        http.Response.ContentLength = response.Content.Headers.ContentLength;
        await using var body = await response.Content.ReadAsStreamAsync(http.RequestAborted);
        await body.CopyToAsync(http.Response.Body, http.RequestAborted);
    }
}
