namespace Ochre.Gateway.Configuration;

/// <summary>Whether every name of the operator's leads to a model, whichever names it leads through.</summary>
/// <param name="hasEndpoint">An address of the operator's own: then its regions are his business.</param>
internal sealed class NameCheck(IReadOnlyList<ModelEntry> entries, List<string> faults, bool hasEndpoint = false)
{
    private readonly Dictionary<string, ModelEntry> _byName = entries.DistinctBy(entry => entry.Name).ToDictionary(entry => entry.Name, StringComparer.Ordinal);
    private readonly HashSet<string> _told = [];

    public void Run(string? defaultModel)
    {
        foreach (var entry in entries)
        {
            if (entry.Like is { } like)
                Need(entry.Place, like);
            else
                Follow(entry);
        }

        if (defaultModel is not null && !_byName.ContainsKey(defaultModel))
            Find("default model", defaultModel);
    }

    private void Follow(ModelEntry first)
    {
        List<string> through = [first.Name];
        var entry = first;
        while (_byName.TryGetValue(entry.Model, out var next) && next.Name != entry.Name)
        {
            if (through.IndexOf(next.Name) is >= 0 and var start)
            {
                TellCircle(through[start..]);
                return;
            }

            through.Add(next.Name);
            entry = next;
        }

        // What the last of them leads to is told once, where it stands.
        if (entry == first)
            Find(first.Place, first.Model);
    }

    private void TellCircle(List<string> names)
    {
        if (_told.Overlaps(names))
            return;
        _told.UnionWith(names);
        var circle = string.Join(" → ", names.Append(names[0]).Select(name => Echo.Of(name, 60)));
        faults.Add($"{_byName[names[0]].Place}: the names lead in a circle: {circle}. Let one of them lead to a model of Bedrock's.");
    }

    private void Find(string place, string model)
    {
        if (ModelCatalog.Default.ProfilesOf(model) is [var profile, ..])
        {
            // Which model it is of, only Bedrock knows; whether it can be asked for is known here.
            if (!hasEndpoint && profile.Arn.Wrong(home: null) is { } wrong)
                faults.Add($"{place}: {wrong}");
            return;
        }

        Need(place, model);
    }

    private void Need(string place, string model)
    {
        try
        {
            ModelCatalog.Default.Find(model);
        }
        catch (ImageException unknown)
        {
            faults.Add($"{place}: {unknown.Error.Message}");
        }
    }
}
