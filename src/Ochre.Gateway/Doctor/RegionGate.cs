namespace Ochre.Gateway.Doctor;

/// <summary>Whether AWS offers the model in the region where it is called.</summary>
internal static class RegionGate
{
    public static Finding Judge(Evidence at)
    {
        var (model, region) = (at.Row.Model, at.Row.Place.Region);
        if (at.Row.Place.Endpoint is not null)
            return Finding.Green("own endpoint");
        // AWS's list of today goes before the catalogue.
        var isListed = at.Found.Listed.Value?.ModelSummaries?.Any(listed => listed.ModelId == model.Id);
        if (isListed is true || at.Found.Availability.Value?.RegionAvailability is "AVAILABLE" || (isListed is null && at.Verdict is Verdict.Open))
            return Finding.Green("offered");
        if (at.Verdict is Verdict.Open)
            return new(GateState.Yellow, "unlisted", $"AWS does not list {model.Id} in {region}, and answers for it.");
        if (isListed is null && model.Regions.Contains(region))
            return Finding.Green("offered", "by the catalogue: the caller may not ask ListFoundationModels");
        return new(GateState.Red, "not offered", $"AWS does not offer {model.Id} in {region}; it is in {string.Join(", ", model.Regions)}.",
            $"Set aws_region_name: {model.Regions[0]} on the entry in config.yaml, or AWS_BEDROCK_REGIONS={string.Join(",", [model.Regions[0], .. at.Settings.Bedrock.Regions.Where(set => set != model.Regions[0])])} for all.");
    }
}
