using Ochre.Bedrock;
using Ochre.Bedrock.Credentials;
using Ochre.Emulator;
using Ochre.Gateway.Configuration;
using Ochre.Gateway.Keys;
using Ochre.Gateway.Wire;
using Ochre.Pixels;
using Ochre.Succession;

namespace Ochre.Gateway;

/// <summary>Everything an operator decides, read and checked once at start.</summary>
internal sealed record GatewaySettings
{
    /// <summary>Address to listen on. Anything but loopback needs a key.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>0 takes any free port.</summary>
    public int Port { get; init; } = 4000;

    /// <summary>Whether Bedrock itself or the emulator inside is called.</summary>
    public bool UsesEmulator { get; init; } = true;

    /// <summary>Whoever shows one of these may have images made.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>Master keys: whoever shows one may do everything. None: a key is made in the data folder.</summary>
    public IReadOnlyList<string> AdminKeys { get; init; } = [];

    /// <summary>Whether image routes ask for a key; without any they are open.</summary>
    public bool HasKeys => Keys.Count + AdminKeys.Count > 0;

    /// <summary>What new virtual keys have where nobody says, and the most they may have.</summary>
    public KeyRules KeyRules { get; init; } = KeyRules.None;

    /// <summary>The secret in the hashes of virtual keys; null: one made in the data folder.</summary>
    public string? KeyPepper { get; init; }

    public BedrockOptions Bedrock { get; init; } = new();

    /// <summary>As whom AWS is called where a model does not say.</summary>
    public IdentitySettings Identity { get; init; } = new();

    public PixelOptions Pixels { get; init; } = new();

    /// <summary>Bounds on the images that callers give. Bedrock's own have those of <see cref="PixelOptions.Limits"/>: they are paid for.</summary>
    public ImageLimits Inputs { get; init; } = new();

    /// <summary>Names of the operator's own: models, aliases, inference profiles, default parameters.</summary>
    public IReadOnlyList<ModelEntry> Models { get; init; } = [];

    /// <summary>Who is asked in whose place when that one is refused everywhere.</summary>
    public IReadOnlyList<FallbackRule> Fallbacks { get; init; } = [];

    /// <summary>Which ARNs of inference profiles callers may name.</summary>
    public ProfileRule Profiles { get; init; } = new();

    /// <summary>Answers a request that names no model.</summary>
    public string? DefaultModel { get; init; }

    /// <summary>What to do when a request does not say; null goes by the model's name.</summary>
    public ResponseFormat? DefaultResponseFormat { get; init; }

    /// <summary>Refuse what would otherwise be ignored and told.</summary>
    public bool Strict { get; init; }

    public SuccessionRule Succession { get; init; } = SuccessionRule.Auto;

    /// <summary>Where links and their keys are kept.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Where keys and spending are recorded.</summary>
    public Spend.Database.DatabaseSettings Database { get; init; } = new();

    public LinkSettings Links { get; init; } = new();

    /// <summary>Put before every route, such as <c>/openai</c>.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Largest JSON body, in bytes. Bedrock takes 25,000,000.</summary>
    public long MaxBodyBytes { get; init; } = 25_000_000;

    /// <summary>What callers may send along with an edit or a variation.</summary>
    public Uploads.UploadLimits Uploads { get; init; } = new();

    /// <summary>What is kept of answers, for the client who asks again.</summary>
    public Replay.ReplaySettings Replay { get; init; } = new();

    /// <summary>Tools for language models.</summary>
    public Mcp.McpSettings Mcp { get; init; } = new();

    /// <summary>Whether <c>/openapi.json</c> and <c>/docs</c> are there.</summary>
    public OpenApi.DocsSettings Docs { get; init; } = new();

    /// <summary>Where pictures may be fetched from.</summary>
    public Sources.SourceSettings Sources { get; init; } = new();

    /// <summary>Where figures and traces go.</summary>
    public Telemetry.TelemetrySettings Telemetry { get; init; } = new();

