using System.Buffers.Text;
using System.Text.Json;

namespace Ochre.Bedrock.Credentials;

/// <summary>An OIDC token that vouches for this process, read anew for every session: whoever issues it replaces it.</summary>
/// <param name="Kind">Where it stands, or who is asked for it.</param>
/// <param name="Place">A path, a variable's name, the token itself, or for whom an issuer is to make it out (its audience).</param>
public sealed record WebToken(WebTokenKind Kind, string Place)
{
    private const int MaxLength = 20_000; // STS: AssumeRoleWithWebIdentity, WebIdentityToken.

    /// <summary>Safe to show.</summary>
    public string Name => Kind switch
    {
        WebTokenKind.Value => "the web identity token",
        WebTokenKind.GitHub => "the web identity token of GitHub Actions",
        WebTokenKind.Google => "the web identity token of Google's metadata server",
        _ => $"the web identity token in {Place}",
    };

    public override string ToString() => Name;

    /// <summary>Whether somebody has to be asked for it.</summary>
    internal bool IsIssued => Kind is WebTokenKind.GitHub or WebTokenKind.Google;

    /// <param name="http">The way to an issuer.</param>
    /// <exception cref="CredentialException">It cannot be had, or is none.</exception>
    internal async Task<string> FetchAsync(Func<string, string?> environment, HttpClient http, CancellationToken cancellationToken) => IsIssued
        ? Checked(await TokenIssuer.AskAsync(this, environment, http, cancellationToken).ConfigureAwait(false))
        : Read(environment);

    /// <summary>One that stands somewhere.</summary>
    /// <exception cref="CredentialException">It cannot be read, or is none.</exception>
    internal string Read(Func<string, string?> environment) => Checked(Kind switch
    {
        WebTokenKind.File => ReadFile(Place),
        WebTokenKind.Environment => Variable(environment),
        WebTokenKind.PathInEnvironment => ReadFile(Variable(environment)),
        _ => Place,
    });

    private string Checked(string token) => token.Trim() is { Length: > 0 and <= MaxLength } text
        ? text
        : throw new CredentialException($"{Name} is {(token.Length > MaxLength ? $"longer than {MaxLength} characters" : "empty")}; it must be an OIDC token.");

    /// <summary>When a token says that it ends; null where it does not say, or is no JSON web token.</summary>
    internal static DateTimeOffset? ExpiryOf(string token)
    {
        if (token.Split('.') is not [_, var payload, _])
            return null;
        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            return claims.RootElement.TryGetProperty("exp", out var end) && end.TryGetInt64(out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
        }
        catch (Exception fault) when (fault is FormatException or JsonException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private string Variable(Func<string, string?> environment) => environment(Place) is { Length: > 0 } value
        ? value
        : throw new CredentialException(
            $"The environment has no {Place}, which {(Kind is WebTokenKind.Environment ? "should hold" : "should name the file of")} the web identity token.");

    private static string ReadFile(string path)
    {
        try
        {
            using var file = File.OpenText(path);
            var text = new char[MaxLength + 2];
            return new(text, 0, file.ReadBlock(text));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CredentialException($"The web identity token's file {path} cannot be read: {fault.Message}", fault);
        }
    }
}

/// <summary>Where a <see cref="WebToken"/> stands, or who is asked for it.</summary>
public enum WebTokenKind
{
    /// <summary>In a file: what EKS mounts, and LiteLLM's <c>oidc/file/…</c>.</summary>
    File,

    /// <summary>In a variable: LiteLLM's <c>oidc/env/…</c>.</summary>
    Environment,

    /// <summary>In a file that a variable names: LiteLLM's <c>oidc/env_path/…</c>.</summary>
    PathInEnvironment,

    /// <summary>Here.</summary>
    Value,

    /// <summary>With GitHub Actions, asked for each session: LiteLLM's <c>oidc/github/AUDIENCE</c>.</summary>
    GitHub,

    /// <summary>With the metadata server of Google's machines, asked for each session: LiteLLM's <c>oidc/google/AUDIENCE</c>.</summary>
    Google,
}
