using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Ochre.Bedrock;
using Ochre.Families;
using Ochre.Succession;

namespace Ochre;

/// <summary>Every model there is and every name it goes by. Immutable: each change gives a new catalogue.</summary>
public sealed class ModelCatalog
{
    /// <summary>Longest name Bedrock takes in its URL, in characters. Source: Bedrock API reference, InvokeModel, <c>modelId</c>.</summary>
    public const int MaxNameLength = 2048;

    private const string BuiltInDefault = Living.Core;

    // The list of families. A new one is its file, its test file and one line here.
    private static readonly ModelFamily[] Families = [new StableImage(), new StabilityServices(), new StableDiffusionXl(), new TitanImage(), new NovaCanvas()];

    // OpenAI's own names, which their clients have built in, and the doubled vendor of LiteLLM's documents.
    private static readonly ModelAlias[] BuiltInAliases =
    [
        new("gpt-image-1", null), new("gpt-image-1-mini", null), new("gpt-image-1.5", null), new("gpt-image-2", null),
        new("gpt-image-2.5-flare", null), new("gpt-image-2.5-sunburst", null), new("gpt-image-2.6-flare", null), new("gpt-image-2.6-sunburst", null),
        new("chatgpt-image-latest", null), new("dall-e-2", null), new("dall-e-3", null),
        new("stability.stability.sd3-large-v1:0", "stability.sd3-large-v1:0"),
    ];

    private readonly FrozenDictionary<string, Entry> _entries;
    private readonly FrozenDictionary<string, Entry>.AlternateLookup<ReadOnlySpan<char>> _bySpelling;
    private readonly FrozenDictionary<string, ModelAlias> _aliases;

    private ModelCatalog(IReadOnlyList<Entry> entries, IReadOnlyList<ModelAlias> aliases, string defaultModel)
    {
        Models = [.. entries.Select(entry => entry.Model)];
        Aliases = aliases;
        _entries = Spellings(entries).ToFrozenDictionary(StringComparer.Ordinal);
        _bySpelling = _entries.GetAlternateLookup<ReadOnlySpan<char>>();
        _aliases = aliases.ToFrozenDictionary(alias => alias.Name, StringComparer.Ordinal);
        DefaultModel = defaultModel;
        // A catalogue whose names do not all lead to a model is never made.
        foreach (var name in aliases.Select(alias => alias.Name).Append(defaultModel).Where(name => ProfilesOf(name).Count == 0))
            Find(name);
    }

    // A request's own copy is cheap: it shares all but what it knows of profiles.
    private ModelCatalog(ModelCatalog like, Dictionary<string, string> known)
    {
        (Models, Aliases, DefaultModel, Fallbacks) = (like.Models, like.Aliases, like.DefaultModel, like.Fallbacks);
        (_entries, _bySpelling, _aliases, Known) = (like._entries, like._bySpelling, like._aliases, known);
    }

    /// <summary>AWS's models under AWS's names, and OpenAI's names for the default model.</summary>
    public static ModelCatalog Default { get; } = new(
        [.. Families.SelectMany(family => family.Models.Select(model => new Entry(model, family)))], BuiltInAliases, BuiltInDefault);

    public IReadOnlyList<ImageModel> Models { get; }

    public IReadOnlyList<ModelAlias> Aliases { get; }

    private IReadOnlyDictionary<string, IReadOnlyList<string>> Fallbacks { get; init; } = FrozenDictionary<string, IReadOnlyList<string>>.Empty;

    // By the ARN of a profile, the base id of its model.
    private Dictionary<string, string> Known { get; } = [];

    /// <summary>What is called when a client names no model, or one of OpenAI's.</summary>
    public string DefaultModel { get; }

    /// <summary>
    /// Reads a model's name: an alias; an id, with or without <c>bedrock/</c>, a region, a profile's prefix; a profile's or model's ARN.
    /// </summary>
    /// <exception cref="ImageException">There is no such model: <c>model_not_found</c>, naming the nearest.</exception>
    public ModelTarget Find(string? model) =>
        string.IsNullOrEmpty(model) ? Resolve(DefaultModel, []) with { IsDefault = true }
        : model.Length > MaxNameLength ? throw ImageError.UnknownModel(
            $"The model's name has {model.Length} characters; a name has at most {MaxNameLength}.")
        : Resolve(model, []) with { AskedAs = model };

    /// <summary>
    /// The same for a request: where nobody chose the model (no name, or one of OpenAI's) and the default model cannot do it, another
    /// answers: inpainting where there is a mask, SD3.5 for other edits and for variations. A name that an operator or a client gave
    /// stands as it is.
    /// </summary>
    /// <exception cref="ImageException">There is no such model: <c>model_not_found</c>, naming the nearest.</exception>
    public ModelTarget Find(string? model, ImageRequest request) => Answering(Find(model), request);

