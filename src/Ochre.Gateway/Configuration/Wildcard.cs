namespace Ochre.Gateway.Configuration;

/// <summary>LiteLLM's wildcard: <c>bedrock/*</c>, <c>team/*</c> or <c>stability.*</c> for as many models as it fits; what the star stood for goes into the model.</summary>
internal sealed class Wildcard(string name, string model)
{
    private readonly string _name = Bare(name);
    private readonly string _model = Bare(model);

    public bool IsOne => name.Contains('*') || model.Contains('*');

    /// <summary>One star on either side, neither among LiteLLM's routing words.</summary>
    public bool IsWhole => _name.Count(letter => letter is '*') == 1 && _model.Count(letter => letter is '*') == 1;

    /// <summary>False where it leads to another provider.</summary>
    public bool IsOfBedrock => !_model[.._model.IndexOf('*')].Contains('/');

    /// <summary>An entry for every model that fits; the ids of Bedrock's alone, since each other spelling of one leads there.</summary>
    public IEnumerable<ModelEntry> Of(ModelEntry entry)
    {
        var (before, after) = (_model[.._model.IndexOf('*')], _model[(_model.IndexOf('*') + 1)..]);
        foreach (var id in ModelCatalog.Default.Models.Select(one => one.Id))
        {
            if (id.Length < before.Length + after.Length || !id.StartsWith(before, StringComparison.Ordinal) || !id.EndsWith(after, StringComparison.Ordinal))
                continue;
            var star = id[before.Length..^after.Length];
            yield return entry with { Name = _name.Replace("*", star, StringComparison.Ordinal), Model = model.Replace("*", star, StringComparison.Ordinal), Defaults = (System.Text.Json.Nodes.JsonObject)entry.Defaults.DeepClone() };
        }
    }

    // Names are looked up without LiteLLM's routing word and its region.
    private static string Bare(string pattern)
    {
        var parts = pattern.Split('/');
        return parts is ["bedrock", ..] ? parts[^1] : pattern;
    }
}
