namespace Ochre.Gateway.OpenApi;

/// <summary>Which descriptions of the API the operator shows.</summary>
internal sealed record DocsSettings
{
    /// <summary>Whether there is <c>/openapi.json</c>; without it there is no page either.</summary>
    public bool HasDocument { get; init; } = true;

    /// <summary>Addresses of the page: <c>/docs</c>, <c>/redoc</c>.</summary>
    public IReadOnlyList<string> Pages { get; init; } = [Docs, Redoc];

    public const string Docs = "/docs", Redoc = "/redoc";
}
