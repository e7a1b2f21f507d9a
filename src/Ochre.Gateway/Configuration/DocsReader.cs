using Ochre.Gateway.OpenApi;

namespace Ochre.Gateway.Configuration;

/// <summary>Whether the API is described: stdapi.ai's variables, which switch on or off, and LiteLLM's, which switch off.</summary>
internal sealed class DocsReader(SettingText text)
{
    public DocsSettings Read()
    {
        var (document, docs, redoc) = (IsOn("ENABLE_OPENAPI_JSON", "NO_OPENAPI"), IsOn("ENABLE_DOCS", "NO_DOCS"), IsOn("ENABLE_REDOC", "NO_REDOC"));
        return new()
        {
            HasDocument = document,
            Pages = [.. docs && document ? (string[])[DocsSettings.Docs] : [], .. redoc && document ? (string[])[DocsSettings.Redoc] : []],
        };
    }

    // Both are read, so that both are checked; either one says no.
    private bool IsOn(string on, string off) => (text.Choice(on), text.Choice(off)) is (not false, not true);
}
