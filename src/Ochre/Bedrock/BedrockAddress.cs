namespace Ochre.Bedrock;

/// <summary>Where Bedrock stands: an address of the operator's own, or AWS's for the region.</summary>
internal static class BedrockAddress
{
    /// <summary>Scheme and host of what makes images.</summary>
    public static string Runtime(BedrockPlace place, BedrockOptions options) => Of(place.Endpoint ?? options.Endpoint, "bedrock-runtime", place.Region);

    /// <summary>Scheme and host of what knows models, profiles and who may use them.</summary>
    public static string Control(string region, BedrockOptions options) => Of(options.ControlEndpoint, "bedrock", region);

    private static string Of(Uri? own, string service, string region) =>
        own?.GetLeftPart(UriPartial.Authority) ?? $"https://{service}.{region}.{(region.StartsWith("cn-", StringComparison.Ordinal) ? "amazonaws.com.cn" : "amazonaws.com")}";
}
