namespace Ochre.Bedrock;

/// <summary>
/// The small values of an answer, images left out, in the order they came: path (see <see cref="AnswerShape"/>) and text, null for a JSON null.
/// </summary>
public sealed class AnswerFields
{
    private readonly List<(string Path, string? Value)> _fields = [];

    internal void Add(string path, string? value) => _fields.Add((path, value));

    /// <summary>Every value at a path, nulls included.</summary>
    public IEnumerable<string?> All(string path) => _fields.Where(field => field.Path == path).Select(field => field.Value);

    /// <summary>The first value at a path that is not null.</summary>
    public string? First(string path) => All(path).FirstOrDefault(value => value is not null);

    internal int Count => _fields.Count;
}
