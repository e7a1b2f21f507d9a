using Ochre.Bedrock;
using Ochre.Bedrock.Credentials;

namespace Ochre.Gateway.Configuration;

/// <summary>The catalogue with the operator's names in it.</summary>
internal static class CatalogOf
{
    /// <summary>For checks: nobody is called by it.</summary>
    public static ModelCatalog Names(GatewaySettings settings) => Settings(settings with { UsesEmulator = true, Fallbacks = [] }, static _ => AwsIdentity.AccessKey("none", "none"));

    /// <param name="identities">Who a model's caller is.</param>
    public static ModelCatalog Settings(GatewaySettings settings, Func<IdentitySettings, AwsIdentity> identities)
    {
        // The operator's names first: the default model may be one of them.
        var catalog = ModelCatalog.Default.WithAliases(settings.Models.GroupBy(entry => entry.Name).Select(group =>
        {
            List<ModelAlias> entries = [.. group.Where(entry => ModelOf(entry) == ModelOf(group.First())).Select(entry => Alias(entry, settings, identities))];
            return entries[0] with { Others = entries[1..] };
        }));
        catalog = settings.DefaultModel is null ? catalog : catalog.WithDefault(settings.DefaultModel);
        return catalog.WithFallbacks(settings.Fallbacks.ToDictionary(rule => rule.Model, rule => rule.Targets));
    }

    /// <summary>The id of the model that an entry is of.</summary>
    public static string ModelOf(ModelEntry entry) => ModelCatalog.Default.Find(entry.Model).Model.Id;

    private static ModelAlias Alias(ModelEntry entry, GatewaySettings settings, Func<IdentitySettings, AwsIdentity> identities) => new(entry.Name, entry.Model)
    {
        CallId = entry.CallId, Region = entry.Region, Defaults = entry.Defaults,
        Weight = entry.Weight, RequestsPerMinute = entry.RequestsPerMinute, Order = entry.Order,
        // The emulator inside knows one caller and stands at no address.
        Identity = settings.UsesEmulator || entry.Identity is null ? null : identities(entry.Identity),
        Endpoint = settings.UsesEmulator ? null : entry.Endpoint,
    };
}
