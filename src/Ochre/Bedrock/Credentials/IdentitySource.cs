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

    private async Task<FreshKeys> CallerAsync()
    {
        // The SDK's classes may block before they give a task, and that is waited for no longer than the deadline either.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        LateClients.Keep();
        return settings switch
        {
            { Profile: { } profile } => await ProfileKeys.FetchAsync(profile).ConfigureAwait(false),
            { AccessKeyId: { } id, SecretAccessKey: { } secret } => new(new(id, secret, settings.SessionToken), null),
            _ => await FreshKeys.OfAsync(CredentialChain.Find()).ConfigureAwait(false),
        };
    }
}
