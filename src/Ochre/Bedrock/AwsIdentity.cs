using System.Net.Http.Headers;
using Amazon.Runtime;

namespace Ochre.Bedrock;

/// <summary>As whom Bedrock is called: with a signature (SigV4) or with a Bedrock API key (bearer).</summary>
public sealed class AwsIdentity
{
    private readonly string? _bearer;
    private readonly Lazy<AWSCredentials> _keys;

    // A look-up that failed is tried again by the next call.
    private AwsIdentity(string? bearer, Func<AWSCredentials> keys) =>
        (_bearer, _keys) = (bearer, new(keys, LazyThreadSafetyMode.PublicationOnly));

    /// <summary>What signs where a Bedrock API key does not count: S3. Waits for the network where a role has to be looked for.</summary>
    internal AWSCredentials Signer => _keys.Value;

    /// <summary>A Bedrock API key, as in <c>AWS_BEARER_TOKEN_BEDROCK</c>. Anything but Bedrock is signed by AWS's credential chain.</summary>
    public static AwsIdentity Bearer(string token) => new(token, CredentialChain.Find);

    /// <summary>An access key; <paramref name="sessionToken"/> with temporary ones.</summary>
    /// <param name="expires">When the session ends, if it is known; no link outlives it.</param>
    public static AwsIdentity AccessKey(string accessKeyId, string secretAccessKey, string? sessionToken = null, DateTimeOffset? expires = null)
    {
        AWSCredentials keys = string.IsNullOrEmpty(sessionToken)
            ? new BasicAWSCredentials(accessKeyId, secretAccessKey)
            : new SessionAWSCredentials(accessKeyId, secretAccessKey, sessionToken);
        keys.Expiration = expires?.UtcDateTime;
        return new(null, () => keys);
    }

    /// <summary>
    /// What an AWS SDK would find: <c>AWS_BEARER_TOKEN_BEDROCK</c>, then the default credential chain (environment, profile, web identity,
    /// container, instance), looked up at the first call and refreshed by the SDK.
    /// </summary>
    public static AwsIdentity Default() =>
        new(Environment.GetEnvironmentVariable("AWS_BEARER_TOKEN_BEDROCK") is { Length: > 0 } token ? token : null, CredentialChain.Find);

    /// <summary>Signs one try. Headers that are to be signed stand in the request already.</summary>
    /// <exception cref="ImageException">No credentials are to be had.</exception>
    internal async ValueTask AuthorizeAsync(
        HttpRequestMessage request, BedrockBody body, string region, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (_bearer is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _bearer);
            return;
        }

        var keys = await KeysAsync(cancellationToken);
        var scope = new SigV4.Scope(now, region, "bedrock");
        request.Headers.TryAddWithoutValidation("x-amz-date", scope.Stamp);
        if (!string.IsNullOrEmpty(keys.Token))
            request.Headers.TryAddWithoutValidation("x-amz-security-token", keys.Token);

        var uri = request.RequestUri!;
        var signed = new SigV4.Request(
            request.Method.Method, uri.AbsolutePath, uri.Query.TrimStart('?'), SignedHeaders(request), body.Hash());
        request.Headers.TryAddWithoutValidation(
            "Authorization", SigV4.Authorization(signed, scope, keys.AccessKey, keys.SecretKey));
    }

    private async Task<ImmutableCredentials> KeysAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _keys.Value.GetCredentialsAsync().WaitAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            throw new ImageException(BedrockErrors.NoCredentials(fault.Message), fault);
        }
    }

    private static List<KeyValuePair<string, string>> SignedHeaders(HttpRequestMessage request)
    {
        var uri = request.RequestUri!;
        List<KeyValuePair<string, string>> headers = [new("host", uri.IsDefaultPort ? uri.IdnHost : $"{uri.IdnHost}:{uri.Port}")];
        foreach (var header in request.Headers.NonValidated)
        {
            if (header.Key.StartsWith("x-amz", StringComparison.OrdinalIgnoreCase))
                headers.Add(new(header.Key, header.Value.ToString()));
        }

        if (request.Content?.Headers.ContentType is { } type)
            headers.Add(new("content-type", type.ToString()));
        return headers;
    }
}
