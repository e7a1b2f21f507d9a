namespace Ochre.Gateway.Endpoints;

/// <summary>Reads the filters of a query string; names that are not asked for are ignored, as everywhere.</summary>
internal sealed class QueryFilters(IQueryCollection query)
{
    /// <summary>All values of a name that may be repeated; empty ones do not count.</summary>
    public IReadOnlyList<string> All(string name) => [.. query[name].OfType<string>().Where(value => value.Length > 0)];

    /// <summary>The first value; null where there is none.</summary>
    public string? One(string name) => All(name) is [var value, ..] ? value : null;

    /// <summary>Values out of a closed set, whatever their case, in the set's spelling.</summary>
    /// <exception cref="ImageException">One of them is not in it.</exception>
    public IReadOnlyList<string> Words(string name, params IReadOnlyList<string> known) => [.. All(name).Select(value =>
        known.FirstOrDefault(word => word.Equals(value, StringComparison.OrdinalIgnoreCase))
            ?? throw ImageError.Invalid(name, $"'{name}' is '{Echo.Of(value, 60)}'; there are {string.Join(", ", known)}."))];

    /// <exception cref="ImageException">It is neither true nor false.</exception>
    public bool? Bool(string name) => One(name)?.ToLowerInvariant() switch
    {
        null => null,
        "true" or "1" => true,
        "false" or "0" => false,
        var other => throw ImageError.Invalid(name, $"'{name}' is '{Echo.Of(other, 60)}'; it must be true or false."),
    };
}
