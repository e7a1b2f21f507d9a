using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ochre.Benchmarks.Roles;

namespace Ochre.Benchmarks.Load;

/// <summary>A key with everything that a request can be held to: budgets and limits of its own, of its team and of its user.</summary>
internal static class VirtualKey
{
    private const string Allowance = """
        "max_budget": 900000, "budget_duration": "30d", "rpm_limit": 2000000000, "max_parallel_requests": 100000
        """;

    public static async Task<string> MakeAsync(Uri gateway)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = gateway };
        http.DefaultRequestHeaders.Authorization = new("Bearer", GatewayRole.Admin);
        await AskAsync(http, "/team/new", $$"""{"team_id": "bench", {{Allowance}}}""");
        await AskAsync(http, "/user/new", $$"""{"user_id": "bench", {{Allowance}}}""");
        var made = await AskAsync(http, "/key/generate", $$"""{"team_id": "bench", "user_id": "bench", "images_per_minute": 2000000000, {{Allowance}}}""");
        return made["key"]!.ToString();
    }

    private static async Task<JsonNode> AskAsync(HttpClient http, string path, string body)
    {
        using var content = new StringContent(body, MediaTypeHeaderValue.Parse("application/json"));
        using var answer = await http.PostAsync(path, content);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{path}: {await answer.Content.ReadAsStringAsync()}");
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
    }
}
