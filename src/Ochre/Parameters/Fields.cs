using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ochre.Parameters;

/// <summary>A body's fields, each read once and by type; what nobody asked for remains. A JSON null is an absent field.</summary>
internal sealed class Fields
{
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);
    private readonly FieldAsks? _asks;

    /// <param name="asks">Learns what is asked for; null where nobody wants to know.</param>
    /// <exception cref="ImageException">A name or string holds half a surrogate pair: it is no text.</exception>
    public Fields(JsonElement body, FieldAsks? asks = null)
    {
        _asks = asks;
        foreach (var field in body.EnumerateObject())
        {
            if (field.Value.ValueKind is not JsonValueKind.Null)
                _fields.Add(Text(() => field.Name)!, field.Value);
        }
    }

    public string? String(string name)
    {
        _asks?.Note(new(name, FieldKind.Text));
        if (!_fields.Remove(name, out var value))
            return null;
        return value.ValueKind is JsonValueKind.String ? Text(value.GetString)! : throw Wrong(name, "a string", value);
    }

    public int? Int(string name, int min, int max)
    {
        _asks?.Note(new(name, FieldKind.Whole) { Min = min, Max = max });
        if (!_fields.Remove(name, out var value))
            return null;
        if (value.ValueKind is not JsonValueKind.Number)
            throw Wrong(name, "a whole number", value);
        if (!value.TryGetDouble(out var number) || number != Math.Floor(number))
            throw ImageError.WrongType(name, $"'{name}' must be a whole number from {min} to {max}.");
        return number >= min && number <= max
            ? (int)number
            : throw ImageError.Invalid(name, $"'{name}' is {Shortened(value.GetRawText())}; it must be from {min} to {max}.");
    }

    public bool? Bool(string name)
    {
        _asks?.Note(new(name, FieldKind.Flag));
        if (!_fields.Remove(name, out var value))
            return null;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(name, "true or false", value);
    }

    public JsonElement? Object(string name)
    {
        _asks?.Note(new(name, FieldKind.Object));
        if (!_fields.Remove(name, out var value))
            return null;
        return value.ValueKind is JsonValueKind.Object ? value : throw Wrong(name, "an object", value);
    }

    /// <summary>Whatever stands there; null is absent.</summary>
    public JsonElement? Any(string name)
    {
        _asks?.Note(new(name, FieldKind.Any));
        return _fields.Remove(name, out var value) ? value : null;
    }

    /// <summary>Everything that is left, by name.</summary>
    public IReadOnlyCollection<string> Names => _fields.Keys;

    /// <summary>Looks at a field, and leaves it; null where it is absent.</summary>
    public JsonElement? Peek(string name) => _fields.TryGetValue(name, out var value) ? value : null;

    /// <summary>Adds a field where there is none of its name.</summary>
    public void Fill(string name, JsonElement value) => _fields.TryAdd(name, value);

    /// <exception cref="ImageException">It holds half a surrogate pair: it is no text.</exception>
    public static string TextOf(JsonElement value) => Text(value.GetString)!;

    /// <summary>Looks at all that a value holds, however deep.</summary>
    /// <exception cref="ImageException">Some name or string in it holds half a surrogate pair: it is no text, and cannot be written again.</exception>
    public static void RefuseNoText(JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.String)
        {
            _ = TextOf(value);
        }
        else if (value.ValueKind is JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
                RefuseNoText(item);
        }
        else if (value.ValueKind is JsonValueKind.Object)
        {
            foreach (var field in value.EnumerateObject())
            {
                _ = Text(() => field.Name);
                RefuseNoText(field.Value);
            }
        }
    }

    /// <summary>A word out of a few; null is absent.</summary>
    public string? Word(string name, params ReadOnlySpan<string> allowed)
    {
        var word = String(name);
        _asks?.Note(new(name, FieldKind.Text) { Words = [.. allowed] });
        return word is null || allowed.Contains(word)
            ? word
            : throw ImageError.Invalid(name, $"'{name}' is '{Shortened(word)}'; it must be {Listed(allowed)}.");
    }

    /// <summary>Takes these names away, whatever they hold; the answer is those that were there.</summary>
    public List<string> Drop(Func<string, bool> which)
    {
        var dropped = _fields.Keys.Where(which).ToList();
        dropped.ForEach(name => _fields.Remove(name));
        return dropped;
    }

    /// <summary>Everything that is left: the provider's own parameters.</summary>
    public JsonObject Rest()
    {
        var rest = new JsonObject();
        foreach (var (name, value) in _fields)
            rest.Add(name, value.ValueKind switch
            {
                JsonValueKind.Object => JsonObject.Create(value.Clone()),
                JsonValueKind.Array => JsonArray.Create(value.Clone()),
                _ => JsonValue.Create(value.Clone()),
            });
        return rest;
    }

    private static ImageException Wrong(string name, string wanted, JsonElement value) =>
        ImageError.WrongType(name, $"'{name}' must be {wanted}, not {Kind(value)}.");

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        _ => "true or false",
    };

    // A string such as "\ud800" is valid JSON and no text.
    private static string? Text(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            throw ImageError.InvalidJson("The body holds a string with half a surrogate pair, which is no text.");
        }
    }

    private static string Listed(ReadOnlySpan<string> words) =>
        string.Join(", ", words[..^1].ToArray()) + " or " + words[^1];

    private static string Shortened(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