    /// <summary>Who answers a request for what was found by a name; see <see cref="Find(string?, ImageRequest)"/>.</summary>
    internal ModelTarget Answering(ModelTarget named, ImageRequest request) =>
        named.IsDefault && !Can(named.Model, request) && StandIn(request) is { } other
            ? other.InPlaceOf(named) with { AskedAs = named.AskedAs }
            : named;

    /// <summary>The inference profiles that a name leads to and whose model only Bedrock knows, with who asks for each; none for most names.</summary>
    internal IReadOnlyList<UnknownProfile> ProfilesOf(string? model)
    {
        List<UnknownProfile>? found = null;
        if (model is null or { Length: <= MaxNameLength })
            Collect(string.IsNullOrEmpty(model) ? DefaultModel : model, null, []);
        return found ?? (IReadOnlyList<UnknownProfile>)[];

        void Collect(string name, AwsIdentity? caller, List<string> through)
        {
            if (IsAlias(name, through, out var alias))
            {
                foreach (var entry in alias.Entries)
                    Collect(entry.Model ?? DefaultModel, caller ?? entry.Identity, [.. through, alias.Name]);
            }
            else if (UnknownOf(name) is { } arn)
            {
                (found ??= []).Add(new(arn, caller));
            }
        }
    }

    /// <summary>The same catalogue, knowing the models behind these profiles.</summary>
    /// <param name="models">By the profile's ARN, the base id of its model.</param>
    internal ModelCatalog Knowing(Dictionary<string, string> models) =>
        new(this, Known.Count == 0 ? models : Known.Concat(models).DistinctBy(pair => pair.Key).ToDictionary());

    /// <summary>The same as <see cref="Find(string?)"/>; null for a name whose model only Bedrock knows.</summary>
    internal ModelTarget? TryFind(string? model)
    {
        if (ProfilesOf(model).Count == 0)
            return Find(model);
        try
        {
            return Find(model);
        }
        catch (ImageException)
        {
            return null;
        }
    }

    /// <summary>Who answers for a model that is gone: its successor, or, where that cannot do what the model could, the model that does.</summary>
    internal ModelTarget SuccessorOf(ImageModel gone, ImageRequest request)
    {
        var heir = Find(gone.Successor);
        return Can(gone, request) && !Can(heir.Model, request) ? StandIn(request) ?? heir : heir;
    }

    /// <summary>Whether somebody has given this name to a model: an operator, or Ochre for OpenAI's clients.</summary>
    internal bool HasAlias(string name) => _aliases.ContainsKey(name);

    /// <summary>Whether a name is read by this catalogue, be it an alias or a spelling of a model's id.</summary>
    internal bool Has(string name) => HasAlias(name) || TryFindEntry(ModelName.Parse(name).Id, out _);

    /// <summary>The names, other than its id, by which clients can ask for a model.</summary>
    public IEnumerable<string> AliasesOf(ImageModel model) =>
        Aliases.Where(alias => TryFind(alias.Name)?.Model.Id == model.Id).Select(alias => alias.Name);

    /// <summary>Adds names, or replaces those that are there.</summary>
    /// <exception cref="ImageException">A name leads to no model, or only to itself.</exception>
    public ModelCatalog WithAliases(IEnumerable<ModelAlias> aliases)
    {
        var added = aliases.DistinctBy(alias => alias.Name).ToList();
        var kept = Aliases.Where(old => added.TrueForAll(alias => alias.Name != old.Name));
        return With([.. Entries()], [.. kept, .. added], DefaultModel);
    }

    /// <summary>Takes names away: OpenAI's own, say.</summary>
    public ModelCatalog WithoutAliases(IEnumerable<string> names) =>
        With([.. Entries()], [.. Aliases.ExceptBy(names, alias => alias.Name)], DefaultModel);

    /// <param name="model">An id in any form <see cref="Find(string?)"/> reads, or an alias.</param>
    public ModelCatalog WithDefault(string model) => With([.. Entries()], Aliases, model);

    /// <summary>Adds a model, or replaces the one of the same id.</summary>
    /// <param name="model">A record of its own, or a changed one of the catalogue's.</param>
    /// <param name="like">The id of the model it is spoken to like: the same family, and the same request unless the record came with one.</param>
    /// <exception cref="ArgumentException">Its sizes are of another kind than those of the model it is like.</exception>
    public ModelCatalog WithModel(ImageModel model, string like)
    {
        var kin = Find(like);
        if (model.Sizes.GetType() != kin.Model.Sizes.GetType())
            throw new ArgumentException($"{model.Id} is to be spoken to like {kin.Model.Id}, whose sizes are {kin.Model.Sizes.Describe()}.", nameof(model));
        var entry = new Entry(model.Schema.Count > 0 ? model : model with { Schema = kin.Model.Schema }, kin.Family);
        return With([.. Entries().Where(old => old.Model.Id != model.Id), entry], Aliases, DefaultModel);
    }

