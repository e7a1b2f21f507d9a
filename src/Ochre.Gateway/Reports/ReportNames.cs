namespace Ochre.Gateway.Reports;

/// <summary>The groupings in the words of the API, ours and LiteLLM's.</summary>
internal static class ReportNames
{
    private static readonly (string Name, Grouping By)[] s_names =
    [
        ("day", Reports.Grouping.Day), ("day_model", Reports.Grouping.DayModel), ("api_key", Reports.Grouping.Key), ("key", Reports.Grouping.Key), ("team", Reports.Grouping.Team), ("user", Reports.Grouping.User),
        ("end_user", Reports.Grouping.EndUser), ("customer", Reports.Grouping.EndUser), ("model", Reports.Grouping.Model), ("task", Reports.Grouping.Task),
        ("tag", Reports.Grouping.Tag), ("state", Reports.Grouping.State),
    ];

    public static IEnumerable<string> All => s_names.Select(pair => pair.Name);

    /// <exception cref="ImageException">There is no such grouping; names those that there are.</exception>
    public static Grouping Grouping(string name)
    {
        foreach (var (known, by) in s_names)
        {
            if (known == name)
                return by;
        }

        throw ImageError.Invalid("group_by", $"'group_by' is '{Echo.Of(name, 30)}'; there are {string.Join(", ", All)}.");
    }

    /// <summary>What a table's first columns are called.</summary>
    public static IReadOnlyList<string> Columns(Grouping by) => by is Reports.Grouping.DayModel ? ["day", "model"] : [s_names.First(pair => pair.By == by).Name];

    /// <param name="aliases">Of keys; null where no keys are listed.</param>
    public static WireLine Wire(ReportLine line, Grouping by, IReadOnlyDictionary<string, string>? aliases)
    {
        var wire = new WireLine { TotalSpend = line.Usd, Requests = line.Requests, Images = line.Images, ImagesDelivered = line.Delivered, ImagesUnpriced = line.Unpriced };
        return by switch
        {
            Reports.Grouping.Key => wire with { ApiKey = line.Group, KeyAlias = aliases?.GetValueOrDefault(line.Group) },
            Reports.Grouping.Team => wire with { TeamId = line.Group },
            Reports.Grouping.User => wire with { UserId = line.Group },
            Reports.Grouping.EndUser => wire with { EndUser = line.Group },
            Reports.Grouping.DayModel => wire with { Date = line.Group, Model = line.Model },
            Reports.Grouping.Model => wire with { Model = line.Group },
            Reports.Grouping.Task => wire with { Task = line.Group },
            Reports.Grouping.Tag => wire with { Tag = line.Group },
            Reports.Grouping.State => wire with { State = line.Group },
            _ => wire with { Date = line.Group },
        };
    }
}
