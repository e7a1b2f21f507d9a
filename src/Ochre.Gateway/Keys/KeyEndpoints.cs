using Ochre.Gateway.Auth;

namespace Ochre.Gateway.Keys;

/// <summary>LiteLLM's routes that make keys, change them and take them back.</summary>
internal sealed class KeyEndpoints(KeyBook keys, Shown shown, ModelWarnings models, Live live, TimeProvider time, ILogger<KeyEndpoints> log)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/key/generate", GenerateAsync).OpenTo(Role.Admin);
        routes.MapPost("/key/update", UpdateAsync).OpenTo(Role.Admin);
        routes.MapPost("/key/regenerate", http => RegenerateAsync(http, null)).OpenTo(Role.Admin);
        routes.MapPost("/key/{key}/regenerate", http => RegenerateAsync(http, (string)http.GetRouteValue("key")!)).OpenTo(Role.Admin);
        routes.MapPost("/key/delete", DeleteAsync).OpenTo(Role.Admin);
        routes.MapPost("/key/block", http => BlockAsync(http, true)).OpenTo(Role.Admin);
        routes.MapPost("/key/unblock", http => BlockAsync(http, false)).OpenTo(Role.Admin);
    }

    private async Task GenerateAsync(HttpContext http)
    {
        using var json = await AdminHttp.OptionalBodyAsync(http.Request);
        var fields = new AdminFields(json.RootElement);
        live.Now.Settings.KeyRules.Apply(fields);
        var own = OwnKey(fields);
        var wish = KeyWish.Parse(fields, time.GetUtcNow());
        var (record, key) = await keys.CreateAsync(wish, own, http.RequestAborted);
        await AnswerAsync(http, "made", record, wish, key);
    }

    private async Task UpdateAsync(HttpContext http)
    {
        using var json = await AdminHttp.BodyAsync(http.Request);
        var fields = new AdminFields(json.RootElement);
        var key = fields.NeededText("key", KeyText.Longest);
        var wish = KeyWish.Parse(fields, time.GetUtcNow());
        await AnswerAsync(http, "changed", await keys.ChangeAsync(key, wish.Apply, http.RequestAborted), wish, null);
    }

    private async Task RegenerateAsync(HttpContext http, string? pathKey)
    {
        using var json = await AdminHttp.OptionalBodyAsync(http.Request);
        var fields = new AdminFields(json.RootElement);
        var bodyKey = fields.Text("key", KeyText.Longest);
        if (fields.Text("new_key", KeyText.Longest) is not null)
            throw ImageError.Invalid("new_key", "A key keeps its id when it is regenerated, so that its budget goes on; 'new_key' cannot be chosen. For one of your own, make it with POST /key/generate.");
        var grace = Grace(fields);
        var wish = KeyWish.Parse(fields, time.GetUtcNow());
        var key = pathKey ?? bodyKey ?? throw ImageError.Missing("key", "'key' is missing: send the key to replace, or its id.");
        var (record, made) = await keys.RegenerateAsync(key, wish, grace, http.RequestAborted);
        await AnswerAsync(http, "regenerated", record, wish, made);
    }

    private async Task DeleteAsync(HttpContext http)
    {
        using var json = await AdminHttp.BodyAsync(http.Request);
        var fields = new AdminFields(json.RootElement);
        var named = fields.TryNames("keys", out var given);
        var aliased = fields.TryNames("key_aliases", out var aliases);
        fields.RefuseRest(["keys", "key_aliases"]);
        if (!(named || aliased) || given.Count + aliases.Count == 0)
            throw ImageError.Missing("keys", "'keys' is missing: send the keys to delete, or their ids, as a list; or 'key_aliases'.");
        List<KeyRecord> records = [];
        foreach (var key in given)
            records.Add(await keys.NeedAsync(key, http.RequestAborted));
        foreach (var alias in aliases)
            records.Add(await keys.NeedAliasAsync(alias, http.RequestAborted));
        var deleted = await keys.DeleteAsync([.. records.DistinctBy(record => record.Key.Id)], http.RequestAborted);
        foreach (var id in deleted)
            Log.AdminAction(log, KeyCheck.CallerOf(http).Mark, "deleted", "key", id, RequestIds.Of(http));
        await AdminHttp.WriteAsync(http, new(deleted), KeyJson.Default.WireDeletedKeys);
    }

    private async Task BlockAsync(HttpContext http, bool blocked)
    {
        using var json = await AdminHttp.BodyAsync(http.Request);
        var fields = new AdminFields(json.RootElement);
        var key = fields.NeededText("key", KeyText.Longest);
        fields.RefuseRest(["key"]);
        var record = await keys.ChangeAsync(key, was => was with { Key = was.Key with { Blocked = blocked } }, http.RequestAborted);
        await AnswerAsync(http, blocked ? "blocked" : "unblocked", record, null, null);
    }

    private async Task AnswerAsync(HttpContext http, string what, KeyRecord record, KeyWish? wish, string? key)
    {
        Log.AdminAction(log, KeyCheck.CallerOf(http).Mark, what, "key", record.Key.Id, RequestIds.Of(http));
        var answer = await shown.KeyAsync(record, http.RequestAborted) with { Key = key };
        var warnings = wish is null ? [] : models.Of(wish.Models, wish.Ignored);
        await AdminHttp.WriteAsync(http, warnings.Count > 0 ? answer with { Warnings = warnings } : answer, KeyJson.Default.WireKey, wish?.Ignored);
    }

    private static string? OwnKey(AdminFields fields)
    {
        // Its value is a secret, and is not said back.
        if (fields.Text("key", KeyText.Longest) is not { } key)
            return null;
        return KeyText.IsPossible(key)
            ? key
            : throw ImageError.Invalid("key", $"'key' must begin with {KeyText.Prefix} and have {KeyText.Shortest} to {KeyText.Longest} letters, digits and signs, without spaces. Leave it out, and one is made.");
    }

    private static Lifetime? Grace(AdminFields fields)
    {
        const string Name = "grace_period";
        var text = fields.Text(Name, 20);
        // None, in LiteLLM's words.
        if (text is null or "0" or "0s")
            return null;
        AllowanceFields.RefuseNoTime(Name, text);
        return Lifetime.TryParse(text, out var grace) ? grace : null;
    }
}
