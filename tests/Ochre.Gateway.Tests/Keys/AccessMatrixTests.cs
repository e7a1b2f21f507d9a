using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ochre.Gateway.Auth;

namespace Ochre.Gateway.Tests.Keys;

/// <summary>Every route that the gateway really has, asked by everybody who could ask.</summary>
public class AccessMatrixTests
{
    // What whoever has any key may call; all others are the administrator's, or open to everybody.
    private static readonly string[] s_ofUsers =
    [
        "/v1/images/generations", "/images/generations", "/openai/deployments/{model}/images/generations", "/deployments/{model}/images/generations",
        "/v1/images/edits", "/images/edits", "/openai/deployments/{model}/images/edits", "/deployments/{model}/images/edits",
        "/v1/images/variations", "/images/variations", "/openai/deployments/{model}/images/variations", "/deployments/{model}/images/variations",
        "/v1/models", "/models", "/v1/models/{**id}", "/models/{**id}", "/model/info", "/v1/model/info", "/mcp", "/search_models", "/model_pricing", "/v1/model_pricing", "/key/info", "/metrics", "/spend/logs", "/spend/logs/v2", "/spend/report",
    ];

    // Open by what they are: health, links that are signed, the pages (which send their own key), the API's description; the emulator's log looks at who is asking itself.
    private static readonly string[] s_open =
        ["/health", "/healthz", "/health/live", "/health/liveliness", "/health/liveness", "/health/ready", "/health/readiness", "/v1/images/{name}.{extension}", "/v1/images/{image}/content", "/_emulator/invocations", "/", "/admin", "/assets/{version}/{**path}", "/openapi.json", "/docs", "/redoc"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_route_is_the_administrators_unless_it_is_named_here()
    {
        await using var gateway = await KeyGateway.StartAsync();

        foreach (var route in Routes(gateway))
        {
            var path = route.RoutePattern.RawText!;
            var expected = s_open.Contains(path) ? "open" : s_ofUsers.Contains(path) ? "user" : "admin";
            var actual = route.Metadata.GetMetadata<IAllowAnonymous>() is not null ? "open" : Access.Needed(route) is Role.User ? "user" : "admin";
            Assert.True(expected == actual, $"{path} is {actual}; write down that it should be, or set it right.");
        }
    }

    [Fact]
    public async Task Nobody_gets_through_a_door_that_is_not_his()
    {
        var time = new ManualTime();
        await using var gateway = await KeyGateway.StartAsync(services: services => services.AddSingleton<TimeProvider>(time));
        var callers = await CallersAsync(gateway);
        time.Advance(TimeSpan.FromSeconds(1));
        foreach (var route in Routes(gateway).Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is null))
        {
            var isAdmins = !s_ofUsers.Contains(route.RoutePattern.RawText);
            foreach (var (name, key, status) in callers)
            {
                using var answer = await SendAsync(gateway, route, key);
                var refused = (int)answer.StatusCode is 401 or 403;
                // Figures of all together are for keys of the configuration.
                var isOthers = isAdmins || (route.RoutePattern.RawText is "/metrics" && name is "user");
                var shouldBe = name is "admin" ? 0 : status > 0 ? status : isOthers ? 403 : 0;
                Assert.True(shouldBe > 0 ? (int)answer.StatusCode == shouldBe : !refused, $"{route.RoutePattern.RawText} as {name}: {(int)answer.StatusCode}");
                // There a refusal is JSON-RPC's.
                if (refused && route.RoutePattern.RawText is not "/mcp")
                    await answer.ErrorAsync();
            }
        }
    }

