namespace Ochre.Bedrock.Credentials;

/// <summary>Credentials could not be renewed. Safe to log: no secret, no account number.</summary>
/// <param name="Identity">Whose they are: <see cref="IdentitySettings.Name"/>.</param>
/// <param name="Reason">The gate that was shut, and what opens it.</param>
/// <param name="GoodUntil">The old ones serve until then; null where there are none.</param>
/// <param name="NextTry">Earliest next attempt from now.</param>
public sealed record CredentialTrouble(string Identity, string Reason, DateTimeOffset? GoodUntil, TimeSpan NextTry);
