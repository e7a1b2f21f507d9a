namespace Ochre.Gateway.Tests.Configuration;

/// <summary>The switches of stdapi.ai and of LiteLLM for the API's description.</summary>
public sealed class DocsSettingsTests : IDisposable
{
    private readonly Written _written = new();

    public void Dispose() => _written.Dispose();

    [Theory]
    [InlineData("", true, "/docs /redoc")]
    [InlineData("ENABLE_DOCS=true ENABLE_REDOC=true ENABLE_OPENAPI_JSON=true", true, "/docs /redoc")]
    [InlineData("ENABLE_DOCS=false", true, "/redoc")]
    [InlineData("ENABLE_REDOC=off", true, "/docs")]
    [InlineData("ENABLE_OPENAPI_JSON=false", false, "")]
    [InlineData("NO_DOCS=True", true, "/redoc")]
    [InlineData("NO_REDOC=true", true, "/docs")]
    [InlineData("NO_OPENAPI=true ENABLE_OPENAPI_JSON=true", false, "")]
    [InlineData("NO_DOCS=false NO_REDOC=false NO_OPENAPI=false", true, "/docs /redoc")]
    public void Either_one_says_no(string variables, bool hasDocument, string pages)
    {
        foreach (var variable in variables.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            _written.Environment[variable.Split('=')[0]] = variable.Split('=')[1];

        var settings = _written.Read();

        Assert.Equal((hasDocument, pages), (settings.Docs.HasDocument, string.Join(' ', settings.Docs.Pages)));
        Assert.Empty(settings.Warnings);
    }
}
