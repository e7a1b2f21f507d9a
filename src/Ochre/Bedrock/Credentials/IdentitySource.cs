namespace Ochre.Bedrock.Credentials;

/// <summary>Where the keys of an identity come from, by LiteLLM's order.</summary>
internal sealed class IdentitySource(IdentitySettings settings, HttpClient http, Func<string, string?> environment)
{
    private readonly StsSession _sts = new(settings, http, environment);

    /// <exception cref="CredentialException">Names the gate and the fix.</exception>
    public async Task<FreshKeys> FetchAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await (settings switch
            {
                { Role: not null, WebToken: not null } => _sts.AssumeByTokenAsync(cancellationToken),
                { Role: not null } => AssumeAsync(cancellationToken),
                _ => CallerAsync(),
            }).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            throw CredentialFault.Of(fault, settings);
        }
    }

    private async Task<FreshKeys> AssumeAsync(CancellationToken cancellationToken)
    {
        var isAmbient = settings is { AccessKeyId: null, Profile: null };
        var caller = await CallerAsync().ConfigureAwait(false);
        // Where EKS has made this process that role already, no second session is needed.
        return isAmbient && environment("AWS_ROLE_ARN") == settings.Role && environment("AWS_WEB_IDENTITY_TOKEN_FILE") is { Length: > 0 }
            ? caller
            : await _sts.AssumeAsync(caller, isAmbient, cancellationToken).ConfigureAwait(false);
    }

    private Task<FreshKeys> CallerAsync() => settings switch
    {
        { Profile: { } profile } => ProfileKeys.FetchAsync(profile),
        { AccessKeyId: { } id, SecretAccessKey: { } secret } => Task.FromResult(new FreshKeys(new(id, secret, settings.SessionToken), null)),
        _ => FreshKeys.OfAsync(CredentialChain.Find()),
    };
}