    /// <summary>Says who is asked, in their order, when a model is refused everywhere and nothing was bought.</summary>
    /// <param name="fallbacks">By the name the model is asked for by; <c>*</c> for all others.</param>
    /// <exception cref="ImageException">One of them is no model.</exception>
    public ModelCatalog WithFallbacks(IReadOnlyDictionary<string, IReadOnlyList<string>> fallbacks)
    {
        foreach (var name in fallbacks.Values.SelectMany(targets => targets))
            TryFind(name);
        return new([.. Entries()], Aliases, DefaultModel) { Fallbacks = fallbacks };
    }

    /// <summary>The names to ask after this one, each once: its fallbacks, and theirs. At most five.</summary>
    internal IReadOnlyList<string> FallbacksOf(string? model)
    {
        if (Fallbacks.Count == 0)
            return [];
        var name = string.IsNullOrEmpty(model) ? DefaultModel : model;
        List<string> chain = [];
        Follow(name);
        return [.. chain.Take(5)];

        void Follow(string from)
        {
            foreach (var next in Fallbacks.GetValueOrDefault(from) ?? Fallbacks.GetValueOrDefault("*") ?? [])
            {
                if (next == name || chain.Contains(next))
                    continue;
                chain.Add(next);
                Follow(next);
            }
        }
    }

    /// <param name="through">The aliases that led here. A name that comes up again is meant as a model's own.</param>
    private ModelTarget Resolve(string name, List<string> through)
    {
        if (IsAlias(name, through, out var alias))
            return Resolve(alias, through);

        var parsed = ModelName.Parse(name);
        if (parsed.Called is { } profile && Known.TryGetValue(profile, out var behind))
            return OfProfile(profile, behind, parsed.Region);
        if (parsed.IsOpaque)
        {
            throw ImageError.UnknownModel(
                $"'{Echo.Of(name, 160)}' does not say which model is behind it. Configure it as model_id of a model, and ask for that model.");
        }
        var isPlain = parsed.Called is null && parsed.Profile.IsEmpty;
        if (isPlain && parsed.Id.Length < name.Length && IsAlias(parsed.Id.ToString(), through, out alias))
        {
            var target = Resolve(alias, through);
            return target.Region is null ? target with { Region = parsed.Region } : target;
        }
        if (!TryFindEntry(parsed.Id, out var entry))
            throw Unknown(name);
        var called = parsed.Called
            ?? (isPlain ? entry.Model.CallId : string.Concat(parsed.Profile, entry.Model.Id));
        return new(entry.Model, entry.Family, called, parsed.Region);
    }

    // Entries of a profile that Bedrock did not speak of are left out, and so are those that turned out to be of another model than the first.
    private ModelTarget Resolve(ModelAlias alias, List<string> through)
    {
        List<string> inner = [.. through, alias.Name];
        List<ModelTarget> ways = [];
        foreach (var entry in alias.Entries)
        {
            if (alias.Others.Count > 0 && IsUnknown(entry.Model ?? DefaultModel, inner))
                continue;
            var target = Resolve(entry.Model ?? DefaultModel, inner);
            ways.AddRange([Under(entry, target), .. target.Others.Select(other => Under(entry, other))]);
        }

        var first = ways.Count > 0 ? ways[0] : Resolve(alias.Model ?? DefaultModel, inner);
        return first with { Others = [.. ways.Skip(1).Where(way => way.Model.Id == first.Model.Id)] };
    }

    private bool IsUnknown(string name, List<string> through) => IsAlias(name, through, out var alias)
        ? alias.Entries.All(entry => IsUnknown(entry.Model ?? DefaultModel, [.. through, alias.Name]))
        : UnknownOf(name) is not null;

    private ProfileArn? UnknownOf(string name) =>
        ModelName.Parse(name) is { Called: { } called } parsed && !Known.ContainsKey(called) && !TryFindEntry(parsed.Id, out _) ? ProfileArn.Of(called) : null;

    private ModelTarget OfProfile(string profile, string model, string? region) => TryFindEntry(model, out var entry)
        ? new(entry.Model, entry.Family, profile, region)
        : throw ImageError.UnknownModel($"The inference profile '{Echo.Of(profile, 160)}' leads to '{Echo.Of(model, 100)}', which makes no images here. GET /v1/models lists what does.");

