using Amazon;

namespace Ochre.Gateway.Configuration;

/// <summary>Whether a model can be called where its entry says: regions there are, ARNs in their own region and partition.</summary>
/// <param name="hasEndpoint">An address of the operator's own: then its regions are his business.</param>
internal sealed class RegionCheck(List<string> faults, bool hasEndpoint)
{
    private static readonly Dictionary<string, string> s_partitions =
        RegionEndpoint.EnumerableAllRegions.ToDictionary(region => region.SystemName, region => region.PartitionName, StringComparer.Ordinal);

    /// <param name="place">The file and line, or the variable, at fault.</param>
    public void Region(string place, string region)
    {
        if (hasEndpoint || s_partitions.ContainsKey(region))
            return;
        var near = string.Join(", ", NearestNames.To(region, s_partitions.Keys, 2));
        faults.Add($"{place}: '{Echo.Of(region, 40)}' is not a region of AWS; the nearest are {near}.");
    }

    /// <summary>Two ways to say where are one too many where they contradict each other and the ARN can only be called in its own region.</summary>
    public void Arn(string place, string arn, string? regionInId)
    {
        var parts = arn.Split(':');
        if (parts is not ["arn", var partition, "bedrock", var region, ..])
        {
            faults.Add($"{place}: '{Echo.Of(arn, 80)}' is no ARN of Bedrock's; it begins with arn:aws:bedrock:REGION:ACCOUNT:.");
            return;
        }

        Region(place, region);
        if (s_partitions.GetValueOrDefault(region) is { } own && own != partition)
            faults.Add($"{place}: {region} belongs to the partition {own}, and the ARN is of {Echo.Of(partition, 20)}; use an ARN of the region that is called.");
        if (regionInId is not null && regionInId != region)
            faults.Add($"{place}: the model's id says {regionInId}, and the ARN can only be called in {region}; leave one of them out.");
    }
}
