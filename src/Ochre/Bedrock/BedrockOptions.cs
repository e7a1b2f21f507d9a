using Ochre.Routing;

namespace Ochre.Bedrock;

/// <summary>How Bedrock is reached and how long it may take.</summary>
public sealed class BedrockOptions
{
    /// <summary>Called instead of <c>https://bedrock-runtime.{region}.amazonaws.com</c>; <c>AWS_ENDPOINT_URL_BEDROCK_RUNTIME</c>.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Asked about models and profiles instead of <c>https://bedrock.{region}.amazonaws.com</c>; <c>AWS_ENDPOINT_URL_BEDROCK</c>.</summary>
    public Uri? ControlEndpoint { get; set; }

    /// <summary>
    /// Used where neither the model's name nor its configuration says otherwise. A model that is not in this region is called in the first that
    /// has it, unless <see cref="Endpoint"/> is set; so is every model where this is null.
    /// </summary>
    public string? Region { get; set; }

    /// <summary>The same, where there are several: the others are called when the first refuses. Goes before <see cref="Region"/>.</summary>
    public IReadOnlyList<string> Regions { get; set; } = [];

    /// <summary>How one of several places is chosen.</summary>
    public RoutingOptions Routing { get; set; } = new();

    /// <summary>Longest wait for an answer to begin, all tries together. Default 300 s, AWS's own advice for image models.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(300);

    /// <summary>Longest silence in the middle of an answer. Default 30 s.</summary>
    public TimeSpan Silence { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often one call is tried while Bedrock refuses without having worked; every place once, if there are more. Default 3.</summary>
    public int Tries { get; set; } = 3;

    /// <summary>Wait before a place is tried again; doubles with every further one, up to half of it added by chance. Default 0.5 s.</summary>
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Largest answer accepted, in bytes. Bedrock's own maximum is 25,000,000.</summary>
    public long MaxAnswerBytes { get; set; } = 25_000_000;

    /// <summary>Calls of one request that run at the same time. Default 4.</summary>
    public int MaxParallel { get; set; } = 4;
}
