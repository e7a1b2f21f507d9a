using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Ochre.Bedrock;
using Ochre.Bedrock.Credentials;

namespace Ochre.Stores;

/// <summary>AWS's S3 clients as this gateway wants them, made at the first use: credentials may be looked for on the network.</summary>
internal sealed class S3Clients(S3Options options, AwsIdentity identity, HttpClient http) : IDisposable
{
    private readonly Lazy<AmazonS3Client> _plain = new(() => new(identity.Signer, Config(options, http)), LazyThreadSafetyMode.PublicationOnly);
    private readonly Lazy<AmazonS3Client> _accelerated = new(() =>
    {
        var config = Config(options, http);
        config.UseAccelerateEndpoint = true;
        return new(identity.Signer, config);
    }, LazyThreadSafetyMode.PublicationOnly);

    public AmazonS3Client Objects => _plain.Value;

    /// <summary>Signs links; calls nothing.</summary>
    public AmazonS3Client Links => options.Accelerate ? _accelerated.Value : _plain.Value;

    /// <param name="doing">For the operator: PUT, GET …</param>
    /// <param name="bytes">That it moves: so much longer it may take.</param>
    /// <exception cref="ImageException">503: the store refuses it, or does not answer.</exception>
    public async Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call, string doing, long bytes, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(S3Patience.For(bytes));
        try
        {
            return await call(limit.Token);
        }
        catch (Exception fault) when (fault is not ImageException && !cancellationToken.IsCancellationRequested)
        {
            throw S3Errors.Of(fault, options, doing);
        }
    }

    public void Dispose()
    {
        foreach (var client in (ReadOnlySpan<Lazy<AmazonS3Client>>)[_plain, _accelerated])
        {
            if (client.IsValueCreated)
                client.Value.Dispose();
        }
    }

    // Explicit where the SDK's defaults wait for 24 days, or depend on the machine's environment and AWS files.
    private static AmazonS3Config Config(S3Options options, HttpClient http)
    {
        var config = new AmazonS3Config
        {
            // A private cloud's older gateway takes neither checksums behind the body nor signed chunks (Ceph 16, Swift).
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            IgnoreConfiguredEndpointUrls = true,
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = 2,
            Timeout = TimeSpan.FromMinutes(5),
            HttpClientFactory = new OneClient(http),
        };
        if (options.Endpoint is null)
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        else
            (config.ServiceURL, config.AuthenticationRegion, config.ForcePathStyle) = (options.Endpoint.AbsoluteUri, options.Region, true);
        return config;
    }
}
