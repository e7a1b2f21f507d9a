using System.Buffers.Text;
using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Unicode;

namespace Ochre.Gateway.Uploads;

/// <summary>
/// A form field's text and what it stands for in JSON. OpenAI's own fields have their types; in any other, what parses as JSON is JSON.
/// </summary>
internal readonly struct FormValue
{
    private const int MaxDepth = 8;

    private enum Kind
    {
        Text,
        Number,
        Bool,
    }

    private static readonly FrozenDictionary<string, Kind> s_declared = new Dictionary<string, Kind>
    {
        ["prompt"] = Kind.Text,
        ["model"] = Kind.Text,
        ["n"] = Kind.Number,
        ["size"] = Kind.Text,
        ["quality"] = Kind.Text,
        ["style"] = Kind.Text,
        ["response_format"] = Kind.Text,
        ["output_format"] = Kind.Text,
        ["output_compression"] = Kind.Number,
        ["background"] = Kind.Text,
        ["moderation"] = Kind.Text,
        ["input_fidelity"] = Kind.Text,
        ["stream"] = Kind.Bool,
        ["partial_images"] = Kind.Number,
        ["user"] = Kind.Text,
        ["safety_identifier"] = Kind.Text,
        ["guardrailIdentifier"] = Kind.Text,
        ["guardrailVersion"] = Kind.Text,
    }.ToFrozenDictionary();

    private readonly ReadOnlyMemory<byte> _utf8;
    private readonly bool _isJson;

    private FormValue(ReadOnlyMemory<byte> utf8, bool isJson) => (_utf8, _isJson) = (utf8, isJson);

    /// <summary>Whether it is a field of OpenAI's.</summary>
    public static bool IsDeclared(string name) => s_declared.ContainsKey(name);

    /// <param name="utf8">Is kept, not copied.</param>
    /// <returns>Null where an empty field is an absent one.</returns>
    /// <exception cref="ImageException">It is no text, or JSON that is too deep; names the field.</exception>
    public static FormValue? Of(FormName name, ReadOnlyMemory<byte> utf8)
    {
        if (!Utf8.IsValid(utf8.Span))
            throw ImageError.Invalid(Echo.Of(name.Text), $"The form's field '{Echo.Of(name.Text)}' is not valid UTF-8.");
        if (name.Steps.Count > 0 || !s_declared.TryGetValue(name.Root, out var kind))
            return IsJson(name, utf8.Span) ? new(utf8, isJson: true) : new(utf8, isJson: false);
        // Pages with forms send what was not filled in as well.
        if (utf8.IsEmpty && name.Root != "prompt")
            return null;
        return kind switch
        {
            Kind.Number => new(utf8, Utf8Parser.TryParse(utf8.Span, out double _, out var used) && used == utf8.Length && IsJson(name, utf8.Span)),
            Kind.Bool => Bool(utf8),
            _ => new(utf8, isJson: false),
        };
    }

    public void WriteTo(Utf8JsonWriter writer)
    {
        if (_isJson)
            writer.WriteRawValue(_utf8.Span, skipInputValidation: true);
        else
            writer.WriteStringValue(_utf8.Span);
    }

    // Python's clients write True.
    private static FormValue Bool(ReadOnlyMemory<byte> utf8)
    {
        var text = utf8.Span;
        if (System.Text.Ascii.EqualsIgnoreCase(text, "true"u8) || text.SequenceEqual("1"u8))
            return new("true"u8.ToArray(), isJson: true);
        return System.Text.Ascii.EqualsIgnoreCase(text, "false"u8) || text.SequenceEqual("0"u8)
            ? new("false"u8.ToArray(), isJson: true)
            : new(utf8, isJson: false);
    }

    private static bool IsJson(FormName name, ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text);
            while (reader.Read())
            {
                if (reader.CurrentDepth >= MaxDepth && reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                    throw ImageError.Invalid(Echo.Of(name.Text), $"'{Echo.Of(name.Text)}' is JSON of more than {MaxDepth} levels.");
            }

            return reader.BytesConsumed == text.Length && text.Length > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
