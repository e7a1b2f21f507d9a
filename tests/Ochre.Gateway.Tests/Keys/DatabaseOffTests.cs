using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ochre.Gateway.Auth;

namespace Ochre.Gateway.Tests.Keys;

/// <summary>A gateway that records nothing: the routes that need records say so to whoever may ask.</summary>
public class DatabaseOffTests
{
    [Theory]
    [InlineData("/key/generate", "{}")]
    [InlineData("/key/list", null)]
    [InlineData("/team/list", null)]
    [InlineData("/user/new", "{}")]
    [InlineData("/spend/report", null)]
    [InlineData("/global/spend", null)]
    [InlineData("/spend/credit", "{}")]
    public async Task Says_which_setting_it_is_and_to_nobody_who_may_not_ask(string path, string? body)
    {
        await using var gateway = await OffAsync();

        using var answer = await gateway.AskAsync(path, body);
        using var nobody = await gateway.AskAsync(path, body, null);
        var error = await answer.ErrorAsync();

        Assert.Equal((404, "database_off", 401), ((int)answer.StatusCode, error["code"]!.ToString(), (int)nobody.StatusCode));
        Assert.Contains("OCHRE_DATABASE", error["message"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Has_the_same_routes_for_the_same_callers_as_with_a_database()
    {
        await using var on = await KeyGateway.StartAsync();
        await using var off = await OffAsync();

        Assert.Equal(Routes(on), Routes(off));
    }

    [Theory]
    [InlineData("/key/info")]
    [InlineData("/spend/logs")]
    [InlineData("/spend/logs/v2")]
    [InlineData("/spend/report")]
    public async Task An_open_gateway_tells_it_to_nobody_without_a_key(string path)
    {
        await using var gateway = new KeyGateway(await RunningGateway.StartAsync(settings => settings with { Database = new() { IsOff = true } }));

        using var answer = await gateway.AskAsync(path, key: null);

        Assert.Equal(401, (int)answer.StatusCode);
    }

    private static Task<KeyGateway> OffAsync() => KeyGateway.StartAsync(settings => settings with { Database = new() { IsOff = true } });

    private static IEnumerable<string> Routes(KeyGateway gateway) => gateway.Gateway.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Select(route => $"{string.Join(',', route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods)} {route.RoutePattern.RawText} "
            + (route.Metadata.GetMetadata<IAllowAnonymous>() is null ? Access.Needed(route) : "anybody"))
        .Order(StringComparer.Ordinal);
}
