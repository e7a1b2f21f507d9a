using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using StsKeys = Amazon.SecurityToken.Model.Credentials;

namespace Ochre.Bedrock.Credentials;

/// <summary>A session of a role, asked of STS: one call for an hour's keys.</summary>
/// <param name="http">The way to STS; stays the caller's.</param>
internal sealed class StsSession(IdentitySettings settings, HttpClient http, Func<string, string?> environment)
{
    private const int Seconds = 3600; // The most a session of a session may live, and the least a role may be limited to.

    /// <param name="caller">Whoever assumes the role.</param>
    /// <param name="isAmbient">Whether the caller is who this process is anyway, and not one that the operator named.</param>
    public async Task<FreshKeys> AssumeAsync(FreshKeys caller, bool isAmbient, CancellationToken cancellationToken)
    {
        using var sts = new AmazonSecurityTokenServiceClient(Signer(caller.Keys), StsAddress.Config(settings, http));
        var request = new AssumeRoleRequest
        {
            RoleArn = settings.Role,
            RoleSessionName = settings.SessionName,
            ExternalId = settings.ExternalId,
            DurationSeconds = Seconds,
            Tags = settings.Tags.Count == 0 ? null : [.. settings.Tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })],
        };
        try
        {
            return Fresh((await sts.AssumeRoleAsync(request, cancellationToken).ConfigureAwait(false)).Credentials);
        }
        catch (AmazonSecurityTokenServiceException refusal) when (isAmbient && refusal.ErrorCode is "AccessDenied")
        {
            // A role may not assume itself unless its trust policy says so; whoever is the role already needs no session of it.
            if (await IsAlreadyAsync(sts, cancellationToken).ConfigureAwait(false))
                return caller;
            throw;
        }
    }

    /// <summary>With an OIDC token in the place of AWS keys.</summary>
    public async Task<FreshKeys> AssumeByTokenAsync(CancellationToken cancellationToken)
    {
        var token = await settings.WebToken!.FetchAsync(environment, http, cancellationToken).ConfigureAwait(false);
        using var sts = new AmazonSecurityTokenServiceClient(new AnonymousAWSCredentials(), StsAddress.Config(settings, http));
        var answer = await sts.AssumeRoleWithWebIdentityAsync(new()
        {
            RoleArn = settings.Role,
            RoleSessionName = settings.SessionName,
            WebIdentityToken = token,
            DurationSeconds = Seconds,
        }, cancellationToken).ConfigureAwait(false);
        return Fresh(answer.Credentials);
    }

    private async Task<bool> IsAlreadyAsync(AmazonSecurityTokenServiceClient sts, CancellationToken cancellationToken)
    {
        try
        {
            var caller = await sts.GetCallerIdentityAsync(new(), cancellationToken).ConfigureAwait(false);
            return RoleArn.IsSessionOf(caller.Arn, settings.Role!);
        }
        catch (AmazonSecurityTokenServiceException)
        {
            return false;
        }
    }

    private static AWSCredentials Signer(ImmutableCredentials keys) => string.IsNullOrEmpty(keys.Token)
        ? new BasicAWSCredentials(keys.AccessKey, keys.SecretKey)
        : new SessionAWSCredentials(keys.AccessKey, keys.SecretKey, keys.Token);

    private static FreshKeys Fresh(StsKeys keys) => new(
        new(keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken),
        keys.Expiration is { } end ? new(end.ToUniversalTime(), TimeSpan.Zero) : null);
}
