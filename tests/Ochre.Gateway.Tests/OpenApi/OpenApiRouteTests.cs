using System.Net;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Ochre.Gateway.Auth;
using Ochre.Gateway.OpenApi;
using Ochre.Gateway.Spend.Database;
using Ochre.Gateway.Tests.Keys;

namespace Ochre.Gateway.Tests.OpenApi;

/// <summary>/openapi.json against the routes that there really are, and how it is handed out.</summary>
public class OpenApiRouteTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_route_has_an_operation_and_every_operation_a_route()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var description = await ApiDescription.OfAsync(gateway);

        Assert.Equal(ApiDescription.RoutesOf(gateway).Select(route => route.Name).Order(), description.Operations.Select(one => one.Name).Order());
    }

    [Fact]
    public async Task Who_may_call_is_said_as_the_routes_are_marked()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var description = await ApiDescription.OfAsync(gateway);

        foreach (var (name, route) in ApiDescription.RoutesOf(gateway))
        {
            var security = description.Operation(name)["security"]!.AsArray();
            if (route.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            {
                Assert.Empty(security);
                continue;
            }

            string[] roles = Access.Needed(route) is Role.Admin ? ["admin"] : [];
            Assert.Equal(["bearer", "x-litellm-api-key", "x-api-key", "api-key"], security.Select(one => Assert.Single(one!.AsObject()).Key));
            Assert.All(security, one => Assert.Equal(roles, one!.AsObject().First().Value!.AsArray().Select(role => role!.ToString())));
        }
    }

    [Fact]
    public async Task Each_security_scheme_opens_and_there_is_no_other()
    {
        await using var gateway = await KeyGateway.StartAsync();
        var schemes = (await ApiDescription.OfAsync(gateway.Gateway)).Root["components"]!["securitySchemes"]!.AsObject();

        foreach (var (name, scheme) in schemes)
        {
            var (header, value) = (string?)scheme!["type"] is "http" ? ("Authorization", $"Bearer {KeyGateway.Shared}") : (scheme["name"]!.ToString(), KeyGateway.Shared);
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
            request.Headers.TryAddWithoutValidation(header, value);
            using var answer = await gateway.Gateway.CreateClient().SendAsync(request, Stop);
            Assert.True(answer.IsSuccessStatusCode, name);
        }

        Assert.Equal(4, schemes.Count);
    }

    [Fact]
    public async Task Routes_that_the_operator_has_switched_off_are_not_in_it_nor_what_they_alone_refer_to()
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with
        {
            Mcp = new() { IsOn = false },
            Database = new DatabaseSettings { IsOff = true },
            Docs = new() { Pages = [DocsSettings.Docs] },
        });
        var description = await ApiDescription.OfAsync(gateway);

        Assert.Equal(ApiDescription.RoutesOf(gateway).Select(route => route.Name).Order(), description.Operations.Select(one => one.Name).Order());
        Assert.DoesNotContain("POST /mcp", description.Operations.Select(one => one.Name));
        Assert.DoesNotContain("Tools", description.Root["tags"]!.AsArray().Select(tag => tag!["name"]!.ToString()));
        Assert.Null(description.Root["components"]!["schemas"]!["McpMessage"]);
        Assert.Null(description.Root["components"]!["schemas"]!["KeyGenerateRequest"]);
        Assert.Equal(["401", "403", "404", "default"], description.Operation("POST /key/generate")["responses"]!.AsObject().Select(answer => answer.Key));
    }

    [Fact]
    public async Task It_is_the_same_bytes_with_and_without_a_key_and_says_nothing_of_the_operators()
    {
        await using var plain = await RunningGateway.StartAsync();
        await using var own = await KeyGateway.StartAsync(settings => settings with { DefaultModel = "stability.sd3-5-large-v1:0", Prefix = "/tools" });

        var open = await plain.CreateClient().GetByteArrayAsync("/openapi.json", Stop);
        var without = await own.Gateway.CreateClient().GetByteArrayAsync("/tools/openapi.json", Stop);
        var with = await own.Gateway.CreateClient(KeyGateway.Master).GetByteArrayAsync("/openapi.json", Stop);

        Assert.Equal(open, without);
        Assert.Equal(open, with);
        Assert.DoesNotContain(own.DataFolder, Encoding.UTF8.GetString(open), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_kept_by_its_mark_comes_in_brotli_and_is_measured_by_HEAD()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var http = gateway.CreateClient();
        using var first = await http.GetAsync("/openapi.json", Stop);
        using var again = await SendAsync(http, HttpMethod.Get, ("If-None-Match", first.Header("ETag")!));
        using var packed = await SendAsync(http, HttpMethod.Get, ("Accept-Encoding", "br"));
        using var head = await SendAsync(http, HttpMethod.Head);

        Assert.Equal("application/json", first.Content.Headers.ContentType!.ToString());
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(["br"], packed.Content.Headers.ContentEncoding);
        Assert.True(packed.Content.Headers.ContentLength < 25_000, "it is small on the wire");
        Assert.Equal(first.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Stop));
    }

    [Theory]
    [InlineData("/openapi.json")]
    [InlineData("/docs")]
    [InlineData("/redoc")]
    public async Task Without_a_document_there_is_nothing(string path)
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with { Docs = new() { HasDocument = false } });
        using var answer = await gateway.CreateClient().GetAsync(path, Stop);

        Assert.Equal((HttpStatusCode.NotFound, "unknown_url"), (answer.StatusCode, (string?)(await answer.ErrorAsync())["code"]));
    }

    [Theory]
    [InlineData("", "/docs/")]
    [InlineData("/tools/images", "/tools/images/redoc/")]
    public async Task The_page_is_sent_to_where_its_addresses_lead_to_its_files(string prefix, string path)
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with { Prefix = prefix });
        using var http = gateway.CreateClient();
        using var slashed = await http.GetAsync(path, Stop);
        using var page = await http.GetAsync(new Uri(new Uri(http.BaseAddress!, path), slashed.Header("Location")), Stop);

        Assert.Equal(HttpStatusCode.PermanentRedirect, slashed.StatusCode);
        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType!.MediaType));
        Assert.Contains("script-src 'self'", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient http, HttpMethod method, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, "/openapi.json");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return http.SendAsync(request, Stop);
    }
}
