using Ochre.Gateway.Reports;

namespace Ochre.Gateway.OpenApi;

/// <summary>Who spent what, under LiteLLM's names, and what is given back.</summary>
internal static class SpendOperations
{
    private const string Tag = "Spend";

    private static readonly QueryWord[] s_filters =
    [
        new("start_date", Schemas.Day, "The first day, in UTC; 30 days before the last where it is missing.") { Example = "2026-11-01" },
        new("end_date", Schemas.Day, "The last day, in UTC; today where it is missing.") { Example = "2026-11-30" },
        new("api_key", Schemas.Text, "Only this key's, by key or id. Whoever is no administrator sees his own, whatever he asks."),
        new("team_id", Schemas.Text, "Only this team's."),
        new("user_id", Schemas.Text, "Only this user's."),
        new("end_user", Schemas.Text, "Only what was painted for this `user` of a request."),
        new("model", Schemas.Text, "Only this model's, by Bedrock's id or as it was asked for."),
        new("state", Schemas.Text, "Only charges in this state: `open`, `billed`, `free` or `unknown`."),
    ];

    private static readonly QueryWord s_format = new("format", Schemas.OneOf("json", "csv"), "`csv`: a table for spreadsheets; so does `Accept: text/csv`.") { Example = "json" };
    private static readonly QueryWord s_limit = new("limit", Schemas.Whole(1, Keys.AdminHttp.MostOfPage, Keys.AdminHttp.MostOfPage), "Only so many lines, the dearest first; all where it is missing.") { Example = "10" };
    private static readonly QueryWord s_group = new("group_by", Schemas.OneOf(ReportNames.All), "What a line stands for; a day where it is missing.") { Example = "model" };

    private const string Lines = """{"type":"array","items":{"$ref":"#/components/schemas/Line"}}""";
    private const string Days = """{"type":"array","items":{"$ref":"#/components/schemas/Day"}}""";
    private const string Charges = """{"type":"array","items":{"$ref":"#/components/schemas/Charge"}}""";

    public static IReadOnlyList<Operation> All { get; } =
    [
        Get("listCharges", "List charges", "/spend/logs", $$"""{"anyOf":[{{Charges}},{{Days}}]}""", hasTable: true,
        [
            .. s_filters, .. Paging.Of("page_size", 100), s_format,
            new("request_id", Schemas.Text, "Only the charge of this request, by its `x-request-id`."),
            new("summarize", Schemas.Flag, "With `start_date`: sums of days instead of charges.") { Example = "false" },
        ]) with { Text = "A row for each request, the newest first. As csv all of them come, not a page." },
        Get("pageCharges", "List charges by pages", "/spend/logs/v2", "Charges", hasTable: false, [.. s_filters, .. Paging.Of("page_size", 50)]),
        Get("getReport", "Sum up what was spent", "/spend/report", Lines, hasTable: true, [.. s_filters, s_group, s_limit, s_format]),
        Get("getGlobalReport", "Sum up what everybody spent", "/global/spend/report", Lines, hasTable: true, [.. s_filters, s_group, s_limit, s_format]),
        Get("getGlobalSpend", "What everybody spent", "/global/spend", "Total", hasTable: false, s_filters) with { Text = "Since the beginning, where `start_date` is missing." },
        Get("getGlobalDays", "What everybody spent, by day", "/global/spend/logs", Days, hasTable: false, s_filters),
        Get("getGlobalProvider", "What everybody spent, by provider", "/global/spend/provider", """{"type":"array","items":{"$ref":"#/components/schemas/Provider"}}""", hasTable: false, s_filters),
        Get("getGlobalTags", "What everybody spent, by tag", "/global/spend/tags", "Tags", hasTable: false, s_filters),
        Sum("getKeySpend", "key", "/spend/keys", "/global/spend/keys"),
        Sum("getUserSpend", "user", "/spend/users"),
        Sum("getTeamSpend", "team", "/global/spend/teams"),
        Sum("getModelSpend", "model", "/global/spend/models"),
        Sum("getTagSpend", "tag", "/spend/tags"),
        Sum("getEndUserSpend", "end user", "/global/spend/end_users"),
        Sum("postEndUserSpend", "end user", "/global/spend/end_users") with { Method = "POST", Text = "The same as with GET, for LiteLLM's clients; a body is not read." },
        new("POST", "creditCharge", Tag, "Take back what a charge did not cost after all", "/spend/credit")
        {
            Text = "A note gives money back to the budgets that were charged. A note of the same `id` is written once.",
            Body = new("CreditRequest", """{"request_id":"REQUEST_ID","reason":"AWS refunded it","amount":0.04}"""),
            Answers = [new(200, "The note.", "Credit")],
            Refusals = [400, 409, 413, 415, 503],
        },
    ];

    private static Operation Sum(string id, string what, params IReadOnlyList<string> routes) =>
        Get(id, $"What was spent, by {what}", routes[0], Lines, hasTable: true, [.. s_filters, s_limit, s_format]) with { Routes = routes };

    private static Operation Get(string id, string summary, string route, string schema, bool hasTable, IReadOnlyList<QueryWord> query) => new("GET", id, Tag, summary, route)
    {
        Query = query,
        Answers = [new(200, "What was spent.", schema), .. hasTable ? (AnswerWord[])[new(200, "", Schemas.Text) { MediaType = "text/csv" }] : []],
        Refusals = [400, 404, 503],
    };
}
