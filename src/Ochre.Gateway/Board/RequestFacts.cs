namespace Ochre.Gateway.Board;

/// <summary>What is known of one request for images at one moment. There is no prompt in it, no picture, and nothing else of its body.</summary>
/// <param name="Id">The request's id, as its answer has it.</param>
/// <param name="Route">The route's pattern: what was asked for may hold anything.</param>
internal sealed record RequestFacts(string Id, string Route, DateTimeOffset Began)
{
    public Stage Stage { get; init; }

    /// <summary>The caller's key by the name that the ledger has for it; null where no key was asked for.</summary>
    public string? KeyId { get; init; }

    /// <summary>The key's alias when the request began.</summary>
    public string? KeyAlias { get; init; }

    /// <summary>Bedrock's id of the model that is called; null until it is known.</summary>
    public string? Model { get; init; }

    /// <summary><c>text_image</c>, <c>inpainting</c> …; null until it is known.</summary>
    public string? Task { get; init; }

    /// <summary>Images that it asks for; 0 until that is known.</summary>
    public int Images { get; init; }

    /// <summary>Images that the client has got.</summary>
    public int Delivered { get; init; }

    /// <summary>US dollars that its images cost if all are made; null where nobody has a price.</summary>
    public decimal? Price { get; init; }

    /// <summary>US dollars that the ledger has counted; null until it has, and where nobody has a price.</summary>
    public decimal? Cost { get; init; }

    public string? Region { get; init; }

    public DateTimeOffset? Ended { get; init; }

    /// <summary>The HTTP status of its answer; null while it runs.</summary>
    public int? Status { get; init; }

    /// <summary>The code of what went wrong; null where nothing did.</summary>
    public string? Error { get; init; }
}

/// <summary>How far a request has come.</summary>
internal enum Stage
{
    /// <summary>It waits for its limits.</summary>
    Limits,

    /// <summary>Its body is read and understood.</summary>
    Reading,

    /// <summary>Bedrock works.</summary>
    Bedrock,

    /// <summary>The images are on their way to the client.</summary>
    Delivering,

    /// <summary>It is over.</summary>
    Done,
}
