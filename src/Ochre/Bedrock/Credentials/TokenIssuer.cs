using System.Net.Http.Headers;
using System.Text.Json;

namespace Ochre.Bedrock.Credentials;

/// <summary>Asks for a new OIDC token whoever vouches for the machine: GitHub Actions, or Google's metadata server.</summary>
/// <remarks>
/// Sources: GitHub Docs, "OpenID Connect reference", "Methods for requesting the OIDC token"; Google Cloud, "Verify the identity of VMs",
/// read 2026-11.
/// </remarks>
internal static class TokenIssuer
{
    private const int MaxLength = 65_536;

    /// <exception cref="CredentialException">This machine has no such issuer, or it is no address.</exception>
    public static HttpRequestMessage Request(WebToken token, Func<string, string?> environment) => token.Kind switch
    {
        WebTokenKind.GitHub => GitHub(token, environment),
        WebTokenKind.Google => Google(token, environment),
        _ => throw new ArgumentOutOfRangeException(nameof(token)),
    };

    /// <exception cref="CredentialException">It gave none; the message names the issuer and the fix.</exception>
    public static async Task<string> AskAsync(WebToken token, Func<string, string?> environment, HttpClient http, CancellationToken cancellationToken)
    {
        using var request = Request(token, environment);
        var issuer = $"{token.Name}: {request.RequestUri!.Authority}";
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode)
                throw new CredentialException($"{issuer} answered with HTTP {(int)answer.StatusCode}: {Fix(token)}");
            await answer.Content.LoadIntoBufferAsync(MaxLength, cancellationToken).ConfigureAwait(false);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            return token.Kind is WebTokenKind.GitHub ? ValueOf(text) ?? throw new CredentialException($"{issuer} answered without a token in 'value'.") : text;
        }
        catch (HttpRequestException fault)
        {
            throw new CredentialException($"{issuer} could not be asked ({fault.GetBaseException().Message}): {Fix(token)}", fault);
        }
        catch (OperationCanceledException fault)
        {
            throw new CredentialException($"{issuer} gave no answer within {RefreshedCredentials.Deadline.TotalSeconds:0} s: {Fix(token)}", fault);
        }
    }

    private static HttpRequestMessage GitHub(WebToken token, Func<string, string?> environment)
    {
        var address = Variable("ACTIONS_ID_TOKEN_REQUEST_URL");
        if (token.Place.Length > 0)
            address += $"{(address.Contains('?') ? '&' : '?')}audience={Uri.EscapeDataString(token.Place)}";
        var request = new HttpRequestMessage(HttpMethod.Get, Address("ACTIONS_ID_TOKEN_REQUEST_URL", address));
        request.Headers.Authorization = new("Bearer", Variable("ACTIONS_ID_TOKEN_REQUEST_TOKEN"));
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse("application/json; api-version=2.0"));
        return request;

        string Variable(string name) => environment(name) is { Length: > 0 } value
            ? value
            : throw new CredentialException($"The environment has no {name}: {Fix(token)}");
    }

    private static HttpRequestMessage Google(WebToken token, Func<string, string?> environment)
    {
        // The variable by which Google's own libraries are sent elsewhere.
        var host = environment("GCE_METADATA_HOST") is { Length: > 0 } own ? own : "metadata.google.internal";
        var address = $"http://{host}/computeMetadata/v1/instance/service-accounts/default/identity?audience={Uri.EscapeDataString(token.Place)}";
        var request = new HttpRequestMessage(HttpMethod.Get, Address("GCE_METADATA_HOST", address));
        request.Headers.Add("Metadata-Flavor", "Google");
        return request;
    }

    private static Uri Address(string variable, string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
        ? url
        : throw new CredentialException($"{variable} does not make an http or https address.");

    private static string? ValueOf(string text)
    {
        try
        {
            using var answer = JsonDocument.Parse(text);
            return answer.RootElement.TryGetProperty("value", out var value) ? value.GetString() : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Fix(WebToken token) => token.Kind is WebTokenKind.GitHub
        ? "GitHub gives its jobs a token where the workflow has 'permissions: id-token: write'."
        : "Google gives its machines one where a service account is attached.";
}
