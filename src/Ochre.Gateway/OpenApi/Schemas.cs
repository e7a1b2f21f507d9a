using System.Globalization;

namespace Ochre.Gateway.OpenApi;

/// <summary>Small schemas, as text.</summary>
internal static class Schemas
{
    public const string Text = """{"type":"string"}""";

    public const string Flag = """{"type":"boolean"}""";

    /// <summary>A day of UTC; a time behind it is passed over.</summary>
    public const string Day = """{"type":"string","format":"date"}""";

    public static string Whole(int min, int max, int otherwise) =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"type":"integer","minimum":{{min}},"maximum":{{max}},"default":{{otherwise}}}""");

    /// <param name="words">Of letters, digits and signs that JSON does not escape.</param>
    public static string OneOf(params IEnumerable<string> words) => $$"""{"type":"string","enum":["{{string.Join("\",\"", words)}}"]}""";

    /// <summary>A name that may be there several times.</summary>
    public static string Several(string item) => $$"""{"type":"array","items":{{item}}}""";
}
