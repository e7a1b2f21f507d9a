using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Ochre.Gateway.Tests;

/// <summary>With what a link begins behind proxies, and who is not believed.</summary>
public class ProxyHeadersTests
{
    private const string Proxy = "10.0.0.5";
    private const string Stranger = "203.0.113.9";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https://images.example.com/v1/", "X-Forwarded-Proto: https", "X-Forwarded-Host: images.example.com")]
    [InlineData("https://images.example.com:8443/ai/v1/", "X-Forwarded-Proto: https", "X-Forwarded-Host: images.example.com:8443", "X-Forwarded-Prefix: /ai")]
    [InlineData("https://localhost/v1/", "X-Forwarded-Proto: https")]
    [InlineData("https://edge.example/v1/", "X-Forwarded-For: 198.51.100.7, 10.0.0.6", "X-Forwarded-Host: edge.example, inner", "X-Forwarded-Proto: https, http")]
    [InlineData("https://a.example/v1/", "Forwarded: for=198.51.100.7;proto=https;host=a.example")]
    [InlineData("https://a.example:444/v1/", "Forwarded: For=\"[2001:db8::1]:4711\" ; Proto=https;Host=\"a.example:444\"")]
    [InlineData("https://a.example/v1/", "Forwarded: for=198.51.100.7;host=a.example;proto=https, for=10.0.0.6;host=inner;proto=http")]
    [InlineData("https://a.example/v1/", "Forwarded: for=_hidden;host=a.example;proto=https")]
    [InlineData("https://good.example/v1/", "X-Forwarded-Proto: https", "X-Forwarded-Host: good.example", "Forwarded: host=evil.example;proto=http;for=198.51.100.7")]
    public async Task A_trusted_proxy_says_how_users_reach_it(string start, params string[] headers) =>
        Assert.StartsWith(start, await LinkAsync(Proxy, headers), StringComparison.Ordinal);

    [Theory]
    [InlineData(Stranger, "X-Forwarded-Proto: https", "X-Forwarded-Host: evil.example", "X-Forwarded-Prefix: /evil")]
    [InlineData(Stranger, "Forwarded: for=10.0.0.5;proto=https;host=evil.example")]
    [InlineData(Proxy, "X-Forwarded-Host: evil.example/x")]
    [InlineData(Proxy, "X-Forwarded-Host: evil example")]
    [InlineData(Proxy, "X-Forwarded-Host: \"><script>")]
    [InlineData(Proxy, "Forwarded: host=\"evil.example/x\"")]
    [InlineData(Proxy, "Forwarded: host=evil.example,")]
    [InlineData(Proxy, "Forwarded: host=\"evil.example")]
    [InlineData(Proxy, "Forwarded: evil.example")]
    [InlineData(Proxy, "Forwarded: host=\"evil.example,b\"")]
    public async Task Strangers_and_what_is_no_host_change_nothing(string from, params string[] headers) =>
        Assert.StartsWith("http://localhost/v1/", await LinkAsync(from, headers), StringComparison.Ordinal);

    [Fact]
    public async Task What_stands_behind_a_hidden_hop_is_not_believed() =>
        Assert.StartsWith("http://near.example/v1/",
            await LinkAsync(Proxy, "Forwarded: for=198.51.100.7;host=evil.example;proto=https, for=_hidden;host=near.example;proto=http"), StringComparison.Ordinal);

    [Fact]
    public async Task What_stands_behind_a_stranger_is_not_believed() =>
        Assert.StartsWith("http://inner/v1/",
            await LinkAsync(Proxy, "X-Forwarded-For: 198.51.100.7, 203.0.113.9", "X-Forwarded-Host: evil.example, inner", "X-Forwarded-Proto: https, http"),
            StringComparison.Ordinal);

    [Fact]
    public async Task A_scheme_that_no_browser_may_follow_is_refused_before_anything_is_bought()
    {
        await using var gateway = await StartAsync("127.0.0.1", ["127.0.0.1/32"]);
        using var answer = await gateway.PostAsync("""{"prompt":"A kite","response_format":"url"}""", headers: ("X-Forwarded-Proto", "javascript"));
        Assert.Equal(400, (int)answer.StatusCode);
        await answer.ErrorAsync();
        Assert.Empty(await gateway.InvocationsAsync());
    }

    [Theory]
    [InlineData("X-Forwarded-For")]
    [InlineData("Forwarded")]
    public async Task Nobody_gets_at_the_emulators_prompts_by_saying_that_he_calls_from_here(string header)
    {
        await using var gateway = await StartAsync(Proxy, ["10.0.0.0/8"]);
        var asked = new HttpRequestMessage(HttpMethod.Get, "/_emulator/invocations") { Headers = { { header, header == "Forwarded" ? "for=127.0.0.1" : "127.0.0.1" } } };
        using var answer = await gateway.CreateClient().SendAsync(asked, Stop);
        Assert.Equal(403, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Without_trusted_proxies_nobody_is_believed()
    {
        await using var gateway = await StartAsync("127.0.0.1", []);
        Assert.StartsWith("http://localhost/v1/", await LinkAsync(gateway, "X-Forwarded-Host: evil.example", "X-Forwarded-Proto: https"), StringComparison.Ordinal);
    }

    private static async Task<string> LinkAsync(string from, params string[] headers)
    {
        await using var gateway = await StartAsync(from, ["10.0.0.0/8"]);
        return await LinkAsync(gateway, headers);
    }

    private static async Task<string> LinkAsync(RunningGateway gateway, params string[] headers)
    {
        var pairs = headers.Select(header => header.Split(": ", 2)).Select(parts => (parts[0], parts[1])).ToArray();
        using var answer = await gateway.PostAsync("""{"prompt":"A kite","response_format":"url"}""", headers: pairs);
        Assert.Equal(200, (int)answer.StatusCode);
        return (await answer.JsonAsync())["data"]![0]!["url"]!.ToString();
    }

    private static Task<RunningGateway> StartAsync(string from, string[] trusted) => RunningGateway.StartAsync(
        settings => settings with { Links = new() { TrustedProxies = [.. trusted.Select(network => System.Net.IPNetwork.Parse(network))] } },
        services => services.AddSingleton<IStartupFilter>(new CallsFrom(IPAddress.Parse(from))));

    private sealed class CallsFrom(IPAddress address) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((http, then) =>
            {
                http.Connection.RemoteIpAddress = address;
                return then(http);
            });
            next(app);
        };
    }
}
