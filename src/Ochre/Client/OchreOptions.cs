using Ochre.Emulator;
using Ochre.Succession;

namespace Ochre;

/// <summary>Where Bedrock is, as whom it is called, and how patiently. Everything left out is what an AWS SDK would find or do.</summary>
/// <remarks>All faults are told at once, as an <c>OptionsValidationException</c>: at the start of a host, and by the constructor of <see cref="OchreClient"/>.</remarks>
public sealed class OchreOptions
{
    // Fields: what is an object of the program has no place in a configuration, and its binder takes every property for one that has.
    internal HttpMessageHandler? Handler;
    internal BedrockEmulator? Emulator;

    /// <summary>
    /// Such as <c>us-west-2</c>. Null: <c>AWS_REGION</c>, <c>AWS_DEFAULT_REGION</c>, the profile's region; without any, each model's own first one.
    /// A model that is not in this region is called in the first that has it only where nobody named it.
    /// </summary>
    public string? Region { get; set; }

    /// <summary>More regions, called when the first refuses without having worked.</summary>
    public IList<string> MoreRegions { get; } = [];

    /// <summary>A profile of the shared AWS files: keys, a role, SSO or a process.</summary>
    public string? Profile { get; set; }

    public string? AccessKeyId { get; set; }

    public string? SecretAccessKey { get; set; }

    /// <summary>With temporary keys.</summary>
    public string? SessionToken { get; set; }

    /// <summary>ARN of a role to assume, by the keys, the profile or the default chain.</summary>
    public string? Role { get; set; }

    /// <summary>A Bedrock API key; nothing else can be given beside it. Null: <c>AWS_BEARER_TOKEN_BEDROCK</c> counts where no other identity is given.</summary>
    public string? BedrockApiKey { get; set; }

    /// <summary>
    /// What speaks Bedrock's own API in AWS's place: a VPC endpoint, <c>ochre emulator</c>. Null: <c>AWS_ENDPOINT_URL_BEDROCK_RUNTIME</c>, then AWS.
    /// </summary>
    public Uri? Endpoint { get; set; }

    /// <summary>
    /// An Ochre gateway's address, or whatever else speaks OpenAI's Images API, such as <c>http://127.0.0.1:4000</c>: it is asked in the place of Bedrock,
    /// and no AWS identity is needed here. Models, successors and retries are its own affair.
    /// </summary>
    public Uri? Gateway { get; set; }

    /// <summary>The gateway's key, where it wants one.</summary>
    public string? GatewayKey { get; set; }

    /// <summary>What is called when an option names no model; null is <c>stability.stable-image-core-v1:1</c>.</summary>
    public string? DefaultModel { get; set; }

    /// <summary>Names of your own for models: <c>cheap</c> for <c>stability.stable-image-core-v1:1</c>.</summary>
    public IDictionary<string, string> Aliases { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Longest wait for an answer to begin, all tries together: 1 second to 1 hour. Default 300 s, AWS's own advice for image models.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(300);

    /// <summary>How often what Bedrock refused without having worked is asked again.</summary>
    public RetryOptions Retry { get; set; } = new();

    /// <summary>What becomes of a wish for a model that AWS no longer serves; null lets its successor answer, and on the emulator calls it all the same.</summary>
    public SuccessionMode? Succession { get; set; }

    /// <summary>Paint with the emulator in this process: no account, no network, no cost. For development and tests.</summary>
    public bool Emulated { get; set; }

    /// <summary>The way to Bedrock: through a proxy, say. It stays yours, must not repeat requests by itself, and serves many clients.</summary>
    public OchreOptions UseHandler(HttpMessageHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Handler = handler;
        return this;
    }

    /// <summary>The same as <see cref="Emulated"/>, with an emulator that stays yours: make faults with it, read what it was asked.</summary>
    public OchreOptions UseEmulator(BedrockEmulator emulator)
    {
        ArgumentNullException.ThrowIfNull(emulator);
        (Emulator, Emulated) = (emulator, true);
        return this;
    }
}

/// <summary>
/// What is asked again: only what Bedrock itself refused without having worked (429, 503, not ready), and what never reached it. A connection that broke
/// or a model that took too long may have been billed, and is not.
/// </summary>
public sealed class RetryOptions
{
    /// <summary>Tries of one call, the first included, 1 to 10; every region is tried once, if there are more. Default 3.</summary>
    public int Tries { get; set; } = 3;

    /// <summary>Wait before the second try, 0 to 60 s; doubles with every further one, up to half of it added by chance. Default 0.5 s.</summary>
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromSeconds(0.5);
}
