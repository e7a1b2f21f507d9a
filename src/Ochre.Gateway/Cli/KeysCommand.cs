using System.CommandLine;
using System.Text.Json.Nodes;

namespace Ochre.Gateway.Cli;

/// <summary><c>ochre keys</c>: virtual keys of a running gateway.</summary>
internal static class KeysCommand
{
    private static readonly Argument<string> s_key = new("key") { Description = "The key's id, or the key itself" };
    private static readonly Option<bool> s_json = new("--json") { Description = "Print the gateway's answer as it is" };
    private static readonly Option<string?> s_alias = new("--alias") { Description = "A name for people", HelpName = "NAME" };
    private static readonly Option<string?> s_team = new("--team") { Description = "Its team's id", HelpName = "ID" };
    private static readonly Option<string?> s_user = new("--user") { Description = "Its user's id", HelpName = "ID" };
    private static readonly Option<int> s_page = new("--page") { Description = "Which hundred to list, from 1", HelpName = "NUMBER", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> s_grace = new("--grace-period") { Description = "How long the old key still opens, such as 24h. Default: not at all", HelpName = "TIME" };
    private static readonly Option<bool> s_show = new("--show") { Description = "Print the admin key itself, not where it is" };

    private static readonly Option<bool> s_link = new("--link") { Description = "Print an address of the admin page that signs in with the admin key; keep it to yourself" };

    public static Command Build()
    {
        var command = new Command("keys", "Give out API keys with models, budgets and limits of their own, and take them back. A gateway must be running.");
        command.Subcommands.Add(Verb("list", "List keys, newest first.", ListAsync, s_alias, s_team, s_user, s_page));
        command.Subcommands.Add(Verb("create", "Make a key, and show it this once.", CreateAsync, [.. KeyOptions.All, s_alias, s_team, s_user]));
        command.Subcommands.Add(Of("info", "Show a key: what it may do and what it has spent.", InfoAsync));
        command.Subcommands.Add(Of("update", "Change a key. What is not given stays.", UpdateAsync, [.. KeyOptions.All, s_alias, s_team, s_user]));
        command.Subcommands.Add(Of("delete", "Delete a key for good; it opens nothing from then on.", DeleteAsync));
        command.Subcommands.Add(Of("block", "Block a key until it is unblocked.", (parsed, stop) => PostAsync(parsed, "key/block", [], stop)));
        command.Subcommands.Add(Of("unblock", "Let a blocked key in again.", (parsed, stop) => PostAsync(parsed, "key/unblock", [], stop)));
        command.Subcommands.Add(Of("regenerate", "Replace a key by a new one with the same id, budget and spend; show it this once.", RegenerateAsync, s_grace));
        command.Subcommands.Add(AdminVerb());
        return command;
    }

    private static Command Verb(string name, string does, Func<ParseResult, CancellationToken, Task<int>> run, params IReadOnlyList<Option> options)
    {
        var command = new Command(name, does);
        foreach (var option in options.Concat([GatewayClient.Url, GatewayClient.Key, GatewayClient.Data, s_json]))
            command.Options.Add(option);
        command.SetAction(run);
        return command;
    }

    private static Command Of(string name, string does, Func<ParseResult, CancellationToken, Task<int>> run, params IReadOnlyList<Option> options)
    {
        var command = Verb(name, does, run, options);
        command.Arguments.Add(s_key);
        return command;
    }

    private static Command AdminVerb()
    {
        var command = new Command("admin", "Say where the admin key is that a gateway without a master key has made.") { s_show, s_link, GatewayClient.Url, GatewayClient.Data };
        command.SetAction(parsed => Admin(parsed));
        return command;
    }

    private static int Admin(ParseResult parsed)
    {
        var path = GatewayClient.AdminKeyPath(parsed);
        if (!File.Exists(path))
        {
            Console.Error.WriteLine($"ochre: {path} is not there. A gateway makes it at its first start, when no master key is set.");
            return 1;
        }

        if (!parsed.GetValue(s_link))
            Console.WriteLine(parsed.GetValue(s_show) ? File.ReadAllText(path).Trim() : path);
        else if (GatewayClient.AddressOf(parsed) is { } address)
            // Behind the # it goes to no server and into no log.
            Console.WriteLine($"{address}admin#key={Uri.EscapeDataString(File.ReadAllText(path).Trim())}");
        else
            return 1;
        return 0;
    }

    private static Task<int> ListAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var query = string.Concat(((string, string?)[])[("key_alias", parsed.GetValue(s_alias)), ("team_id", parsed.GetValue(s_team)), ("user_id", parsed.GetValue(s_user))]
            is var filters ? filters.Where(one => one.Item2 is not null).Select(one => $"&{one.Item1}={Uri.EscapeDataString(one.Item2!)}") : []);
        return AskAsync(parsed, HttpMethod.Get, $"key/list?return_full_object=true&size=100&page={parsed.GetValue(s_page)}{query}", null, KeyPrinter.List, cancellationToken);
    }

    private static Task<int> InfoAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        AskAsync(parsed, HttpMethod.Post, "v2/key/info", new() { ["keys"] = Only(parsed) }, answer => KeyPrinter.One(answer["info"]![0]!), cancellationToken);

    private static Task<int> CreateAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        AskAsync(parsed, HttpMethod.Post, "key/generate", Wish(parsed), KeyPrinter.One, cancellationToken);

    private static Task<int> UpdateAsync(ParseResult parsed, CancellationToken cancellationToken) => PostAsync(parsed, "key/update", Wish(parsed), cancellationToken);

    private static Task<int> RegenerateAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        PostAsync(parsed, "key/regenerate", parsed.GetValue(s_grace) is { } grace ? new() { ["grace_period"] = grace } : [], cancellationToken);

    private static Task<int> DeleteAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        AskAsync(parsed, HttpMethod.Post, "key/delete", new() { ["keys"] = Only(parsed) }, static answer => $"Deleted {answer["deleted_keys"]![0]}.", cancellationToken);

    private static Task<int> PostAsync(ParseResult parsed, string path, JsonObject body, CancellationToken cancellationToken)
    {
        body["key"] = parsed.GetValue(s_key);
        return AskAsync(parsed, HttpMethod.Post, path, body, KeyPrinter.One, cancellationToken);
    }

    private static async Task<int> AskAsync(
        ParseResult parsed, HttpMethod method, string path, JsonObject? body, Func<JsonNode, string> print, CancellationToken cancellationToken)
    {
        using var gateway = GatewayClient.Of(parsed);
        if (gateway is null || await gateway.SendAsync(method, path, body, cancellationToken) is not { } answer)
            return 1;
        Console.WriteLine(parsed.GetValue(s_json) ? answer.ToJsonString() : print(answer));
        return 0;
    }

    private static JsonObject Wish(ParseResult parsed)
    {
        var body = KeyOptions.Body(parsed);
        foreach (var (name, option) in ((string, Option<string?>)[])[("key_alias", s_alias), ("team_id", s_team), ("user_id", s_user)])
        {
            if (parsed.GetValue(option) is { } value)
                body[name] = value;
        }

        return body;
    }

    private static JsonArray Only(ParseResult parsed) => new(JsonValue.Create(parsed.GetValue(s_key)));
}
