using System.Text.Json;
using Ochre.Gateway.Auth;

namespace Ochre.Gateway.Keys;

/// <summary>What the routes of teams and users share.</summary>
internal static class PartyIds
{
    /// <summary>Deletes those that the body names, and their keys.</summary>
    /// <param name="name">What the field with their ids is called.</param>
    public static async Task DeleteAsync(HttpContext http, PartyBook parties, string kind, string name, ILogger log)
    {
        using var json = await AdminHttp.BodyAsync(http.Request);
        var ids = Read(json, name);
        var keys = await parties.DeleteAsync(kind, ids, http.RequestAborted);
        LogDeleted(log, http, kind, ids, keys);
        await AdminHttp.WriteAsync(http, new(ids, keys), KeyJson.Default.WireDeletedParties);
    }

    /// <exception cref="ImageException">There is no list of ids, or more than that.</exception>
    private static IReadOnlyList<string> Read(JsonDocument json, string name)
    {
        var fields = new AdminFields(json.RootElement);
        _ = fields.TryNames(name, out var ids);
        fields.RefuseRest([name]);
        return ids.Count > 0 ? ids : throw ImageError.Missing(name, $"'{name}' is missing: send the ids as a list.");
    }

    private static void LogDeleted(ILogger log, HttpContext http, string kind, IReadOnlyList<string> ids, IReadOnlyList<string> keys)
    {
        foreach (var id in ids)
            Log.AdminAction(log, KeyCheck.CallerOf(http).Mark, "deleted", kind, Echo.Of(id), RequestIds.Of(http));
        foreach (var key in keys)
            Log.AdminAction(log, KeyCheck.CallerOf(http).Mark, "deleted", "key", key, RequestIds.Of(http));
    }

    public static T Warned<T>(T answer, PartyWish? wish) where T : WireScope => wish is { Ignored.Count: > 0 }
        ? answer with { Warnings = [.. wish.Ignored.Select(name => $"{name}: means nothing here, and has no effect.")] }
        : answer;
}