    /// <summary>Faults for the emulator inside to make.</summary>
    public IReadOnlyList<FaultRule> Faults { get; init; } = [];

    /// <summary>Bedrock's own headers, their defaults and whether callers may set them.</summary>
    public HeaderRule Headers { get; init; } = new();

    /// <summary>Provider parameters of callers that are dropped and told.</summary>
    public ExtraRule Extras { get; init; } = new();

    /// <summary>From which pages browsers may call, and under which hosts the gateway answers.</summary>
    public BrowserRule Browsers { get; init; } = new();

    /// <summary>Money and limits.</summary>
    public Spend.SpendSettings Spend { get; init; } = new();

    /// <summary>Lines of less weight are not written.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>JSON lines even on a terminal.</summary>
    public bool JsonLogs { get; init; }

    /// <summary>How long running requests may go on when the gateway is told to end.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>LiteLLM's <c>environment_variables</c> that the environment does not have; for the AWS SDK, which looks there itself.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>The configuration's files.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Reads all of it again, with the environment of the start; null where nothing can change. Throws what the first reading would have thrown.</summary>
    public Func<GatewaySettings>? Reread { get; init; }

    /// <summary>What was read and means nothing here: said at start, never silently dropped.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Clients tell by the model's name what they will get, so that name decides where the request does not.</summary>
    public ResponseFormat ResponseFormatFor(string? model) => DefaultResponseFormat
        ?? (model is not null && (model.StartsWith("gpt-image", StringComparison.Ordinal) || model.StartsWith("chatgpt-image", StringComparison.Ordinal))
            ? ResponseFormat.Base64
            : ResponseFormat.Url);
}

/// <summary>One entry of LiteLLM's <c>model_list</c>, or an alias.</summary>
/// <param name="Name">As clients write it.</param>
/// <param name="Model">Picks family, price and checks.</param>
/// <param name="CallId">Goes in the URL in the model's place: an application inference profile's ARN, say.</param>
/// <param name="Defaults">Provider parameters under the request's own.</param>
internal sealed record ModelEntry(
    string Name, string Model, string? CallId, string? Region, System.Text.Json.Nodes.JsonObject Defaults)
{
    /// <summary>As whom it is called; null as everything else.</summary>
    public IdentitySettings? Identity { get; init; }

    /// <summary>Where it is called in AWS's place; null as everything else.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Bedrock's own headers where the request has none.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>Of a model that the catalogue has not yet: the one that it is spoken to like, and held to the limits of. Null for all others.</summary>
    public string? Like { get; init; }

    /// <summary>The operator's own price of an image, in US dollars; null takes AWS's.</summary>
    public decimal? UsdPerImage { get; init; }

    /// <summary>The operator's own id of it, by which <c>/model/info</c> finds it.</summary>
    public string? Id { get; init; }

    /// <summary>US dollars for each pixel of an image, in place of or beside <see cref="UsdPerImage"/>.</summary>
    public decimal? UsdPerPixel { get; init; }

    /// <summary>US dollars for each picture that goes in with a call, beside what comes out.</summary>
    public decimal? UsdPerInput { get; init; }

    /// <summary>US dollars that may be spent on it in one <see cref="BudgetDuration"/>.</summary>
    public decimal? MaxBudget { get; init; }

    public string? BudgetDuration { get; init; }

    /// <summary>Requests per minute that it takes.</summary>
    public int? MaxRequests { get; init; }

    /// <summary>Requests at a time that it takes.</summary>
    public int? MaxParallel { get; init; }

    /// <summary>Its share of the requests, where there are more entries of its name.</summary>
    public double? Weight { get; init; }

    /// <summary>Its share where no entry has a weight.</summary>
    public double? RequestsPerMinute { get; init; }

    /// <summary>Lower ones are called first.</summary>
    public int? Order { get; init; }

    /// <summary>Where it was written: <c>config.yaml:7</c>, or a variable's name.</summary>
    public string Place { get; init; } = "";
}
