using System.Buffers;
using System.Text.Json;

namespace Ochre.Emulator.Contracts;

/// <summary>What one value of a body may be. The texts are those of the JSON schema validator behind Bedrock.</summary>
internal abstract record Rule
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("-0123456789");

    public abstract void Check(JsonElement value, string pointer, Violations found);

    protected static bool Expect(JsonValueKind kind, JsonElement value, string pointer, Violations found)
    {
        if (value.ValueKind == kind)
            return true;
        found.Add(pointer, $"expected type: {TypeName(kind)}, found: {Found(value)}");
        return false;
    }

    protected static string Found(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number ? IsWhole(value) ? "Integer" : "BigDecimal" : TypeName(value.ValueKind);

    protected static bool IsWhole(JsonElement value) => !value.GetRawText().AsSpan().ContainsAnyExcept(Digits);

    private static string TypeName(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "JSONObject",
        JsonValueKind.Array => "JSONArray",
        JsonValueKind.True or JsonValueKind.False => "Boolean",
        _ => kind.ToString(),
    };
}

/// <summary>A string; lengths count code points, as the validator's <c>codePointCount</c> does.</summary>
internal sealed record Text(int MaxLength, int MinLength = 0) : Rule
{
    public override void Check(JsonElement value, string pointer, Violations found)
    {
        if (!Expect(JsonValueKind.String, value, pointer, found))
            return;
        var length = 0;
        foreach (var _ in value.GetString()!.EnumerateRunes())
            length++;
        if (length > MaxLength)
            found.Add(pointer, $"expected maxLength: {MaxLength}, actual: {length}");
        else if (length < MinLength)
            found.Add(pointer, $"expected minLength: {MinLength}, actual: {length}");
    }
}

/// <summary>An integer within bounds, both allowed. 1.0 and 1e0 are not integers to the validator.</summary>
internal sealed record Whole(long Min, long Max, int MultipleOf = 1) : Rule
{
    public override void Check(JsonElement value, string pointer, Violations found)
    {
        if (value.ValueKind != JsonValueKind.Number || !IsWhole(value))
        {
            found.Add(pointer, $"expected type: Integer, found: {Found(value)}");
            return;
        }
        var raw = value.GetRawText();
        // A number too long for 64 bits is past every bound; its sign says which.
        var number = value.TryGetInt64(out var fits) ? fits : raw[0] == '-' ? long.MinValue : long.MaxValue;
        if (number > Max)
            found.Add(pointer, $"{Violations.Echo(raw)} is not less or equal to {Max}");
        else if (number < Min)
            found.Add(pointer, $"{Violations.Echo(raw)} is not greater or equal to {Min}");
        else if (number % MultipleOf != 0)
            found.Add(pointer, $"{raw} is not a multiple of {MultipleOf}");
    }
}

/// <summary>A number within bounds, both allowed.</summary>
internal sealed record Number(double Min = double.MinValue, double Max = double.MaxValue) : Rule
{
    public override void Check(JsonElement value, string pointer, Violations found)
    {
        if (!Expect(JsonValueKind.Number, value, pointer, found))
            return;
        var number = value.GetDouble();
        if (!(number <= Max))
            found.Add(pointer, $"{Violations.Echo(value.GetRawText())} is not less or equal to {Max}");
        else if (!(number >= Min))
            found.Add(pointer, $"{Violations.Echo(value.GetRawText())} is not greater or equal to {Min}");
    }
}

internal sealed record Choice(params string[] Values) : Rule
{
    public override void Check(JsonElement value, string pointer, Violations found)
    {
        if (Expect(JsonValueKind.String, value, pointer, found) && !Values.Contains(value.GetString()))
            found.Add(pointer, $"{Violations.Echo(value.GetString()!)} is not a valid enum value");
    }
}

/// <summary><c>#RRGGBB</c>. Source: Titan and Nova Canvas pages, <c>colors</c>.</summary>
internal sealed record HexColour : Rule
{
    public override void Check(JsonElement value, string pointer, Violations found)
    {
        if (Expect(JsonValueKind.String, value, pointer, found) && !IsColour(value.GetString()!))
            found.Add(pointer, $"string [{Violations.Echo(value.GetString()!)}] does not match pattern ^#[0-9a-fA-F]{{6}}$");
    }

    private static bool IsColour(string text) => text.Length == 7 && text[0] == '#' && text.Skip(1).All(char.IsAsciiHexDigit);
}

internal sealed record ListOf(Rule Item, int Min, int Max) : Rule
{
    public override void Check(JsonElement value, string pointer, Violations found)
    {
        if (!Expect(JsonValueKind.Array, value, pointer, found))
            return;
        var count = value.GetArrayLength();
        if (count < Min)
            found.Add(pointer, $"expected minimum item count: {Min}, found: {count}");
        if (count > Max)
            found.Add(pointer, $"expected maximum item count: {Max}, found: {count}");
        else
        {
            for (var i = 0; i < count; i++)
                Item.Check(value[i], $"{pointer}/{i}", found);
        }
    }
}

/// <summary>Any object: documented as experimental, its content not documented.</summary>
internal sealed record AnyObject : Rule
{
    public override void Check(JsonElement value, string pointer, Violations found) => Expect(JsonValueKind.Object, value, pointer, found);
}

/// <summary><c>true</c> or <c>false</c>.</summary>
internal sealed record Flag : Rule
{
    public override void Check(JsonElement value, string pointer, Violations found)
    {
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            Expect(JsonValueKind.True, value, pointer, found);
    }
}
