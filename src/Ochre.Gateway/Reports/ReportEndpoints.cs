using Ochre.Gateway.Auth;
using Ochre.Gateway.Keys;

namespace Ochre.Gateway.Reports;

/// <summary>Who spent what, at LiteLLM's addresses. The administrator sees all of it, a key what is its own.</summary>
internal sealed class ReportEndpoints(SpendReports reports, KeyBook keys, Live live, TimeProvider time)
{
    private const int LogsAtOnce = 100;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/spend/logs", LogsAsync).OpenTo(Role.User);
        routes.MapGet("/spend/logs/v2", PagesAsync).OpenTo(Role.User);
        routes.MapGet("/spend/report", http => ReportAsync(http, null)).OpenTo(Role.User);
        routes.MapGet("/global/spend", TotalAsync).OpenTo(Role.Admin);
        routes.MapGet("/global/spend/report", http => ReportAsync(http, null)).OpenTo(Role.Admin);
        routes.MapGet("/global/spend/logs", DaysAsync).OpenTo(Role.Admin);
        routes.MapGet("/global/spend/provider", ProviderAsync).OpenTo(Role.Admin);
        routes.MapGet("/global/spend/tags", http => TagsAsync(http)).OpenTo(Role.Admin);
        foreach (var (path, by) in (ReadOnlySpan<(string, Grouping)>)
            [("/spend/keys", Grouping.Key), ("/global/spend/keys", Grouping.Key), ("/spend/users", Grouping.User), ("/global/spend/teams", Grouping.Team),
                ("/global/spend/models", Grouping.Model), ("/spend/tags", Grouping.Tag)])
            routes.MapGet(path, http => ReportAsync(http, by)).OpenTo(Role.Admin);
        routes.MapMethods("/global/spend/end_users", ["GET", "POST"], http => ReportAsync(http, Grouping.EndUser)).OpenTo(Role.Admin);
    }

    // One request, or its days summed where LiteLLM sums them, or the newest ones.
    private async Task LogsAsync(HttpContext http)
    {
        var query = await QueryAsync(http);
        if (AdminHttp.Query(http, "request_id") is { } id)
        {
            var found = await reports.ChargeAsync(id, http.RequestAborted);
            var mine = found is not null && (query.Key.Length == 0 || found.ApiKey == query.Key);
            await AdminHttp.WriteAsync(http, mine ? [found!] : [], SpendJson.Default.IReadOnlyListWireCharge);
        }
        else if (WantsCsv(http))
        {
            await CsvAsync(http, query);
        }
        else if (AdminHttp.Query(http, "start_date") is not null && AdminHttp.Query(http, "summarize")?.ToLowerInvariant() is "true")
        {
            await DaysAsync(http);
        }
        else
        {
            await AdminHttp.WriteAsync(http, await reports.ChargesAsync(query, AdminHttp.Page(http, "page_size", LogsAtOnce), http.RequestAborted), SpendJson.Default.IReadOnlyListWireCharge);
        }
    }

    private async Task PagesAsync(HttpContext http)
    {
        var (query, page) = (await QueryAsync(http), AdminHttp.Page(http, "page_size", 50));
        var total = await reports.CountAsync(query, http.RequestAborted);
        var charges = await reports.ChargesAsync(query, page, http.RequestAborted);
        await AdminHttp.WriteAsync(http, new(charges, total, page.Number, page.Size, page.Of(total)), SpendJson.Default.WireCharges);
    }

    private async Task TotalAsync(HttpContext http)
    {
        var query = await QueryAsync(http);
        var total = await reports.TotalAsync(AdminHttp.Query(http, "start_date") is null ? query with { From = DateTimeOffset.UnixEpoch } : query, http.RequestAborted);
        await AdminHttp.WriteAsync(http, new(total.Usd, live.Now.Settings.Spend.Everybody.MaxBudget) { Images = total.Images, ImagesUnpriced = total.Unpriced }, SpendJson.Default.WireTotal);
    }

    private async Task DaysAsync(HttpContext http)
    {
        var days = await reports.SumAsync(await QueryAsync(http), Grouping.Day, http.RequestAborted);
        await AdminHttp.WriteAsync(http, [.. days.Select(day => new WireDay(day.Group, day.Usd))], SpendJson.Default.IReadOnlyListWireDay);
    }

    private async Task ProviderAsync(HttpContext http)
    {
        var total = await reports.TotalAsync(await QueryAsync(http), http.RequestAborted);
        await AdminHttp.WriteAsync(http, [new WireProvider("bedrock", total.Usd)], SpendJson.Default.IReadOnlyListWireProvider);
    }

    private async Task TagsAsync(HttpContext http)
    {
        var tags = await reports.SumAsync(await QueryAsync(http), Grouping.Tag, http.RequestAborted);
        await AdminHttp.WriteAsync(http, new([.. tags.Select(tag => new WireTag(tag.Group, tag.Usd, tag.Requests))]), SpendJson.Default.WireTags);
    }

    private async Task ReportAsync(HttpContext http, Grouping? route)
    {
        var (query, by) = (await QueryAsync(http), route ?? GroupingOf(http));
        var lines = (await reports.SumAsync(query, by, http.RequestAborted)).Take(Limit(http)).ToList();
        if (WantsCsv(http))
        {
            BeginCsv(http);
            await http.Response.WriteAsync(Csv.Line([.. ReportNames.Columns(by), "requests", "images", "images_delivered", "spend_usd", "images_unpriced"]) + string.Concat(lines.Select(Csv.Line)), http.RequestAborted);
            return;
        }

        var aliases = by is Grouping.Key ? await reports.AliasesAsync(http.RequestAborted) : null;
        await AdminHttp.WriteAsync(http, [.. lines.Select(line => ReportNames.Wire(line, by, aliases))], SpendJson.Default.IReadOnlyListWireLine);
    }

    // Written as it is read: a year of charges is not held.
    private async Task CsvAsync(HttpContext http, ReportQuery query)
    {
        var part = new Page(1, 1000);
        // Asked before anything is said: a table without rows would look like a month without spending.
        var charges = await reports.ChargesAsync(query, part, http.RequestAborted);
        BeginCsv(http);
        await http.Response.WriteAsync(Csv.Line(Csv.ChargeNames), http.RequestAborted);
        while (charges.Count > 0)
        {
            await http.Response.WriteAsync(string.Concat(charges.Select(Csv.Line)), http.RequestAborted);
            // From the last one on: charges that come meanwhile move nothing.
            var last = charges[^1];
            charges = charges.Count < part.Size ? []
                : await reports.ChargesAsync(query with { After = (last.StartTime.ToUnixTimeMilliseconds(), last.RequestId) }, part, http.RequestAborted);
        }
    }

    private static void BeginCsv(HttpContext http)
    {
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = "attachment; filename=\"ochre-spend.csv\"";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
    }

    private static bool WantsCsv(HttpContext http) =>
        AdminHttp.Query(http, "format") is { } format
            ? format is "csv" || (format is "json" ? false : throw ImageError.Invalid("format", $"'format' is '{Echo.Of(format, 20)}'; it must be json or csv."))
            : http.Request.Headers.Accept.ToString().StartsWith("text/csv", StringComparison.OrdinalIgnoreCase);

    private static Grouping GroupingOf(HttpContext http) => ReportNames.Grouping(AdminHttp.Query(http, "group_by") ?? "day");

    private static int Limit(HttpContext http) => AdminHttp.Query(http, "limit") is null ? int.MaxValue : AdminHttp.Page(http, "limit", LogsAtOnce).Size;

    // Whoever is no administrator asks about himself, whatever he asks.
    private async Task<ReportQuery> QueryAsync(HttpContext http)
    {
        var (query, caller) = (ReportQuery.Of(http, time.GetUtcNow()), KeyCheck.CallerOf(http));
        if (caller.Role is not Role.Admin)
            return query with { Key = caller.Id.Length > 0 ? caller.Id : throw Nobody() };
        return AdminHttp.Query(http, "api_key") is { } key ? query with { Key = await IdAsync(key, http.RequestAborted) } : query;
    }

    // A key of the configuration is not in the book; its id may be asked for all the same.
    private async Task<string> IdAsync(string key, CancellationToken cancellationToken) =>
        key.StartsWith("sk-", StringComparison.Ordinal) ? (await keys.NeedAsync(key, cancellationToken)).Key.Id : key;

    private static ImageException Nobody() =>
        new(new(401, "invalid_request_error", null, "No API key: what was spent is told to the key that spent it, and to the administrator."));
}
