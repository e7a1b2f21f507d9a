using Ochre.Bedrock.Credentials;

namespace Ochre.Gateway.Configuration;

/// <summary>LiteLLM's <c>aws_web_identity_token</c>: a secret reference (<c>oidc/…</c>), a path, a variable's name, or the token itself.</summary>
/// <remarks>Source: LiteLLM's documents, "OpenID Connect (OIDC)", and its secret_managers/main.py, read 2026-11.</remarks>
internal sealed class TokenReader(Func<string, string?> environment, List<string> faults, List<string> warnings)
{
    private const string Reference = "oidc/";

    /// <summary>Null with a fault where it is a reference that leads nowhere.</summary>
    public WebToken? Read(Given given)
    {
        var text = given.Value;
        if (text.StartsWith(Reference, StringComparison.Ordinal))
            return Referred(given, text[Reference.Length..]);
        if (WebToken.ExpiryOf(text) is not null || text is ['e', 'y', ..] && text.Split('.').Length == 3)
            return new(WebTokenKind.Value, text);
        return new(string.IsNullOrEmpty(environment(text)) ? WebTokenKind.File : WebTokenKind.Environment, text);
    }

    private WebToken? Referred(Given given, string reference)
    {
        var slash = reference.IndexOf('/');
        var (issuer, rest) = slash < 0 ? (reference, "") : (reference[..slash], reference[(slash + 1)..]);
        if (rest.Length > 0 && issuer is "circleci" or "circleci_v2" or "azure")
            warnings.Add($"{given.Place}: aws_web_identity_token: the audience behind oidc/{issuer}/ is not read: the token comes with its own; it has no effect.");
        return (issuer, rest) switch
        {
            ("file", { Length: > 0 }) => new(WebTokenKind.File, rest),
            ("env", { Length: > 0 }) => new(WebTokenKind.Environment, rest),
            ("env_path", { Length: > 0 }) => new(WebTokenKind.PathInEnvironment, rest),
            ("github", _) => new(WebTokenKind.GitHub, rest),
            ("google", { Length: > 0 }) => new(WebTokenKind.Google, rest),
            ("circleci", _) => new(WebTokenKind.Environment, "CIRCLE_OIDC_TOKEN"),
            ("circleci_v2", _) => new(WebTokenKind.Environment, "CIRCLE_OIDC_TOKEN_V2"),
            ("azure", _) => new(WebTokenKind.PathInEnvironment, "AZURE_FEDERATED_TOKEN_FILE"),
            _ => Fault(given),
        };
    }

    private WebToken? Fault(Given given)
    {
        faults.Add($"{given.Place}: aws_web_identity_token: '{Echo.Of(given.Value, 60)}' asks nobody that Ochre knows. There are oidc/file/PATH, oidc/env/NAME, oidc/env_path/NAME, "
            + "oidc/github/AUDIENCE, oidc/google/AUDIENCE, oidc/circleci, oidc/circleci_v2 and oidc/azure; anybody else may write the token to a file.");
        return null;
    }
}