    [Fact]
    public async Task What_a_key_is_refused_does_not_happen()
    {
        await using var gateway = await KeyGateway.StartAsync();
        var (mine, id) = await gateway.MakeAsync();
        var (_, theirs) = await gateway.MakeAsync();
        foreach (var (path, body) in ((string, string)[])
        [
            ("/key/update", $$"""{"key":"{{id}}","max_budget":1000}"""), ("/key/delete", $$"""{"keys":["{{theirs}}"]}"""), ("/key/block", $$"""{"key":"{{theirs}}"}"""),
            ("/key/generate", "{}"), ($"/key/{theirs}/regenerate", "{}"), ("/team/new", """{"team_id":"mine"}"""), ("/user/new", """{"user_id":"me"}"""),
        ])
        {
            using var answer = await gateway.AskAsync(path, body, mine);
            Assert.Equal((403, "admin_required"), ((int)answer.StatusCode, (await answer.ErrorAsync())["code"]!.ToString()));
        }

        Assert.Equal(2, (int)(await gateway.GetAsync("/key/list"))["total_count"]!);
        Assert.Null((await gateway.GetAsync($"/key/info?key={id}"))["info"]!["max_budget"]);
        Assert.False((bool)(await gateway.GetAsync($"/key/info?key={theirs}"))["info"]!["blocked"]!);
        Assert.Empty((await gateway.GetAsync("/team/list")).AsArray());
    }

    [Fact]
    public async Task A_key_asks_about_itself_and_about_no_other()
    {
        await using var gateway = await KeyGateway.StartAsync();
        var (mine, id) = await gateway.MakeAsync("""{"key_alias":"mine"}""");
        var (other, otherId) = await gateway.MakeAsync();

        foreach (var query in (string[])["", $"?key={mine}", $"?key={id}", $"?token={id}"])
            Assert.Equal("mine", (await gateway.GetAsync("/key/info" + query, key: mine))["info"]!["key_alias"]!.ToString());
        var bodies = new HashSet<string>();
        foreach (var foreign in (string[])[other, otherId, "AAAABBBBCCCCDDDD", "sk-no-such-key-0123456789"])
        {
            using var answer = await gateway.AskAsync($"/key/info?key={foreign}", key: mine);
            Assert.Equal(403, (int)answer.StatusCode);
            bodies.Add((await answer.ErrorAsync()).ToJsonString());
        }

        // Whether the other is there cannot be told.
        Assert.Single(bodies);
    }

    [Fact]
    public async Task A_method_that_a_route_does_not_have_is_told_to_whoever_has_a_key()
    {
        await using var gateway = await KeyGateway.StartAsync();
        var (mine, _) = await gateway.MakeAsync();

        using var answer = await gateway.AskAsync($"/key/{mine}/regenerate", key: mine);

        Assert.Equal(405, (int)answer.StatusCode);
        Assert.DoesNotContain(mine[3..], (await answer.ErrorAsync()).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_open_gateway_is_open_for_images_and_for_nothing_else()
    {
        await using var gateway = new KeyGateway(await RunningGateway.StartAsync());
        var admin = (await File.ReadAllTextAsync(Path.Combine(gateway.DataFolder, "admin.key"), Stop)).Trim();

        Assert.Equal(200, (await gateway.PaintAsync(null)).Status);
        Assert.Equal(200, (await gateway.PaintAsync("sk-anything-that-a-client-must-send")).Status);
        foreach (var key in (string?[])[null, "sk-anything-that-a-client-must-send", "any"])
        {
            using var refused = await gateway.AskAsync("/key/generate", "{}", key);
            Assert.Equal(401, (int)refused.StatusCode);
            using var info = await gateway.AskAsync("/key/info", key: key);
            Assert.Equal(401, (int)info.StatusCode);
        }

        var made = await gateway.GetAsync("/key/generate", """{"models":["poster"]}""", admin);
        Assert.Equal((403, "model_access_denied"), await gateway.PaintAsync(made["key"]!.ToString()));
        // A key of ours that is gone is no longer anything.
        await gateway.GetAsync("/key/delete", $$"""{"keys":["{{made["token"]}}"]}""", admin);
        Assert.Equal((401, "invalid_api_key"), await gateway.PaintAsync(made["key"]!.ToString()));
    }

    [Fact]
    public async Task The_admin_key_is_its_owners_file_and_stays_the_same()
    {
        await using var gateway = new KeyGateway(await RunningGateway.StartAsync());
        var path = Path.Combine(gateway.DataFolder, "admin.key");

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(gateway.DataFolder, "keys.pepper")));
        }

