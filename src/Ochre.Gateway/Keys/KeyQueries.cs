using Ochre.Gateway.Auth;

namespace Ochre.Gateway.Keys;

/// <summary>LiteLLM's routes that tell about keys. Whoever has one may ask about his own.</summary>
internal sealed class KeyQueries(KeyBook keys, Shown shown, Pepper pepper)
{
    private const int LongestSearch = 200;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/key/info", InfoAsync).OpenTo(Role.User);
        routes.MapPost("/v2/key/info", InfosAsync).OpenTo(Role.Admin);
        routes.MapGet("/key/list", ListAsync).OpenTo(Role.Admin);
        routes.MapGet("/key/aliases", AliasesAsync).OpenTo(Role.Admin);
    }

    private async Task InfoAsync(HttpContext http)
    {
        var caller = KeyCheck.CallerOf(http);
        var asked = AdminHttp.Query(http, "key") ?? AdminHttp.Query(http, "token");
        if (caller.Role is not Role.Admin)
            asked = OwnId(caller, asked);
        else if (asked is null)
            throw ImageError.Missing("key", "'key' is missing: the master key is none that was given out. Write ?key= and the key, or its id.");
        var record = await keys.NeedAsync(asked!, http.RequestAborted);
        await AdminHttp.WriteAsync(http, new(record.Key.Id, await shown.KeyAsync(record, http.RequestAborted)), KeyJson.Default.WireKeyInfo);
    }

    // Whether there is another's key is not said.
    private string OwnId(Caller caller, string? asked)
    {
        if (caller.Id.Length == 0)
            throw new ImageException(new(401, "invalid_request_error", null, "No API key: send the one that you ask about as 'Authorization: Bearer KEY'."));
        var id = asked is not null && asked.StartsWith(KeyText.Prefix, StringComparison.Ordinal) ? KeyText.IdOf(asked, pepper) : asked;
        if (caller.Key is null)
            throw new ImageException(new(404, "invalid_request_error", "key_not_found", "Your key is one of the configuration, not one that was given out: it has no budget and no end.", "key"));
        return id is null || id == caller.Key.Id ? caller.Key.Id
            : throw new ImageException(new(403, "permission_error", "admin_required", "A key may ask about itself only; leave 'key' out, or send the master key."));
    }

    private async Task InfosAsync(HttpContext http)
    {
        using var json = await AdminHttp.BodyAsync(http.Request);
        var fields = new AdminFields(json.RootElement);
        _ = fields.TryNames("keys", out var asked);
        fields.RefuseRest(["keys"]);
        if (asked.Count == 0)
            throw ImageError.Missing("keys", "'keys' is missing: send keys, or their ids, as a list.");
        List<KeyRecord> records = [];
        foreach (var key in asked)
            records.Add(await keys.NeedAsync(key, http.RequestAborted));
        await AdminHttp.WriteAsync(http, new([.. records.Select(record => record.Key.Id)], await shown.KeysAsync(records, http.RequestAborted)), KeyJson.Default.WireKeyInfos);
    }

    private async Task ListAsync(HttpContext http)
    {
        var page = AdminHttp.Page(http);
        var filter = new KeyFilter(page, AdminHttp.Query(http, "user_id"), AdminHttp.Query(http, "team_id"), AdminHttp.Query(http, "key_alias"), SearchOf(http));
        var (records, total) = await keys.ListAsync(filter, http.RequestAborted);
        if (AdminHttp.Query(http, "return_full_object") is "true" or "True" or "1")
            await AdminHttp.WriteAsync(http, new(await shown.KeysAsync(records, http.RequestAborted), total, page.Number, page.Of(total)), KeyJson.Default.WireKeyListWireKey);
        else
            await AdminHttp.WriteAsync(http, new([.. records.Select(record => record.Key.Id)], total, page.Number, page.Of(total)), KeyJson.Default.WireKeyListString);
    }

    private static string? SearchOf(HttpContext http) => AdminHttp.Query(http, "search") is not { } words || words.Length <= LongestSearch
        ? AdminHttp.Query(http, "search")
        : throw ImageError.Invalid("search", $"'search' has {words.Length:N0} characters; it may have {LongestSearch}.");

    private async Task AliasesAsync(HttpContext http)
    {
        var page = AdminHttp.Page(http, size: 50);
        var (aliases, total) = await keys.AliasesAsync(page, http.RequestAborted);
        await AdminHttp.WriteAsync(http, new(aliases, total, page.Number, page.Of(total)), KeyJson.Default.WireAliases);
    }
}
