namespace Ochre.Gateway.Configuration;

/// <summary>Whose pages may call the gateway from a browser, and under which names it answers.</summary>
internal sealed record BrowserRule
{
    /// <summary>Origins such as <c>https://app.example.com</c>; <c>*</c> is every page; none: browsers keep answers from other origins' pages.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>Hosts such as <c>images.example.com</c> or <c>*.example.com</c>; none: any. Health answers under every name.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];
}
