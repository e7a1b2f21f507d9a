using System.Text.Json;

namespace Ochre.Gateway.Keys;

/// <summary>Whether a value says anything: LiteLLM's clients send every field they know, most of them empty.</summary>
internal static class Says
{
    public static bool Nothing(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.String => value.ValueEquals(""u8) || value.ValueEquals("default"u8) || value.ValueEquals("llm_api"u8),
        _ => false,
    };
}
