using System.Net.Http.Headers;
using System.Security.Cryptography;
using Amazon.Runtime;
using Ochre.Bedrock.Credentials;

namespace Ochre.Bedrock;

/// <summary>As whom Bedrock is called: with a signature (SigV4) or with a Bedrock API key (bearer).</summary>
public sealed class AwsIdentity : IDisposable
{
    private static readonly Lazy<SocketsHttpHandler> s_sts = new(BedrockClient.CreateHandler);

    private static readonly ReadOnlyMemory<byte> s_nothing = SHA256.HashData([]);

    private readonly string? _bearer;

    private AwsIdentity(string name, string? bearer, AWSCredentials signer) => (Name, _bearer, Signer) = (name, bearer, signer);

    /// <summary>What it may be called in a log or on a screen, and, once it has been asked, where its keys were found.</summary>
    internal string Name => field + ((Signer as RefreshedCredentials)?.Source is { } source ? $": {source}" : "");

    /// <summary>When the keys that are held end; null where they do not, or nobody knows.</summary>
    internal DateTimeOffset? Expires => _bearer is null && Signer.Expiration is { } end ? new(DateTime.SpecifyKind(end, DateTimeKind.Utc)) : null;

    /// <summary>What signs where a Bedrock API key does not count: S3. Waits for the network where a role has to be looked for.</summary>
    internal AWSCredentials Signer { get; }

    /// <summary>A Bedrock API key, as in <c>AWS_BEARER_TOKEN_BEDROCK</c>. Anything but Bedrock is signed by AWS's credential chain.</summary>
    public static AwsIdentity Bearer(string token) => Of(new() { BearerToken = token });

    /// <summary>An access key; <paramref name="sessionToken"/> with temporary ones.</summary>
    /// <param name="expires">When the session ends, if it is known; no link outlives it.</param>
    public static AwsIdentity AccessKey(string accessKeyId, string secretAccessKey, string? sessionToken = null, DateTimeOffset? expires = null)
    {
        AWSCredentials keys = string.IsNullOrEmpty(sessionToken)
            ? new BasicAWSCredentials(accessKeyId, secretAccessKey)
            : new SessionAWSCredentials(accessKeyId, secretAccessKey, sessionToken);
        keys.Expiration = expires?.UtcDateTime;
        return new("an access key", null, keys);
    }

    /// <summary>
    /// What an AWS SDK would find: <c>AWS_BEARER_TOKEN_BEDROCK</c>, then the default credential chain (environment, profile, web identity,
    /// container, instance), looked up at the first call and renewed in the background.
    /// </summary>
    public static AwsIdentity Default() =>
        Of(new() { BearerToken = Environment.GetEnvironmentVariable("AWS_BEARER_TOKEN_BEDROCK") is { Length: > 0 } token ? token : null });

    /// <summary>Whatever is configured. Keys that end are fetched at the first call and renewed in the background, before they end.</summary>
    /// <param name="tell">Hears of every renewal that failed.</param>
    /// <param name="sts">The way to STS, for a role; stays the caller's. Null: straight to AWS.</param>
    public static AwsIdentity Of(
        IdentitySettings settings, TimeProvider? time = null, Action<CredentialTrouble>? tell = null, HttpMessageHandler? sts = null)
    {
        if (settings is { BearerToken: null, Role: null, Profile: null, AccessKeyId: { } id, SecretAccessKey: { } secret })
            return AccessKey(id, secret, settings.SessionToken);
        var http = new HttpClient(sts ?? s_sts.Value, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        var source = new IdentitySource(settings, http, Environment.GetEnvironmentVariable);
        return new(settings.Name, settings.BearerToken, new RefreshedCredentials(settings.Name, source.FetchAsync, time ?? TimeProvider.System, tell));
    }

    /// <summary>Fetches the keys if there are none yet, so that the first request does not wait for them.</summary>
    /// <exception cref="ImageException">No credentials are to be had.</exception>
    public async Task EnsureReadyAsync(CancellationToken cancellationToken)
    {
        if (_bearer is null)
            await KeysAsync(cancellationToken);
    }

    public void Dispose() => (Signer as IDisposable)?.Dispose();

    /// <summary>Signs one try. Headers that are to be signed stand in the request already.</summary>
    /// <param name="body">What the request carries; null for none.</param>
    /// <returns>The keys it is signed with; null for a Bedrock API key.</returns>
    /// <exception cref="ImageException">No credentials are to be had.</exception>
    internal async ValueTask<ImmutableCredentials?> AuthorizeAsync(
        HttpRequestMessage request, BedrockBody? body, string region, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (_bearer is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _bearer);
            return null;
        }

        var keys = await KeysAsync(cancellationToken);
        var scope = new SigV4.Scope(now, region, "bedrock");
        request.Headers.TryAddWithoutValidation("x-amz-date", scope.Stamp);
        if (!string.IsNullOrEmpty(keys.Token))
            request.Headers.TryAddWithoutValidation("x-amz-security-token", keys.Token);

        var uri = request.RequestUri!;
        var signed = new SigV4.Request(
            request.Method.Method, uri.AbsolutePath, uri.Query.TrimStart('?'), SignedHeaders(request), body?.Hash() ?? s_nothing);
        request.Headers.TryAddWithoutValidation(
            "Authorization", SigV4.Authorization(signed, scope, keys.AccessKey, keys.SecretKey));
        return keys;
    }

    /// <summary>Has keys replaced that AWS calls expired. False where there are no others: the same request would be refused again.</summary>
    internal Task<bool> RenewAsync(ImmutableCredentials refused, CancellationToken cancellationToken) =>
        Signer is RefreshedCredentials renewed ? renewed.RenewAsync(refused).WaitAsync(cancellationToken) : Task.FromResult(false);

    private async Task<ImmutableCredentials> KeysAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Signer.GetCredentialsAsync().WaitAsync(cancellationToken);
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
            if (header.Key.StartsWith("x-amz", StringComparison.OrdinalIgnoreCase) || header.Key.StartsWith("amz-sdk", StringComparison.OrdinalIgnoreCase))
                headers.Add(new(header.Key, header.Value.ToString()));
        }

        if (request.Content?.Headers.ContentType is { } type)
            headers.Add(new("content-type", type.ToString()));
        return headers;
    }
}
