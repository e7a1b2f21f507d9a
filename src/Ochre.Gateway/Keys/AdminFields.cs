using System.Text.Json;
using Ochre.Gateway.Spend;

namespace Ochre.Gateway.Keys;

/// <summary>An administrator's body. A field that is not there changes nothing; null takes away what was there.</summary>
internal sealed class AdminFields
{
    /// <summary>Most items of a list.</summary>
    public const int MaxNames = 500;

    private readonly Fields _fields;
    private readonly FieldAsks? _asks;
    private readonly HashSet<string> _nulls = new(StringComparer.Ordinal);

    /// <param name="asks">Learns what is asked for; null where nobody wants to know.</param>
    /// <exception cref="ImageException">A name or string holds half a surrogate pair: it is no text.</exception>
    public AdminFields(JsonElement body, FieldAsks? asks = null)
    {
        _fields = new(body, asks);
        _asks = asks;
        foreach (var field in body.EnumerateObject().Where(field => field.Value.ValueKind is JsonValueKind.Null))
            _nulls.Add(field.Name);
    }

    /// <summary>A text of 1 to <paramref name="max"/> characters that can stand on a line.</summary>
    public bool TryText(string name, int max, out string? value)
    {
        value = null;
        if (_nulls.Remove(name))
            return true;
        value = _fields.String(name);
        _asks?.Note(new(name, FieldKind.Text) { Min = 1, Max = max });
        return value is null ? false
            : value.Trim().Length == 0 ? throw ImageError.Invalid(name, $"'{name}' is empty; leave it out, or send null to take it away.")
            : value.Length > max ? throw ImageError.Invalid(name, $"'{name}' has {value.Length:N0} characters; it may have {max}.")
            : value.Any(char.IsControl) ? throw ImageError.Invalid(name, $"'{name}' holds a control character, such as a line break; send one line of text.")
            : true;
    }

    public string? Text(string name, int max) => TryText(name, max, out var value) ? value : null;

    public string NeededText(string name, int max) => Text(name, max) ?? throw ImageError.Missing(name, $"'{name}' is missing.");

    public bool TryCount(string name, out int? value)
    {
        value = null;
        if (_nulls.Remove(name))
            return true;
        value = _fields.Int(name, 0, int.MaxValue);
        return value is not null;
    }

    public bool TryFlag(string name, out bool value)
    {
        value = false;
        if (_nulls.Remove(name))
            return true;
        var given = _fields.Bool(name);
        value = given is true;
        return given is not null;
    }

    /// <summary>US dollars: 0 to a million, to the billionth.</summary>
    public bool TryUsd(string name, out decimal? value)
    {
        value = null;
        if (_nulls.Remove(name))
            return true;
        var field = _fields.Any(name);
        _asks?.Note(new(name, FieldKind.Usd) { Min = 0, Max = Money.Largest });
        if (field is not { } given)
            return false;
        if (given.ValueKind is not JsonValueKind.Number)
            throw ImageError.WrongType(name, $"'{name}' must be a number of US dollars, such as 10.5, without quotes.");
        value = given.TryGetDecimal(out var usd) && usd is >= 0 and <= Money.Largest ? usd
            : throw ImageError.Invalid(name, $"'{name}' is {Echo.Of(given.GetRawText(), 40)}; it must be from 0 to {Money.Largest:0} US dollars.");
        return decimal.Round(usd, 9) == usd ? true : throw ImageError.Invalid(name, $"'{name}' has more than nine digits after the point.");
    }

    /// <summary>A list of texts, each once; null where there is none.</summary>
    public bool TryNames(string name, out IReadOnlyList<string> value)
    {
        value = [];
        if (_nulls.Remove(name))
            return true;
        var field = _fields.Any(name);
        _asks?.Note(new(name, FieldKind.Names) { Max = MaxNames });
        if (field is not { } given)
            return false;
        if (given.ValueKind is not JsonValueKind.Array || given.EnumerateArray().Any(item => item.ValueKind is not JsonValueKind.String))
            throw ImageError.WrongType(name, $"'{name}' must be a list of texts, such as [\"a\", \"b\"].");
        if (given.GetArrayLength() > MaxNames)
            throw ImageError.Invalid(name, $"'{name}' has {given.GetArrayLength():N0} items; it may have {MaxNames}.");
        value = [.. given.EnumerateArray().Select(item => Name(name, item)).Distinct()];
        return true;
    }

    /// <summary>A JSON object, as it was written; at most <paramref name="max"/> characters.</summary>
    public bool TryObject(string name, int max, out JsonElement? value)
    {
        value = null;
        if (_nulls.Remove(name))
            return true;
        value = _fields.Object(name);
        if (value is not { } given)
            return false;
        if (given.GetRawText().Length > max)
            throw ImageError.Invalid(name, $"'{name}' has more than {max:N0} characters of JSON.");
        Fields.RefuseNoText(given);
        return true;
    }

    /// <summary>Looks at a field, and leaves it; null where nothing stands.</summary>
    public JsonElement? Peek(string name) => _fields.Peek(name);

    /// <summary>Says it where the body says nothing, or null.</summary>
    public void Fill(string name, JsonElement value)
    {
        _nulls.Remove(name);
        _fields.Fill(name, value);
    }

    /// <summary>Takes away what means nothing here; gives the names of what was there, and said something.</summary>
    public List<string> Drop(Func<string, bool> which)
    {
        _nulls.RemoveWhere(name => which(name));
        var said = _fields.Names.Where(which).Where(name => !Says.Nothing(_fields.Peek(name)!.Value)).ToList();
        _fields.Drop(which);
        return said;
    }

    /// <exception cref="ImageException">Something is left over: it is named, with what is known.</exception>
    public void RefuseRest(IEnumerable<string> known)
    {
        if (_fields.Names.Concat(_nulls).FirstOrDefault() is not { } name)
            return;
        var near = NearestNames.To(name, known, 3);
        throw ImageError.UnknownParameter(Echo.Of(name, 60), $"There is no '{Echo.Of(name, 60)}' here. The nearest names are {string.Join(", ", near)}.");
    }

    private static string Name(string list, JsonElement item) => Fields.TextOf(item) is { Length: > 0 and <= 200 } text && !text.Any(char.IsControl)
        ? text
        : throw ImageError.Invalid(list, $"'{list}' has an item that is empty, has more than 200 characters or a line break.");
}
