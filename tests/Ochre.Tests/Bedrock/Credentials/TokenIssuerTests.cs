using System.Net;
using Ochre.Bedrock.Credentials;

namespace Ochre.Tests.Bedrock.Credentials;

/// <summary>Issuers that behave badly; those that behave well are asked in tests/interop.</summary>
public class TokenIssuerTests
{
    private static readonly WebToken s_google = new(WebTokenKind.Google, "sts.amazonaws.com");
    private static readonly WebToken s_gitHub = new(WebTokenKind.GitHub, "a b&c");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GitHubs_address_keeps_its_own_query_and_gets_the_audience_escaped()
    {
        HttpRequestMessage? sent = null;

        var token = await FetchAsync(s_gitHub, request => { sent = request; return Answer(200, """{"value":" head.claims.signature\n"}"""); });

        Assert.Equal("head.claims.signature", token);
        Assert.Equal("https://issuer.example/token?api-version=2.0&audience=a%20b%26c", sent!.RequestUri!.AbsoluteUri);
        Assert.Equal("Bearer runner-secret", sent.Headers.Authorization!.ToString());
    }

    [Fact]
    public async Task Without_an_audience_none_is_asked_for()
    {
        Uri? asked = null;

        await FetchAsync(s_gitHub with { Place = "" }, request => { asked = request.RequestUri; return Answer(200, """{"value":"a.b.c"}"""); });

        Assert.Equal("https://issuer.example/token?api-version=2.0", asked!.AbsoluteUri);
    }

    [Theory]
    [InlineData(WebTokenKind.GitHub, 500, "no", "issuer.example answered with HTTP 500: GitHub gives its jobs a token")]
    [InlineData(WebTokenKind.GitHub, 302, "", "issuer.example answered with HTTP 302")]
    [InlineData(WebTokenKind.GitHub, 200, "<html>", "issuer.example answered without a token in 'value'")]
    [InlineData(WebTokenKind.GitHub, 200, "[]", "answered without a token in 'value'")]
    [InlineData(WebTokenKind.GitHub, 200, """{"value":7}""", "answered without a token in 'value'")]
    [InlineData(WebTokenKind.GitHub, 200, """{"value":null}""", "answered without a token in 'value'")]
    [InlineData(WebTokenKind.GitHub, 200, """{"value":" "}""", "is empty; it must be an OIDC token")]
    [InlineData(WebTokenKind.Google, 404, "no", "metadata.google.internal answered with HTTP 404: Google gives its machines one where a service account is attached")]
    [InlineData(WebTokenKind.Google, 200, "", "of Google's metadata server is empty")]
    public async Task An_answer_that_is_no_token_is_told_with_the_fix(WebTokenKind kind, int status, string body, string says)
    {
        var token = kind is WebTokenKind.GitHub ? s_gitHub : s_google;

        var fault = await Assert.ThrowsAsync<CredentialException>(() => FetchAsync(token, _ => Answer(status, body)));

        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("runner-secret", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(30_000, "longer than 20000 characters")]
    [InlineData(200_000, "could not be asked")]
    public async Task A_token_that_never_ends_is_not_held(int length, string says)
    {
        var fault = await Assert.ThrowsAsync<CredentialException>(() => FetchAsync(s_google, _ => Answer(200, new string('x', length))));

        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_issuer_that_cannot_be_reached_or_hangs_is_named_and_not_STS()
    {
        using var hurry = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        var gone = await Assert.ThrowsAsync<CredentialException>(() => FetchAsync(s_google, _ => throw new HttpRequestException("No route to host")));
        var hangs = FetchAsync(s_google, async (_, stop) =>
        {
            await hurry.CancelAsync();
            await Task.Delay(Timeout.Infinite, stop);
            return Answer(200, "");
        }, hurry.Token);

        Assert.Contains("metadata.google.internal could not be asked (No route to host)", gone.Message, StringComparison.Ordinal);
        Assert.Contains("metadata.google.internal gave no answer within 10 s", (await Assert.ThrowsAsync<CredentialException>(() => hangs)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ACTIONS_ID_TOKEN_REQUEST_URL", "ftp://issuer.example", "does not make an http or https address")]
    [InlineData("ACTIONS_ID_TOKEN_REQUEST_URL", "", "The environment has no ACTIONS_ID_TOKEN_REQUEST_URL")]
    [InlineData("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "", "The environment has no ACTIONS_ID_TOKEN_REQUEST_TOKEN")]
    public async Task Without_its_variables_nobody_is_asked(string variable, string value, string says)
    {
        var token = s_gitHub.FetchAsync(name => name == variable ? value : Variable(name), Client((_, _) => throw new InvalidOperationException("asked")), Stop);

        Assert.Contains(says, (await Assert.ThrowsAsync<CredentialException>(() => token)).Message, StringComparison.Ordinal);
    }

    private static Task<string> FetchAsync(WebToken token, Func<HttpRequestMessage, HttpResponseMessage> answer) =>
        FetchAsync(token, (request, _) => Task.FromResult(answer(request)), Stop);

    private static Task<string> FetchAsync(WebToken token, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer, CancellationToken cancellationToken) =>
        token.FetchAsync(Variable, Client(answer), cancellationToken);

    private static string? Variable(string name) => name switch
    {
        "ACTIONS_ID_TOKEN_REQUEST_URL" => "https://issuer.example/token?api-version=2.0",
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN" => "runner-secret",
        _ => null,
    };

    private static HttpResponseMessage Answer(int status, string body) => new((HttpStatusCode)status) { Content = new StringContent(body) };

    private static HttpClient Client(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) => new(new Issuer(answer));

    private sealed class Issuer(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => answer(request, cancellationToken);
    }
}
