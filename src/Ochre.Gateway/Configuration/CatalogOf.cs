using Ochre.Bedrock;
using Ochre.Bedrock.Credentials;

namespace Ochre.Gateway.Configuration;

/// <summary>The catalogue with the operator's names in it.</summary>
internal static class CatalogOf
{
    /// <summary>For checks: nobody is called by it.</summary>
    public static ModelCatalog Names(GatewaySettings settings)
    {
        // The first entry of a name is enough to know the model.
        var first = settings with { UsesEmulator = true, Fallbacks = [], Models = [.. settings.Models.DistinctBy(entry => entry.Name)] };
        return Settings(first, static _ => AwsIdentity.AccessKey("none", "none"), default);
    }

    /// <param name="identities">Who a model's caller is.</param>
    /// <param name="today">The day of the operator's own prices.</param>
    public static ModelCatalog Settings(GatewaySettings settings, Func<IdentitySettings, AwsIdentity> identities, DateOnly today)
    {
        // The operator's names first: the default model may be one of them.
        var groups = settings.Models.GroupBy(entry => entry.Name).Select(group => group.ToList()).ToList();
        var models = settings.Models.Where(entry => entry.Like is not null).Aggregate(ModelCatalog.Default, With);
        var names = models.WithAliases(groups.Select(group => Alias(group[0])));
        var catalog = models.WithAliases(groups.Select(group =>
            Alias(group[0]) with { Others = [.. group.Skip(1).Where(entry => IsOfModel(entry, group[0], names)).Select(Alias)] }));
        catalog = settings.DefaultModel is null ? catalog : catalog.WithDefault(settings.DefaultModel);
        return catalog.WithFallbacks(settings.Fallbacks.ToDictionary(rule => rule.Model, rule => rule.Targets));

        ModelAlias Alias(ModelEntry entry) => new(entry.Name, entry.Model)
        {
            CallId = entry.CallId,
            EntryId = entry.Id,
            Region = entry.Region,
            Defaults = entry.Defaults,
            Weight = entry.Weight,
            RequestsPerMinute = entry.RequestsPerMinute,
            Order = entry.Order,
            // The emulator inside knows one caller and stands at no address.
            Identity = settings.UsesEmulator || entry.Identity is null ? null : identities(entry.Identity),
            Endpoint = settings.UsesEmulator ? null : entry.Endpoint,
            Headers = entry.Headers,
            Prices = entry.UsdPerImage is null && entry.UsdPerPixel is null ? null
                : new([new(entry.UsdPerImage ?? 0) { UsdPerPixel = entry.UsdPerPixel ?? 0, UsdPerInput = entry.UsdPerInput ?? 0 }], today, entry.Place),
        };
    }

    /// <summary>The id of the model that an entry is of; null where only Bedrock knows it.</summary>
    /// <param name="names">Knows the operator's other names, which an entry may lead to.</param>
    public static string? ModelOf(ModelEntry entry, ModelCatalog names) => entry.Like is not null ? IdOf(entry)
        : (entry.Model == entry.Name ? ModelCatalog.Default : names).TryFind(entry.Model)?.Model.Id;

    /// <summary>Whether two entries of one name are of one model, as far as is known.</summary>
    public static bool IsOfModel(ModelEntry entry, ModelEntry first, ModelCatalog names) =>
        ModelOf(entry, names) is not { } its || ModelOf(first, names) is not { } model || its == model;

    // What AWS has brought out since: what its kin costs, and when that ends, says nothing of it.
    private static ModelCatalog With(ModelCatalog catalog, ModelEntry entry)
    {
        var kin = catalog.Find(entry.Like).Model;
        var region = ModelName.Parse(entry.Model).Region ?? entry.Region;
        var model = kin with
        {
            Id = IdOf(entry),
            Name = IdOf(entry),
            ProfileIds = [],
            Regions = region is null ? kin.Regions : [region],
            Prices = null,
            LegacySince = null,
            EndOfLife = null,
            Successor = null,
            Created = ImageModel.UnknownStart,
        };
        return catalog.WithModel(model, kin.Id);
    }

    private static string IdOf(ModelEntry entry) => ModelName.Parse(entry.Model).Id.ToString();
}
