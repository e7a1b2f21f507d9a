using System.Net.Http.Headers;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace Ochre.Bedrock;

/// <summary>As whom Bedrock is called: with a signature (SigV4) or with a Bedrock API key (bearer).</summary>
public sealed class AwsIdentity
{
    private readonly string? _bearer;
    private readonly Func<CancellationToken, Task<ImmutableCredentials>>? _keys;

    private AwsIdentity(string? bearer, Func<CancellationToken, Task<ImmutableCredentials>>? keys) => (_bearer, _keys) = (bearer, keys);

    /// <summary>A Bedrock API key, as in <c>AWS_BEARER_TOKEN_BEDROCK</c>.</summary>
    public static AwsIdentity Bearer(string token) => new(token, null);

    /// <summary>An access key; <paramref name="sessionToken"/> with temporary ones.</summary>
    public static AwsIdentity AccessKey(string accessKeyId, string secretAccessKey, string? sessionToken = null)
    {
        var keys = Task.FromResult(new ImmutableCredentials(accessKeyId, secretAccessKey, sessionToken));
        return new(null, _ => keys);
    }

    /// <summary>
    /// What an AWS SDK would find: <c>AWS_BEARER_TOKEN_BEDROCK</c>, then the default credential chain (environment, profile, web identity,
    /// container, instance), looked up at the first call and refreshed by the SDK.
    /// </summary>
    public static AwsIdentity Default()
    {
        if (Environment.GetEnvironmentVariable("AWS_BEARER_TOKEN_BEDROCK") is { Length: > 0 } token)
            return Bearer(token);
        // A look-up that failed is tried again by the next call.
        var found = new Lazy<AWSCredentials>(
            () => new DefaultAWSCredentialsIdentityResolver().ResolveIdentity(null), LazyThreadSafetyMode.PublicationOnly);
        return new(null, _ => found.Value.GetCredentialsAsync());
    }

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
            return await _keys!(cancellationToken).WaitAsync(cancellationToken);
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
