using System.Net;
using Ochre.Bedrock;
using Ochre.Emulator;
using Ochre.Gateway.Wire;
using Ochre.Pixels;
using Ochre.Succession;

namespace Ochre.Gateway.Configuration;

/// <summary>Flags win over the environment, the environment over the file. Every fault is found before anything starts.</summary>
internal sealed class SettingsReader(Func<string, string?> environment)
{
    private readonly List<string> _faults = [];
    private LiteLlmFile _file = null!;
    private SettingText? _text;

    private SettingText Text => _text ??= new(Variable, _faults);

    /// <param name="flags">What the command line said; null where it said nothing.</param>
    /// <exception cref="SettingsException">Lists every fault with its place and what would be right.</exception>
    public GatewaySettings Read(Flags flags)
    {
        var file = _file = LiteLlmFile.Read(flags.Config ?? Given("OCHRE_CONFIG"), environment, _faults, looksUp: flags.Emulator is not true);
        var usesEmulator = flags.Emulator ?? !(AwsTraces.AreThere(Env) || file.Models.Any(entry => entry.Identity is not null));
        var pictures = new PictureSettingsReader(Text);
        var inputs = Inputs();
        var bedrock = Bedrock(file);
        List<string> warnings = [.. file.Warnings];
        var models = new AliasReader(Text, warnings).Read(file.Models);
        var http = new HttpReader(Text);
        var keys = new KeyReader(Text, warnings, isPractice: usesEmulator).Read(file.Sections.MasterKey);
        UnreadVariables.Tell(Text, keys.All.Any(), warnings);
        var links = new LinkReader(Text).Read(flags.PublicUrl, bedrock.Region, warnings);
        var settings = new GatewaySettings
        {
            Host = flags.Host ?? Env("OCHRE_HOST") ?? Env("GRANIAN_HOST") ?? "127.0.0.1",
            Port = flags.Port ?? Number("OCHRE_PORT", 0, 65535) ?? Number("GRANIAN_PORT", 0, 65535) ?? 4000,
            UsesEmulator = usesEmulator,
            Keys = keys.Users,
            AdminKeys = keys.Admins,
            KeyPepper = keys.Pepper,
            KeyRules = file.Sections.KeyRules,
            Models = models,
            Fallbacks = file.Routing.Fallbacks,
            Profiles = ProfileRule.Read(Text),
            DefaultModel = Env("OCHRE_DEFAULT_MODEL") ?? file.Sections.DefaultModel,
            DefaultResponseFormat = Format(),
            Strict = Text.Choice("OCHRE_STRICT") ?? file.Sections.DropsParameters is false,
            Succession = Succession(),
            DataFolder = flags.DataFolder ?? DataFolder.Of(Env),
            Database = new DatabaseReader(Text, warnings).Read(file.Sections.DatabaseUrl),
            Links = links,
            Prefix = Prefix(),
            Replay = new ReplayReader(Text).Read(),
            Mcp = new McpReader(Text, warnings).Read(),
            Docs = new DocsReader(Text).Read(),
            Uploads = pictures.Uploads(inputs),
            Sources = pictures.Sources(new BucketReader(Text).Read(links.S3, bedrock.Region)),
            Faults = Faults(flags.Faults),
            Bedrock = bedrock,
            Identity = new IdentityReader(Variable, _faults, warnings, TimeProvider.System, looksUp: !usesEmulator).ReadEnvironment(bedrock.Region),
            Pixels = Pixels(),
            Inputs = inputs,
            Headers = new HeaderReader(Text).Read(file.Sections.AllowsHeaderOverride, models),
            Extras = http.Extras(),
            Browsers = http.Browsers(),
            Telemetry = new TelemetryReader(Text).Read(),
            LogLevel = http.LogLevel(),
            JsonLogs = file.Sections.JsonLogs,
            DrainTime = http.DrainTime(),
            Spend = new SpendReader(Text).Read(file.Sections, models),
            Variables = file.Variables,
            Files = [.. file.Files],
            // By then the file's own variables stand in the process's environment; they are to be read from the file.
            Reread = file.Files.Count == 0 ? null : () => new SettingsReader(name => file.Variables.ContainsKey(name) ? null : environment(name)).Read(flags),
            Warnings = warnings,
        };
        if (flags.Listens)
            CheckSafety(settings);
        new NameCheck(models, _faults, hasEndpoint: (bedrock.Endpoint ?? bedrock.ControlEndpoint) is not null).Run(settings.DefaultModel);
        CheckRouting(settings, warnings);
        return _faults.Count == 0 ? settings : throw new SettingsException(_faults);
    }

