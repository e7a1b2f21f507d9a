using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ochre.Pixels;

namespace Ochre.Families;

/// <summary>
/// A provider parameter as the caller gave it, under the name he gave it. Reading one succeeds or refuses by that name; whatever stands
/// in the JSON, nothing but an <see cref="ImageException"/> comes out.
/// </summary>
/// <param name="Name">With its place, as the caller spelled it: <c>imageGenerationConfig.seed</c>.</param>
/// <param name="Key">The last part of the name.</param>
internal readonly record struct CallerValue(string Name, string Key, JsonNode Node)
{
    /// <summary>The members of an object, JSON nulls left out: null is absent.</summary>
    public static List<CallerValue> Members(JsonObject given, string place = "")
    {
        var members = new List<CallerValue>();
        try
        {
            foreach (var (key, node) in given)
            {
                if (node is not null)
                    members.Add(new(place.Length == 0 ? key : $"{place}.{key}", key, node));
            }
        }
        // A JsonObject is read lazily, and only then finds that a name stands in it twice, or that one is not Unicode.
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException or JsonException)
        {
            throw ImageError.InvalidJson(place.Length == 0
                ? "The request's JSON names a parameter twice, or by a name that is not Unicode text."
                : $"'{Echo.Of(place)}' names a parameter twice, or by a name that is not Unicode text.");
        }
        return members;
    }

    public List<CallerValue> Members() =>
        Node is JsonObject members ? Members(members, Name) : throw Wrong("a JSON object");

    /// <summary>A string of whole Unicode characters.</summary>
    public string Text()
    {
        if (Node is not JsonValue value || Kind(value) is not JsonValueKind.String)
            throw Wrong("a string");
        try
        {
            return value.TryGetValue(out string? text) && IsUnicode(text) ? text : throw NotUnicode();
        }
        // JSON such as "\ud800" parses, and fails when it is read.
        catch (InvalidOperationException)
        {
            throw NotUnicode();
        }
    }

    /// <summary>A whole number, or a string that holds one.</summary>
    public long Whole(long min, long max)
    {
        var number = Number();
        return number >= min && number <= max && Math.Floor(number) == number
            ? (long)number
            : throw Invalid($"must be a whole number from {min} to {max}");
    }

    /// <summary>A number, or a string that holds one.</summary>
    public double Real(double min, double max)
    {
        var number = Number();
        return number >= min && number <= max ? number : throw Invalid($"must be a number from {min} to {max}");
    }

    /// <summary>true or false, or a string that says one of them.</summary>
    public bool Flag()
    {
        if (Node is JsonValue value)
        {
            var kind = Kind(value);
            if (kind is JsonValueKind.True or JsonValueKind.False)
                return kind is JsonValueKind.True;
            if (kind is JsonValueKind.String && bool.TryParse(Text(), out var flag))
                return flag;
        }
        throw Wrong("true or false");
    }

    /// <summary>
    /// The base64 pictures of a list, or the only one; null where something is base64 and yet no picture that Ochre knows: Bedrock's to judge.
    /// </summary>
    /// <param name="max">Longest list; at 1 there is none.</param>
    public IReadOnlyList<ImageInput>? Images(int max)
    {
        List<ImageInput> images = [];
        foreach (var picture in One(max))
        {
            if (picture.Image() is not { } image)
                return null;
            images.Add(image);
        }
        return images;
    }

    private IEnumerable<CallerValue> One(int max)
    {
        if (max == 1 || Node is not JsonArray list)
            return [this];
        if (list.Count == 0 || list.Count > max)
            throw Invalid($"has {list.Count} pictures; it must have from 1 to {max}");
        var (name, key) = (Name, Key);
        return list.Select((node, i) => new CallerValue($"{name}[{i}]", key, node ?? JsonValue.Create("")));
    }

    // Megabytes, maybe: handled as UTF-8, so that it never becomes a string.
    private ImageInput? Image()
    {
        if (Node is not JsonValue value || Kind(value) is not JsonValueKind.String)
            throw Wrong("a base64 string");
        var utf8 = value.TryGetValue(out JsonElement element) ? JsonMarshal.GetRawUtf8Value(element)[1..^1] : default;
        // Base64 needs no escapes but the solidus's, which some writers use; those, and values made in .NET, pay for a string.
        if (utf8.IsEmpty || utf8.Contains((byte)'\\'))
            utf8 = Encoding.UTF8.GetBytes(Text());
        var data = utf8.StartsWith("data:"u8) ? utf8[(utf8.IndexOf((byte)',') + 1)..] : utf8;
        if (data.IsEmpty)
            throw Invalid("is empty; it must be base64");
        if (data.ContainsAnyExcept(Base64Bytes))
            throw Invalid("is not base64, which it must be; an address is not followed here");
        var file = new byte[Base64.GetMaxDecodedFromUtf8Length(data.Length)];
        if (Base64.DecodeFromUtf8(data, file, out _, out var length) is not OperationStatus.Done || ImageHeader.Read(file.AsSpan(0, length)) is null)
            return null;
        return ImageInput.Read(file.AsMemory(0, length), Name);
    }

    public ImageException Invalid(string what) => ImageError.Invalid(Echo.Of(Name), $"'{Echo.Of(Name)}' {what}.");

    public ImageException Wrong(string right) => ImageError.WrongType(Echo.Of(Name), $"'{Echo.Of(Name)}' must be {right}.");

    /// <summary>False when a surrogate stands alone: such text has no UTF-8 form.</summary>
    public static bool IsUnicode(string text)
    {
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var used) is not OperationStatus.Done)
                return false;
            rest = rest[used..];
        }
        return true;
    }

    private double Number()
    {
        if (Node is JsonValue value)
        {
            if (Kind(value) is JsonValueKind.Number)
            {
                if (value.TryGetValue(out JsonElement element))
                    return element.TryGetDouble(out var read) ? read : throw Wrong("a number");
                if (value.TryGetValue(out object? made) && made is IConvertible number)
                    return number.ToDouble(CultureInfo.InvariantCulture);
            }
            else if (Kind(value) is JsonValueKind.String && double.TryParse(Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed))
            {
                return parsed;
            }
        }
        throw Wrong("a number");
    }

    private ImageException NotUnicode() => Wrong("Unicode text, without half characters (lone surrogates)");

    // A value made in .NET may be one that JSON cannot say, such as NaN; its kind is then an exception.
    private static JsonValueKind Kind(JsonValue value)
    {
        try
        {
            return value.GetValueKind();
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException or NotSupportedException)
        {
            return JsonValueKind.Undefined;
        }
    }

    private static readonly SearchValues<byte> Base64Bytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="u8);
}
