using System.Net;

namespace Ochre.Bedrock;

/// <summary>Where Bedrock stands: an address of the operator's own, or AWS's for the region.</summary>
internal static class BedrockAddress
{
    /// <summary>An InvokeModel, still without a body and a signature.</summary>
    public static HttpRequestMessage Invoke(BedrockPlace place, BedrockOptions options)
    {
        var host = Of(place.Endpoint ?? options.Endpoint, "bedrock-runtime", place.Region);
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{host}/model/{Uri.EscapeDataString(place.CallId)}/invoke"))
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        return request;
    }

    /// <summary>Scheme and host of what knows models, profiles and who may use them.</summary>
    public static string Control(string region, BedrockOptions options) => Of(options.ControlEndpoint, "bedrock", region);

    private static string Of(Uri? own, string service, string region) =>
        own?.GetLeftPart(UriPartial.Authority) ?? $"https://{service}.{region}.{(region.StartsWith("cn-", StringComparison.Ordinal) ? "amazonaws.com.cn" : "amazonaws.com")}";
}