    private static ModelTarget Under(ModelAlias alias, ModelTarget target) => target with
    {
        Model = alias.Prices is null ? target.Model : target.Model with { Prices = alias.Prices },
        CallId = alias.CallId ?? target.CallId,
        IsDefault = alias is { Model: null, CallId: null },
        // An ARN can be called in its own region only; the gateway refuses an entry whose id says another.
        Region = (alias.CallId is null ? null : ModelName.Parse(alias.CallId).Region)
            ?? (alias.Model is null ? null : ModelName.Parse(alias.Model).Region) ?? alias.Region ?? target.Region,
        Identity = alias.Identity ?? target.Identity,
        Endpoint = alias.Endpoint ?? target.Endpoint,
        // An entry that leads to another is one of its own.
        EntryId = alias.EntryId,
        Weight = alias.Weight ?? target.Weight,
        RequestsPerMinute = alias.RequestsPerMinute ?? target.RequestsPerMinute,
        Order = alias.Order ?? target.Order,
        Headers = alias.Headers is null ? target.Headers
            : target.Headers.ExceptBy(alias.Headers.Keys, pair => pair.Key).Concat(alias.Headers).ToDictionary(),
        Defaults = alias.Defaults is null ? target.Defaults : Merged(target.Defaults, alias.Defaults),
    };

    // LiteLLM's users name a model_name like the model itself; the alias then stands in front of the model, and leads to it.
    private bool IsAlias(string name, List<string> through, [NotNullWhen(true)] out ModelAlias? alias) =>
        _aliases.TryGetValue(name, out alias) && !through.Contains(name);

    internal static bool Can(ImageModel model, ImageRequest request) =>
        model.Takes(request) && (request is not EditImages { Mask: not null } || model.Tasks.Any(ImageTasks.TakesMask));

    // Who answers for a model that nobody chose, where that cannot start from a picture.
    private ModelTarget? StandIn(ImageRequest request) => request switch
    {
        GenerateImages => null,
        EditImages { Mask: not null } => Find(Living.Inpaint),
        _ => Find(Living.Editor),
    };

    private bool TryFindEntry(ReadOnlySpan<char> id, [NotNullWhen(true)] out Entry? entry)
    {
        if (_bySpelling.TryGetValue(id, out entry))
            return true;
        // A vendor named twice, as in LiteLLM's documents: stability.stability.sd3-large-v1:0.
        var dot = id.IndexOf('.') + 1;
        return dot > 0 && id[dot..].StartsWith(id[..dot], StringComparison.Ordinal) && _bySpelling.TryGetValue(id[dot..], out entry);
    }

    private ImageException Unknown(string name)
    {
        var near = NearestNames.To(ModelName.Parse(name).Id.ToString(), Models.Select(model => model.Id).Concat(_aliases.Keys), 3);
        return ImageError.UnknownModel(
            $"No model is named '{Echo.Of(name, 160)}'. The nearest names are {string.Join(", ", near)}; GET /v1/models lists them all.");
    }

    private ModelCatalog With(IReadOnlyList<Entry> entries, IReadOnlyList<ModelAlias> aliases, string defaultModel) =>
        new(entries, aliases, defaultModel) { Fallbacks = Fallbacks };

    private IEnumerable<Entry> Entries() => Models.Select(model => _entries[model.Id]);

    private static Dictionary<string, Entry> Spellings(IReadOnlyList<Entry> entries)
    {
        var spellings = entries.ToDictionary(entry => entry.Model.Id, StringComparer.Ordinal);
        // A version left out, or a :0 put in, is as good as right where only one model can be meant: Titan v2 without :0, SDXL v1 with it.
        var loose = entries.SelectMany(entry => LooseSpellings(entry.Model.Id).Select(spelling => (Spelling: spelling, Entry: entry)));
        foreach (var meant in loose.GroupBy(pair => pair.Spelling).Where(group => group.Count() == 1))
            _ = spellings.TryAdd(meant.Key, meant.Single().Entry);
        return spellings;
    }

    private static IEnumerable<string> LooseSpellings(string id)
    {
        var colon = id.IndexOf(':', StringComparison.Ordinal);
        yield return colon < 0 ? $"{id}:0" : id[..colon];
        if (id.LastIndexOf("-v", StringComparison.Ordinal) is var version and > 0)
            yield return id[..version];
    }

    private static JsonObject Merged(JsonObject under, JsonObject over)
    {
        var merged = (JsonObject)under.DeepClone();
        foreach (var (name, value) in over)
            merged[name] = value is JsonObject inner && merged[name] is JsonObject outer ? Merged(outer, inner) : value?.DeepClone();
        return merged;
    }

    private sealed record Entry(ImageModel Model, ModelFamily Family);
}
