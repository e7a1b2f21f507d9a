using System.Text.Json;

namespace Ochre.Emulator.Contracts;

/// <summary>Reads fields that a <see cref="Shape"/> has already checked.</summary>
internal static class JsonFields
{
    public static JsonElement? Field(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : null;

    public static string? Text(this JsonElement json, string name) =>
        json.Field(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static long? Whole(this JsonElement json, string name) => json.Field(name)?.GetInt64();
}
