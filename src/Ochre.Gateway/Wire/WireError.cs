using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ochre.Gateway.Wire;

/// <summary>The body of every refusal: <c>{"error":{"message","type","param","code"}}</c>, all four keys always.</summary>
internal sealed record WireError(WireErrorDetail Error)
{
    public static byte[] Of(ImageError error) => JsonSerializer.SerializeToUtf8Bytes(
        new WireError(new WireErrorDetail(error.Message, error.Type, error.Param, error.Code)), WireJson.Plain.WireError);
}

internal sealed record WireErrorDetail(string Message, string Type, string? Param, string? Code);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(WireError))]
[JsonSerializable(typeof(WireModelList))]
[JsonSerializable(typeof(WireModel))]
[JsonSerializable(typeof(WireModelInfoList))]
[JsonSerializable(typeof(IReadOnlyList<WireFoundModel>))]
[JsonSerializable(typeof(IReadOnlyList<WireModelPrices>))]
[JsonSerializable(typeof(WireHealth))]
internal sealed partial class WireJson : JsonSerializerContext
{
    /// <summary>Escapes what JSON must, and leaves quotes and letters for people to read: what is written here is never put into a page.</summary>
    public static WireJson Plain { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
