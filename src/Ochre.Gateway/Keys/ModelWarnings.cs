using Ochre.Gateway.Auth;

namespace Ochre.Gateway.Keys;

/// <summary>What an administrator should hear about a key that was made all the same.</summary>
internal sealed class ModelWarnings(Live live)
{
    private static readonly string[] s_words = [ModelAccess.All, ModelAccess.Team, ModelAccess.None];

    /// <param name="ignored">Names of the body that mean nothing here.</param>
    public List<string> Of(IReadOnlyList<string> models, IReadOnlyList<string> ignored)
    {
        var warnings = models.Where(model => !model.Contains('*') && !s_words.Contains(model) && !IsThere(model))
            .Select(model => $"models: no model is named '{Echo.Of(model)}' now; it may be asked for when there is.").ToList();
        warnings.AddRange(ignored.Select(name => $"{name}: means nothing here, and has no effect."));
        return warnings;
    }

    private bool IsThere(string model)
    {
        try
        {
            _ = live.Now.Catalog.Find(model);
            return true;
        }
        catch (ImageException)
        {
            return false;
        }
    }
}
