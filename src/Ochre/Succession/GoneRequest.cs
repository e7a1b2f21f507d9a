using System.Text.Json.Nodes;
using Ochre.Families;

namespace Ochre.Succession;

/// <summary>A request for a model that is gone, made ready to be read as that model would have read it.</summary>
/// <remarks>
/// Reading it there is what makes nested and flat spellings, operators' defaults and every refusal work as they always did. Its limits are
/// not kept, though: the successor's count. Parameters that it never had are the successor's to judge.
/// </remarks>
internal sealed class GoneRequest
{
    // The successors' maximum: what is longer is refused by the caller's own name for it.
    private const int TextMax = 10_000;

    private readonly List<string> _names;

    public GoneRequest(ImageRequest request, ImageModel gone)
    {
        Original = request;
        Model = gone with { PromptMax = int.MaxValue, Input = null, Schema = [.. gone.Schema.Select(parameter => parameter.Upto(TextMax))] };
        var (extra, beyond) = Split(request.Extra);
        var (defaults, beyondDefaults) = Split(request.Defaults);
        // Sizes are the successor's own: the wish must not be rounded twice.
        Asked = request with { Extra = extra, Defaults = defaults, Size = null };
        (Beyond, BeyondDefaults) = (beyond, beyondDefaults);
        _names = [.. Keys(CallerValue.Members(extra))];
        if (request is EditImages edit)
            _names.AddRange(edit.Pictures.Keys.Select(name => name.Split('.')[^1]));
    }

    public ImageRequest Original { get; }

    /// <summary>What the model that is gone is to read, by <see cref="Model"/>.</summary>
    public ImageRequest Asked { get; }

    /// <summary>The model that is gone, with the limits of those that live.</summary>
    public ImageModel Model { get; }

    /// <summary>The caller's parameters that the model never had.</summary>
    public JsonObject Beyond { get; }

    /// <summary>The operator's.</summary>
    public JsonObject BeyondDefaults { get; }

    /// <summary>The caller's own name for a parameter, without its place; null where he did not name it: it is a default, or made of OpenAI's fields.</summary>
    public string? Spelling(string path) => _names.Find(Parameter(path).IsCalled);

    private Parameter Parameter(string path) => Model.Schema.First(parameter => parameter.Path == path);

    private (JsonObject Known, JsonObject Beyond) Split(JsonObject given)
    {
        var members = CallerValue.Members(given);
        if (members.TrueForAll(Knows))
            return (given, []);
        return (Object(members.Where(Knows)), Object(members.Where(member => !Knows(member))));
    }

    private bool Knows(CallerValue member) => Model.Knows(member.Key);

    private static JsonObject Object(IEnumerable<CallerValue> members)
    {
        var made = new JsonObject();
        foreach (var member in members)
            made[member.Key] = member.Node.DeepClone();
        return made;
    }

    private static IEnumerable<string> Keys(IEnumerable<CallerValue> members) =>
        members.SelectMany(member => member.Node is JsonObject ? Keys(member.Members()).Prepend(member.Key) : [member.Key]);
}
