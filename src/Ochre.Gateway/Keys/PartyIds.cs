using System.Text.Json;
using Ochre.Gateway.Auth;

namespace Ochre.Gateway.Keys;

/// <summary>What the routes of teams and users share.</summary>
internal static class PartyIds
{
    /// <exception cref="ImageException">There is no list of ids, or more than that.</exception>
    public static IReadOnlyList<string> Read(JsonDocument json, string name)
    {
        var fields = new AdminFields(json.RootElement);
        _ = fields.TryNames(name, out var ids);
        fields.RefuseRest([name]);
        return ids.Count > 0 ? ids : throw ImageError.Missing(name, $"'{name}' is missing: send the ids as a list.");
    }

    public static void LogDeleted(ILogger log, HttpContext http, string kind, IReadOnlyList<string> ids, IReadOnlyList<string> keys)
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
