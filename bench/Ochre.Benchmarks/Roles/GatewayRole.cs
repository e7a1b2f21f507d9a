using Ochre.Gateway;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Benchmarks.Roles;

/// <summary>The gateway as it is served, with a key and a signature for each call; only the counters are added.</summary>
internal static class GatewayRole
{
    public const string Key = "sk-0123456789abcdef0123456789abcdef";

    /// <summary>Makes the virtual keys.</summary>
    public const string Admin = "sk-admin-0123456789abcdef0123456789";

    public static async Task<int> RunAsync(Options options)
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "test");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "test");
        Environment.SetEnvironmentVariable("AWS_BEARER_TOKEN_BEDROCK", null);
        await using var app = GatewayApp.Build(new()
        {
            Port = 0,
            UsesEmulator = false,
            Keys = [Key],
            AdminKeys = [Admin],
            Bedrock = new() { Endpoint = new(options.Text("upstream", "")), MaxAnswerBytes = 100_000_000 },
            DataFolder = options.Text("data", ""),
            Database = new() { IsOff = options.Has("uncounted"), Postgres = Postgres(options) },
            Spend = new() { Everybody = new() { MaxBudget = 1_000_000, RequestsPerMinute = int.MaxValue, MaxParallel = 100_000 } },
            // The runner removes files behind the store's back, which counts them still.
            Links = new() { Disk = new() { Quota = long.MaxValue } },
        });
        Role.MapCounters(app);
        await Role.ServeAsync(app, options);
        return 0;
    }

    // Tables of its own for each process.
    private static PostgresAddress? Postgres(Options options) =>
        options.Has("postgres") ? new($"{options.Text("postgres", "")};Search Path=bench_{Guid.NewGuid():N}", "the bench's PostgreSQL") : null;
}
