using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ochre.Gateway.Wire;

/// <summary>The body of every refusal: <c>{"error":{"message","type","param","code"}}</c>, all four keys always.</summary>
internal sealed record WireError(WireErrorDetail Error)
{
    public static byte[] Of(ImageError error) => JsonSerializer.SerializeToUtf8Bytes(
        new WireError(new WireErrorDetail(error.Message, error.Type, error.Param, error.Code)), WireJson.Default.WireError);
}

internal sealed record WireErrorDetail(string Message, string Type, string? Param, string? Code);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(WireError))]
[JsonSerializable(typeof(WireModelList))]
[JsonSerializable(typeof(WireModel))]
[JsonSerializable(typeof(WireHealth))]
internal sealed partial class WireJson : JsonSerializerContext;
