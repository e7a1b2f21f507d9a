using Ochre.Gateway.Auth;
using Ochre.Succession;

namespace Ochre.Gateway.Listing;

/// <summary>A name that a caller can ask for, and what it leads to.</summary>
/// <param name="Name">A model's id, or another name of it.</param>
/// <param name="IsServed">Whether Bedrock still answers for the model itself; if not, a successor does.</param>
internal sealed record ListedModel(string Name, ModelTarget Target, bool IsServed)
{
    public ImageModel Model => Target.Model;

    public bool IsAlias => Name != Model.Id;

    /// <summary>The entries that share the name, the first one first: an operator's may be several.</summary>
    public IEnumerable<ModelTarget> Entries => [Target, .. Target.Others];
}

/// <summary>The names that a caller sees: every list of models is made of this and of nothing else.</summary>
/// <param name="today">Decides which models are gone.</param>
/// <param name="access">Decides which names the caller may ask for: he sees no others.</param>
internal sealed class ModelListing(ModelCatalog catalog, SuccessionRule succession, DateOnly today, ModelAccess access)
{
    private readonly Lazy<Dictionary<string, PriceTable?>> _awsPrices = new(() => catalog.Models.ToDictionary(model => model.Id, model => model.Prices));

    public DateOnly Today => today;

    /// <summary>The models' ids and then their other names, each once.</summary>
    /// <param name="withGone">Whether models are among them that Bedrock no longer serves.</param>
    public IEnumerable<ListedModel> Names(bool withGone = false) => catalog.Models.Select(model => model.Id)
        .Concat(catalog.Aliases.Select(alias => alias.Name)).Distinct(StringComparer.Ordinal)
        // A profile that Bedrock has not spoken of yet is named when it has.
        .Where(name => access.Allows(name) && catalog.TryFind(name) is not null)
        .Select(Find).Where(listed => withGone || listed.IsServed);

    /// <param name="name">In any form the catalogue reads.</param>
    /// <exception cref="ImageException">There is no such model, or the caller may not ask for it.</exception>
    public ListedModel Find(string name)
    {
        access.Require(name);
        var target = catalog.Find(name);
        return new(name, target, succession.IsServed(target.Model, today));
    }

    /// <summary>Whether an entry has a price of the operator's own, in place of AWS's.</summary>
    public bool HasOwnPrice(ModelTarget entry) => !ReferenceEquals(entry.Model.Prices, _awsPrices.Value[entry.Model.Id]);
}

/// <summary>Makes the listing of the moment: by the configuration in force, today's date and who asks.</summary>
internal sealed class ModelListings(Live live, SuccessionRule succession, TimeProvider time)
{
    public ModelListing For(HttpContext http) => Of(http, live.Now.Images.Remembering().Catalog);

    /// <summary>The same, knowing the models behind the inference profiles that a name leads to.</summary>
    /// <exception cref="ImageException">The caller may not ask for it, or Bedrock knows none of them, or did not say.</exception>
    public async Task<ModelListing> KnowingAsync(HttpContext http, string name)
    {
        var now = live.Now;
        ModelAccess.Of(http, now.Catalog).Require(name);
        return Of(http, (await now.KnowingAsync(name, http.RequestAborted)).Catalog);
    }

    private ModelListing Of(HttpContext http, ModelCatalog catalog) =>
        new(catalog, succession, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), ModelAccess.Of(http, catalog));
}
