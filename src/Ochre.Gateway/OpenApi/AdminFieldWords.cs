using Ochre.Gateway.Auth;
using Ochre.Gateway.Keys;

namespace Ochre.Gateway.OpenApi;

/// <summary>What the fields of the administrator's requests are for.</summary>
internal static class AdminFieldWords
{
    /// <summary>A stretch of time.</summary>
    private const string Time = """{"pattern":"^[0-9]+(s|m|h|d|w|mo)$","examples":["30d"]}""";

    private static readonly FieldWord[] s_allowance =
    [
        new("max_budget", "US dollars that may be spent; beyond them requests are refused before anything is bought."),
        new("soft_budget", "US dollars from which on the log warns; not more than `max_budget`."),
        new("budget_duration", $"When a budget begins again: {Lifetime.Form}. Needs a budget.") { Schema = Time },
        new("rpm_limit", "Image requests a minute."),
        new("images_per_minute", "Images a minute."),
        new("max_parallel_requests", "Image requests at the same time."),
        new("model_rpm_limit", "Image requests a minute, by the model's name.") { Schema = $$"""{"additionalProperties":{"type":"integer","minimum":0,"maximum":{{int.MaxValue}}},"maxProperties":{{AllowanceFields.MaxModels}}}""" },
        new("models", "The only models that may be used, by name; `*` stands for any letters. None: all."),
        new("blocked", "Whether nothing opens until it is unblocked."),
        new("metadata", "Yours to keep: a JSON object of at most 16,384 characters."),
    ];

    public static IReadOnlyList<FieldWord> Key { get; } =
    [
        new("key_alias", "A name for people; no other key has it."),
        new("team_id", "The team whose budget and models count too."),
        new("user_id", "The user whose budget and models count too."),
        new("tags", "Words to sum up spending by."),
        new("duration", $"How long the key opens: {Lifetime.Form}; `-1` for ever.") { Schema = """{"pattern":"^(-1|[0-9]+(s|m|h|d|w|mo))$","examples":["30d"]}""" },
        .. s_allowance,
    ];

    public static IReadOnlyList<FieldWord> Team { get; } = [new(TeamEndpoints.AliasField, "A name for people."), .. s_allowance];

    public static IReadOnlyList<FieldWord> User { get; } =
        [new("user_alias", "A name for people."), new("user_email", "The same; `user_alias` wins."), .. s_allowance];

    /// <summary>What one route reads beside the others.</summary>
    public static (FieldAsk Ask, FieldWord Word) NewKey { get; } = (Name("key", KeyText.Longest),
        new("key", $"A key of your own: `{KeyText.Prefix}` and letters, digits and signs, {KeyText.Shortest} characters or more. Without it one is made.") { Schema = """{"pattern":"^sk-[!-~]+$","minLength":16}""" });

    public static (FieldAsk Ask, FieldWord Word) NamedKey { get; } = (Name("key", KeyText.Longest), new("key", "The key, or its id.") { IsRequired = true });

    public static (FieldAsk Ask, FieldWord Word) ReplacedKey { get; } = (Name("key", KeyText.Longest), new("key", "The key to replace, or its id; where the path does not name it."));

    public static (FieldAsk Ask, FieldWord Word) Grace { get; } = (Name("grace_period", 20),
        new("grace_period", $"How long the old secret still opens: {Lifetime.Form}; `0` not at all.") { Schema = """{"pattern":"^(0|0s|[0-9]+(s|m|h|d|w|mo))$","examples":["1h"]}""" });

    public static (FieldAsk Ask, FieldWord Word) FirstKey { get; } = (new("auto_create_key", FieldKind.Flag), new("auto_create_key", "Whether a key is made with the user.") { Default = "true" });

    /// <param name="isNeeded">Whether it names one that is there.</param>
    public static (FieldAsk Ask, FieldWord Word) Id(string name, bool isNeeded) =>
        (Name(name, 200), new(name, isNeeded ? "Its id." : "An id of your own; without it one is made.") { IsRequired = isNeeded });

    public static (FieldAsk Ask, FieldWord Word) Ids(string name, string text, bool isNeeded = true) =>
        (new(name, FieldKind.Names) { Max = AdminFields.MaxNames }, new(name, text) { IsRequired = isNeeded, Schema = isNeeded ? """{"minItems":1}""" : "{}" });

    public static IReadOnlyList<(FieldAsk Ask, FieldWord Word)> Credit { get; } =
    [
        (Name("request_id", Endpoints.CreditEndpoint.MaxText), new("request_id", "The `x-request-id` of the answer whose charge is meant.") { IsRequired = true }),
        (Name("reason", Endpoints.CreditEndpoint.MaxText), new("reason", "A sentence for whoever reads the report.") { IsRequired = true }),
        (Name("id", Endpoints.CreditEndpoint.MaxText), new("id", "Your own name for the note: sent again, it is the same note. Without it one is made.")),
        (new("amount", FieldKind.Usd) { Max = Spend.Money.Largest }, new("amount", "US dollars to give back; all of the charge where it is missing.") { Schema = """{"exclusiveMinimum":0}""" }),
    ];

    private static FieldAsk Name(string name, int max) => new(name, FieldKind.Text) { Min = 1, Max = max };
}