    private BedrockOptions Bedrock(LiteLlmFile read)
    {
        var file = read.Sections;
        var regions = new RegionReader(Text);
        var options = new BedrockOptions { Regions = regions.Regions(), Routing = regions.Routing(read.Routing) };
        options.Region = options.Regions is [var first, ..] ? first : null;
        var endpoint = Env("AWS_ENDPOINT_URL_BEDROCK_RUNTIME") ?? Env("AWS_BEDROCK_RUNTIME_ENDPOINT");
        if (endpoint is not null)
            options.Endpoint = Url("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", endpoint);
        options.ControlEndpoint = Env("AWS_ENDPOINT_URL_BEDROCK") is { } control ? Url("AWS_ENDPOINT_URL_BEDROCK", control) : null;
        var seconds = Number("OCHRE_DEADLINE_SECONDS", 1, 3600) ?? Number("AI_RESPONSE_TIMEOUT", 1, 3600);
        options.Deadline = seconds is { } given ? TimeSpan.FromSeconds(given) : file.Deadline ?? options.Deadline;
        options.Tries = Number("AWS_BEDROCK_MAX_RETRIES", 0, 20) + 1 ?? file.Retries + 1 ?? options.Tries;
        return options;
    }

    private PixelOptions Pixels()
    {
        var options = new PixelOptions();
        options.Workers = Number("OCHRE_CODEC_WORKERS", 1, 256) ?? options.Workers;
        options.Queue = Number("OCHRE_CODEC_QUEUE", 0, 10_000) ?? options.Queue;
        options.MaxHeldBytes = Number("OCHRE_MAX_HELD_MB", 16, 1_048_576) * 1_048_576L ?? options.MaxHeldBytes;
        return options;
    }

    private ImageLimits Inputs()
    {
        var limits = new ImageLimits();
        // stdapi.ai's name under ours; its 0 sets no limit.
        var bytes = Number("MAX_INPUT_FILE_SIZE", 0, 100_000_000);
        limits.MaxBytes = Number("OCHRE_MAX_INPUT_BYTES", 1, 100_000_000) ?? (bytes is > 0 and var given ? given : limits.MaxBytes);
        limits.MaxPixels = Number("OCHRE_MAX_INPUT_PIXELS", 1, 268_435_456) ?? limits.MaxPixels;
        return limits;
    }

    private ResponseFormat? Format() => Env("OCHRE_RESPONSE_FORMAT") switch
    {
        null => null,
        "url" => ResponseFormat.Url,
        "b64_json" => ResponseFormat.Base64,
        var other => Fault<ResponseFormat?>($"OCHRE_RESPONSE_FORMAT: '{other}' must be url or b64_json.", null),
    };

    private SuccessionRule Succession()
    {
        var available = Env("OCHRE_AVAILABLE_MODELS")?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        return Env("OCHRE_SUCCESSION") switch
        {
            null when Text.Choice("AWS_BEDROCK_DEPRECATED_MODEL_FALLBACK") is false => new(SuccessionMode.Off, available.ToHashSet()),
            null or "auto" => new(SuccessionMode.Auto, available.ToHashSet()),
            "off" => new(SuccessionMode.Off, available.ToHashSet()),
            var other => Fault($"OCHRE_SUCCESSION: '{other}' must be auto or off.", SuccessionRule.Auto),
        };
    }

