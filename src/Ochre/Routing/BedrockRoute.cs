using Ochre.Bedrock;

namespace Ochre.Routing;

/// <summary>One of the places where a job can be done, and its share of the work.</summary>
/// <param name="Weight">Its share; null where none is set.</param>
/// <param name="RequestsPerMinute">Its share where nobody has a weight.</param>
/// <param name="Order">Lower ones go first, whatever the strategy.</param>
/// <param name="Rank">The same among the regions of one entry.</param>
internal sealed record BedrockRoute(
    BedrockPlace Place, double? Weight = null, double? RequestsPerMinute = null, int Order = int.MaxValue, int Rank = 0)
{
    /// <summary>
    /// Every place of every entry of a name. An entry's region is the one that its id, its ARN or its configuration fixes; else those of the environment
    /// that have the model; else, where the model was chosen here, its own first one.
    /// </summary>
    /// <param name="isOurs">Nobody named this model.</param>
    public static IReadOnlyList<BedrockRoute> Of(ModelTarget target, BedrockOptions options, bool isOurs) =>
        [.. ((IEnumerable<ModelTarget>)[target, .. target.Others]).SelectMany(entry => RegionsOf(entry, options, isOurs).Select((region, i) => new BedrockRoute(
            new(entry.CallId, region, entry.Identity, entry.Endpoint), entry.Weight, entry.RequestsPerMinute, entry.Order ?? int.MaxValue,
            options.Routing.Regions is null ? i : 0))).DistinctBy(route => route.Place)];

    private static List<string> RegionsOf(ModelTarget entry, BedrockOptions options, bool isOurs)
    {
        if (entry.Region is not null)
            return [entry.Region];
        IReadOnlyList<string> configured = options.Regions.Count > 0 ? options.Regions : options.Region is null ? [] : [options.Region];
        List<string> fitting = [.. configured.Where(entry.Model.Regions.Contains)];
        if (fitting.Count > 0)
            return fitting;
        // The operator's region is where he wants his models called. One that was chosen here, or that has no form but a profile of other regions,
        // is called where it is; unless he names an address of his own, or a caller the profile.
        var mayMove = (isOurs || entry.Model.ProfileIds.Count > 0) && (entry.Endpoint ?? options.Endpoint) is null && entry.CallId == entry.Model.CallId;
        return configured.Count == 0 || mayMove ? [entry.Model.Regions[0]] : [configured[0]];
    }
}
