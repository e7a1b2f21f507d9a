using System.CommandLine;
using System.Text.Json.Nodes;

namespace Ochre.Gateway.Cli;

/// <summary>What a key may be told on the command line, as the route's body says it.</summary>
internal static class KeyOptions
{
    private static readonly Option<string[]> s_models = new("--models") { Description = "Models it may use, wildcards too. Default: all", HelpName = "NAME,NAME", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string[]> s_tags = new("--tags") { Description = "Tags for reports", HelpName = "TAG,TAG", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<decimal?> s_budget = new("--max-budget") { Description = "US dollars it may spend", HelpName = "USD" };
    private static readonly Option<decimal?> s_soft = new("--soft-budget") { Description = "US dollars from which on you are warned", HelpName = "USD" };
    private static readonly Option<string?> s_window = new("--budget-duration") { Description = "After this time the budget begins again: 24h, 30d, 1mo", HelpName = "TIME" };
    private static readonly Option<string?> s_life = new("--duration") { Description = "How long the key lives: 90d; -1 for ever", HelpName = "TIME" };
    private static readonly Option<int?> s_requests = new("--rpm") { Description = "Requests a minute", HelpName = "NUMBER" };
    private static readonly Option<int?> s_images = new("--images-per-minute") { Description = "Images a minute", HelpName = "NUMBER" };
    private static readonly Option<int?> s_parallel = new("--max-parallel") { Description = "Requests at once", HelpName = "NUMBER" };

    public static IReadOnlyList<Option> All { get; } = [s_models, s_budget, s_soft, s_window, s_life, s_requests, s_images, s_parallel, s_tags];

    public static JsonObject Body(ParseResult parsed)
    {
        var body = new JsonObject();
        foreach (var (name, option) in ((string, Option<string[]>)[])[("models", s_models), ("tags", s_tags)])
        {
            if (parsed.GetValue(option) is { Length: > 0 } items)
                body[name] = new JsonArray([.. items.SelectMany(item => item.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Select(item => (JsonNode)JsonValue.Create(item))]);
        }

        foreach (var (name, option) in ((string, Option<decimal?>)[])[("max_budget", s_budget), ("soft_budget", s_soft)])
            Add(name, parsed.GetValue(option) is { } usd ? JsonValue.Create(usd) : null);
        foreach (var (name, option) in ((string, Option<string?>)[])[("budget_duration", s_window), ("duration", s_life)])
            Add(name, parsed.GetValue(option) is { } time ? JsonValue.Create(time) : null);
        foreach (var (name, option) in ((string, Option<int?>)[])[("rpm_limit", s_requests), ("images_per_minute", s_images), ("max_parallel_requests", s_parallel)])
            Add(name, parsed.GetValue(option) is { } count ? JsonValue.Create(count) : null);
        return body;

        void Add(string name, JsonNode? value)
        {
            if (value is not null)
                body[name] = value;
        }
    }
}
