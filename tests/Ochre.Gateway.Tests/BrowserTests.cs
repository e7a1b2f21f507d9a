using System.Net;
using Ochre.Gateway.Configuration;

namespace Ochre.Gateway.Tests;

public class BrowserTests
{
    private const string App = "https://app.example.com";

    [Fact]
    public async Task A_page_of_an_allowed_origin_may_ask_call_and_read_every_header_even_of_a_refusal()
    {
        await using var gateway = await StartAsync(new() { Origins = [App] });

        using var asked = await SendAsync(gateway, HttpMethod.Options, "/v1/images/generations",
            ("Origin", App), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization,content-type,x-stainless-lang"));
        Assert.Equal(HttpStatusCode.NoContent, asked.StatusCode);
        Assert.Equal(App, asked.Header("Access-Control-Allow-Origin"));
        Assert.Contains("authorization", asked.Header("Access-Control-Allow-Headers"), StringComparison.OrdinalIgnoreCase);
        Assert.Null(asked.Header("Access-Control-Allow-Credentials"));

        using var refused = await SendAsync(gateway, HttpMethod.Post, "/v1/images/generations", ("Origin", App));
        Assert.Equal((HttpStatusCode.Unauthorized, App, "*"), (refused.StatusCode, refused.Header("Access-Control-Allow-Origin"), refused.Header("Access-Control-Expose-Headers")));

        using var listed = await SendAsync(gateway, HttpMethod.Get, "/v1/models", ("Origin", App), ("Authorization", "Bearer sk-0123456789"));
        Assert.Equal((HttpStatusCode.OK, App), (listed.StatusCode, listed.Header("Access-Control-Allow-Origin")));
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://app.example.com")]
    [InlineData("https://app.example.com.evil.example")]
    [InlineData("null")]
    public async Task Another_pages_answers_are_kept_from_it(string origin)
    {
        await using var gateway = await StartAsync(new() { Origins = [App] });
        using var asked = await SendAsync(gateway, HttpMethod.Options, "/v1/images/generations", ("Origin", origin), ("Access-Control-Request-Method", "POST"));
        Assert.Null(asked.Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_star_allows_every_page_and_nothing_set_allows_none()
    {
        await using var open = await StartAsync(new() { Origins = ["*"] });
        using var every = await SendAsync(open, HttpMethod.Get, "/health", ("Origin", "https://any.example"));
        Assert.Equal("*", every.Header("Access-Control-Allow-Origin"));

        await using var closed = await StartAsync(new());
        using var none = await SendAsync(closed, HttpMethod.Get, "/health", ("Origin", "https://any.example"));
        Assert.Null(none.Header("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("images.example.com", "/v1/models", 401)]
    [InlineData("IMAGES.example.com:4000", "/v1/models", 401)]
    [InlineData("a.b.example.org", "/v1/models", 401)]
    [InlineData("example.org", "/v1/models", 400)]
    [InlineData("evil.example", "/v1/models", 400)]
    [InlineData("images.example.com.evil.example", "/v1/images/generations", 400)]
    [InlineData("evil.example", "/health/ready", 200)]
    [InlineData("10.0.0.7", "/healthz", 200)]
    public async Task Only_the_named_hosts_are_answered_and_health_everywhere(string host, string path, int status)
    {
        await using var gateway = await StartAsync(new() { Hosts = ["images.example.com", "*.example.org"] });
        using var answer = await SendAsync(gateway, HttpMethod.Get, path, ("Host", host));

        Assert.Equal(status, (int)answer.StatusCode);
        if (status is 400)
            Assert.Equal("untrusted_host", (string)(await answer.ErrorAsync())["code"]!);
    }

    private static Task<RunningGateway> StartAsync(BrowserRule rule) =>
        RunningGateway.StartAsync(settings => settings with { Browsers = rule, Keys = ["sk-0123456789"] });

    private static async Task<HttpResponseMessage> SendAsync(RunningGateway gateway, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await gateway.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);
    }
}