        Assert.Equal((await File.ReadAllTextAsync(path, Stop)).Trim(), new AdminKeyFile(new() { DataFolder = gateway.DataFolder }).Key);
        Assert.DoesNotContain((await File.ReadAllTextAsync(path, Stop)).Trim(), gateway.Gateway.Logged.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_master_key_there_is_no_admin_key_in_a_file()
    {
        await using var gateway = await KeyGateway.StartAsync();
        Assert.False(File.Exists(Path.Combine(gateway.DataFolder, "admin.key")));
    }

    [Theory]
    [InlineData("Authorization", "Bearer ")]
    [InlineData("x-api-key", "")]
    [InlineData("api-key", "")]
    [InlineData("x-litellm-api-key", "")]
    [InlineData("x-litellm-api-key", "Bearer ")]
    public async Task A_virtual_key_opens_in_each_of_the_headers(string header, string before)
    {
        await using var gateway = await KeyGateway.StartAsync();
        var (key, _) = await gateway.MakeAsync();

        using var answer = await gateway.Gateway.PostAsync(KeyGateway.Wish, headers: (header, before + key));

        Assert.Equal(200, (int)answer.StatusCode);
    }

    private static List<RouteEndpoint> Routes(KeyGateway gateway)
    {
        var routes = gateway.Gateway.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        Assert.InRange(routes.Count, 40, 500);
        return routes;
    }

    // Name, key, and the status that every route must answer; 0 goes by the route.
    private static async Task<IReadOnlyList<(string Name, string? Key, int Status)>> CallersAsync(KeyGateway gateway)
    {
        var (key, _) = await gateway.MakeAsync();
        var (blocked, _) = await gateway.MakeAsync("""{"blocked":true}""");
        var (expired, _) = await gateway.MakeAsync("""{"duration":"1s"}""");
        var (deleted, deletedId) = await gateway.MakeAsync();
        var (old, oldId) = await gateway.MakeAsync();
        await gateway.GetAsync("/key/delete", $$"""{"keys":["{{deletedId}}"]}""");
        await gateway.GetAsync($"/key/{oldId}/regenerate", "{}");
        Assert.Equal(200, (await gateway.PaintAsync(expired)).Status);
        return
        [
            ("none", null, 401), ("wrong", "sk-wrong-0123456789abcdef", 401), ("short", "x", 401), ("user", key, 0), ("shared", KeyGateway.Shared, 0),
            ("nearly", key[..^1] + (key[^1] == 'x' ? 'y' : 'x'), 401), ("other case", key.ToUpperInvariant(), 401), ("longer", key + "x", 401),
            ("blocked", blocked, 403), ("expired", expired, 401), ("deleted", deleted, 401), ("replaced", old, 401), ("id alone", oldId, 401), ("admin", KeyGateway.Master, 0),
        ];
    }

    private static async Task<HttpResponseMessage> SendAsync(KeyGateway gateway, RouteEndpoint route, string? key)
    {
        var method = route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0];
        var path = route.RoutePattern.RawText!.Replace("{**id}", "x", StringComparison.Ordinal).Replace("{model}", "x", StringComparison.Ordinal).Replace("{key}", "AAAABBBBCCCCDDDD", StringComparison.Ordinal);
        Assert.DoesNotContain("{", path, StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new(method), path);
        if (method is not "GET")
            request.Content = new StringContent("{", System.Text.Encoding.UTF8, "application/json");
        if (key is not null)
            request.Headers.Authorization = new("Bearer", key);
        return await gateway.Gateway.CreateClient().SendAsync(request, Stop);
    }
}
