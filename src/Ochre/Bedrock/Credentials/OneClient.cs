using Amazon.Runtime;

namespace Ochre.Bedrock.Credentials;

/// <summary>Makes an SDK's client call through an HTTP client of ours, which stays ours.</summary>
internal sealed class OneClient(HttpClient http) : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => http;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
}
