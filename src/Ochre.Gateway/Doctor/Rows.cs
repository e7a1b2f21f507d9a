using Ochre.Bedrock;
using Ochre.Routing;
using Ochre.Succession;

namespace Ochre.Gateway.Doctor;

/// <summary>What is to be looked at.</summary>
/// <param name="All">Every model of the catalogue, not only those that somebody has named.</param>
/// <param name="Region">Only this one, as if it were the configured one; null for where each model is called.</param>
/// <param name="Model">Only what this name leads to; null for all.</param>
internal sealed record Wish(bool All = false, string? Region = null, string? Model = null);

/// <summary>Makes the rows: for each name every place where a request for it could go.</summary>
internal sealed class Rows(ImageService images, GatewaySettings settings, SuccessionRule succession, DateOnly today)
{
    private const string Default = "(default)";

    private readonly List<(string Name, Finding Finding)> _unknown = [];

    /// <summary>Names that led to no model, found by <see cref="OfAsync"/>.</summary>
    public IReadOnlyList<(string Name, Finding Finding)> Unknown => _unknown;

    /// <param name="callerOf">In words, who somebody is.</param>
    public async Task<IReadOnlyList<Examined>> OfAsync(Wish wish, Func<AwsIdentity?, string> callerOf, CancellationToken cancellationToken)
    {
        List<Examined> rows = [];
        foreach (var (label, name) in Names(wish))
        {
            try
            {
                var knowing = await images.KnowingAsync(name, cancellationToken);
                rows.AddRange(RowsOf(label, name, knowing.Catalog, wish.Region).Select(row => row with { Caller = callerOf(row.Place.Identity) }));
            }
            catch (ImageException fault)
            {
                var hint = fault.Error.OperatorHint ?? fault.Error.Message;
                _unknown.Add((label ?? name ?? Default, new(GateState.Red, "no model", hint,
                    fault.Error.Code is "bedrock_access_denied" ? $"Attach this policy to the user or role that calls:\n{Policies.Action("bedrock:GetInferenceProfile")}" : null)));
            }
        }

        return [.. rows.GroupBy(row => (row.Asked.Id, row.Place)).Select(group => group.First() with { Names = [.. group.SelectMany(row => row.Names).Distinct()] })];
    }

    // Names of the operator's, then the default model, then what else there is.
    private IEnumerable<(string? Label, string? Name)> Names(Wish wish)
    {
        if (wish.Model is not null)
            return [(wish.Model, wish.Model)];
        var named = settings.Models.Select(entry => entry.Name).Concat(settings.Fallbacks.SelectMany(rule => rule.Targets)).Distinct().Select(name => ((string?)name, (string?)name));
        var all = wish.All ? images.Catalog.Models.Select(model => ((string?)null, (string?)model.Id)) : [];
        return [.. named, (Default, null), .. all];
    }

    private IEnumerable<Examined> RowsOf(string? label, string? name, ModelCatalog catalog, string? region)
    {
        var target = catalog.Find(name);
        var living = succession.Living(target, catalog, today) ?? target;
        var isOurs = target.IsDefault || living.Model.Id != target.Model.Id;
        var places = region is null
            ? BedrockRoute.Of(living, settings.Bedrock, isOurs).Select(route => route.Place)
            : ((IEnumerable<ModelTarget>)[living, .. living.Others]).Where(entry => entry.Region is null || entry.Region == region)
                .Select(entry => new BedrockPlace(entry.CallId, region, entry.Identity, entry.Endpoint));
        return places.Distinct().Select(place => new Examined(label is null ? [] : [label], living.Model, target.Model, place));
    }
}
