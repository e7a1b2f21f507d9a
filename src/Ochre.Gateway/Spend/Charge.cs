using Ochre.Gateway.Auth;

namespace Ochre.Gateway.Spend;

/// <summary>What a request is about to buy: known before Bedrock is called.</summary>
/// <param name="RequestId">The charge's name in the ledger; a request has one charge.</param>
/// <param name="UsdPerImage">The price of one image, in US dollars; null where nobody knows it, which is never the same as 0.</param>
internal sealed record Purchase(string RequestId, Caller Caller, decimal? UsdPerImage, int Images)
{
    /// <summary>The Bedrock id that is called.</summary>
    public required string Model { get; init; }

    /// <summary>As the client named it, in the one spelling that budgets know (<see cref="ModelNames"/>).</summary>
    public required string RequestedModel { get; init; }

    public required ImageTask Task { get; init; }

    /// <summary><c>1024x1024</c>; null where the picture that is edited decides.</summary>
    public string? Size { get; init; }

    /// <summary>OpenAI's word: <c>low</c>, <c>medium</c>, <c>high</c>.</summary>
    public string? Quality { get; init; }

    /// <summary>The request's own <c>user</c>: the caller's customer.</summary>
    public string? EndUser { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public decimal? Usd => UsdPerImage * Images;

    /// <summary>What so many images of it cost, in <see cref="Money"/>'s units; 0 where nobody knows.</summary>
    public long Units(int images) => images * (UsdPerImage is { } usd ? Money.ToUnits(usd) : 0);
}

/// <summary>What became of a purchase.</summary>
/// <param name="Made">Images that Bedrock gave and bills.</param>
/// <param name="Unknown">Images of calls whose answer was lost: assumed billed until someone knows better.</param>
/// <param name="Delivered">Images that the client has got, as far as the gateway can tell.</param>
internal sealed record Outcome(int Made, int Unknown, int Delivered)
{
    public string? Region { get; init; }

    /// <summary>The error's code, where the request was not answered in full.</summary>
    public string? Error { get; init; }

    public TimeSpan Upstream { get; init; }
}

/// <summary>A charge's state, as the database spells it.</summary>
internal static class ChargeState
{
    /// <summary>Reserved; Bedrock is called or about to be.</summary>
    public const string Open = "open";

    public const string Billed = "billed";

    /// <summary>Nothing was bought.</summary>
    public const string Free = "free";

    /// <summary>Nobody knows whether Bedrock made it: counted as billed, and correctable by a credit note.</summary>
    public const string Unknown = "unknown";
}