    private string Prefix()
    {
        var prefix = (Env("OPENAI_ROUTES_PREFIX") ?? "").TrimEnd('/');
        return prefix.Length == 0 || prefix.StartsWith('/') ? prefix : Fault($"OPENAI_ROUTES_PREFIX: '{prefix}' must begin with '/'.", "");
    }

    private Uri? Url(string name, string text) => Text.Url(name, text);

    private int? Number(string name, int min, int max) => Text.Number(name, min, max);

    private void CheckSafety(GatewaySettings settings)
    {
        if (settings.HasKeys)
            return;
        const string Fix = "Set OCHRE_API_KEY or OCHRE_MASTER_KEY, or general_settings.master_key in the configuration.";
        if (!settings.UsesEmulator)
            _faults.Add($"AWS credentials were found and no key is set: whoever reaches this gateway could spend your money. {Fix} Or start with --emulator.");
        if (settings.Host != "localhost" && !(IPAddress.TryParse(settings.Host, out var address) && IPAddress.IsLoopback(address)))
            _faults.Add($"{settings.Host} is not a loopback address and no key is set. {Fix}");
    }


    // Names that lead nowhere have been told; what follows from them is no news.
    private void CheckRouting(GatewaySettings settings, List<string> warnings)
    {
        if (_faults.Count > 0)
            return;
        var names = CatalogOf.Names(settings);
        foreach (var group in settings.Models.GroupBy(entry => entry.Name))
            CheckGroup([.. group], names, warnings);
        new FallbackCheck(names, settings.Fallbacks, _faults).Run();
    }

    private static void CheckGroup(List<ModelEntry> entries, ModelCatalog names, List<string> warnings)
    {
        foreach (var entry in entries.Where(entry => !CatalogOf.IsOfModel(entry, entries[0], names)))
            warnings.Add($"{entry.Place}: this '{entry.Name}' is of another model than the first ({CatalogOf.ModelOf(entries[0], names)}) and is not served; give it a name of its own, and name it under fallbacks.");
        foreach (var entry in entries.Where(entry => !System.Text.Json.Nodes.JsonNode.DeepEquals(entry.Defaults, entries[0].Defaults)))
            warnings.Add($"{entry.Place}: the default parameters of this '{entry.Name}' are not read; those of the first count.");
    }

    private string? Env(string name) => Text.Env(name);

    private string? Given(string name) => environment(name) is { Length: > 0 } value ? value : null;

    // The environment wins over the file.
    private string? Variable(string name) => Given(name) ?? _file.Variables.GetValueOrDefault(name);

    private IReadOnlyList<FaultRule> Faults(string? path)
    {
        try
        {
            return path is null ? [] : FaultRule.ParseAll(File.ReadAllText(path));
        }
        catch (Exception fault) when (fault is FormatException or IOException or UnauthorizedAccessException)
        {
            return Fault<IReadOnlyList<FaultRule>>($"--faults {path}: {fault.Message}", []);
        }
    }

    private T Fault<T>(string fault, T value)
    {
        _faults.Add(fault);
        return value;
    }
}

/// <summary>What the command line may say.</summary>
/// <param name="Emulator">True for <c>--emulator</c>, false for <c>--aws</c>, null for neither.</param>
internal sealed record Flags(
    string? Host = null, int? Port = null, string? Config = null, bool? Emulator = null, string? DataFolder = null, string? PublicUrl = null,
    string? Faults = null)
{
    /// <summary>Whether anybody could call: then there must be a key.</summary>
    public bool Listens { get; init; } = true;
}

/// <summary>The configuration is wrong: every fault in it, one a line.</summary>
internal sealed class SettingsException(IReadOnlyList<string> faults) : Exception(string.Join(Environment.NewLine, faults))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
