using Ochre.Bedrock;
using Ochre.Bedrock.Credentials;

namespace Ochre.Gateway;

/// <summary>Everybody this gateway is to AWS. Models with the same settings share one session.</summary>
internal sealed class Identities(TimeProvider time, ILogger<Identities> log) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IdentitySettings, AwsIdentity> _all = [];

    public AwsIdentity Of(IdentitySettings settings)
    {
        lock (_lock)
        {
            if (!_all.TryGetValue(settings, out var identity))
                _all.Add(settings, identity = AwsIdentity.Of(settings, time, Tell));
            return identity;
        }
    }

    public void Dispose()
    {
        foreach (var identity in _all.Values)
            identity.Dispose();
    }

    private void Tell(CredentialTrouble trouble)
    {
        if (trouble.GoodUntil is { } until)
            Log.CredentialsNotRenewed(log, trouble.Identity, trouble.Reason, until, trouble.NextTry.TotalSeconds);
        else
            Log.NoCredentials(log, trouble.Identity, trouble.Reason, trouble.NextTry.TotalSeconds);
    }
}
