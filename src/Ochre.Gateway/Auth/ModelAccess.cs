using System.IO.Enumeration;

namespace Ochre.Gateway.Auth;

/// <summary>
/// Which models a caller may ask for: what his key, its team and its user all allow. Names count as the client wrote them: an alias is a name of its own,
/// whatever it leads to; of AWS's ids every spelling is the same.
/// </summary>
internal sealed class ModelAccess
{
    /// <summary>LiteLLM's words in a list of models.</summary>
    public const string All = "all-proxy-models", Team = "all-team-models", None = "no-default-models";

    private readonly IReadOnlyList<IReadOnlyList<string>> _lists;
    private readonly ModelCatalog _catalog;

    public ModelAccess(Caller caller, ModelCatalog catalog)
    {
        _catalog = catalog;
        _lists = caller.Key is { } key ? [.. Lists(key).Where(list => list.Count > 0 && !list.Contains(All) && !list.Contains("*"))] : [];
    }

    public static ModelAccess Of(HttpContext http, ModelCatalog catalog) => new(KeyCheck.CallerOf(http), catalog);

    /// <param name="model">As the client wrote it; null is the default model under its own name.</param>
    /// <exception cref="ImageException">403: names what the key may ask for.</exception>
    public void Require(string? model)
    {
        if (Allows(model))
            return;
        var name = Echo.Of(string.IsNullOrEmpty(model) ? _catalog.DefaultModel : model, 160);
        throw new ImageException(new(403, "permission_error", "model_access_denied", $"This API key may not use the model '{name}'. {Allowed()}", "model"));
    }

    public bool Allows(string? model)
    {
        if (_lists.Count == 0)
            return true;
        var spellings = Spellings(string.IsNullOrEmpty(model) ? _catalog.DefaultModel : model);
        return _lists.All(list => list.Any(pattern => spellings.Any(name => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false))));
    }

    private static IEnumerable<IReadOnlyList<string>> Lists(VirtualKey key)
    {
        // Without a team there is nothing that the team's models could be.
        yield return key.Team is not null && key.Models.Contains(Team) ? [] : key.Models;
        yield return key.Team?.Models ?? [];
        yield return key.User?.Models ?? [];
    }

    private string Allowed()
    {
        var names = _lists[0].Except([Team, None]).Take(20).Select(name => Echo.Of(name, 80)).ToList();
        return names.Count == 0 ? "It may use none." : $"It may use {string.Join(", ", names)}{(_lists.Count > 1 ? ", as far as its team and its user may" : "")}.";
    }

    private List<string> Spellings(string name)
    {
        if (name.Length > ModelCatalog.MaxNameLength)
            return [];
        var parsed = ModelName.Parse(name);
        var bare = parsed.Id.ToString();
        var isId = _catalog.Models.Any(model => model.Id == bare);
        if (!isId && _catalog.HasAlias(name))
            return [name];
        if (!isId && _catalog.HasAlias(bare))
            return [bare];
        // An ARN may lead into anybody's account: as it was written, or not at all.
        if (parsed.Called is not null)
            return [name];
        return [name, $"bedrock/{name}", bare, $"bedrock/{bare}"];
    }
}
