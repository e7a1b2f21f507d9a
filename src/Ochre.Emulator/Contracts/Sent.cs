using System.Text.Json;
using Ochre.Emulator.Decoding;
using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Contracts;

/// <summary>Fields that a <see cref="Shape"/> has checked, as an edit reads them: pictures decoded, absent ones at their default.</summary>
/// <param name="Pointer">Where <paramref name="Fields"/> stands in the body.</param>
internal sealed record Sent(JsonElement Fields, string Pointer, Violations Found)
{
    /// <summary>The size that the body asks for or leaves to the model.</summary>
    public (int Width, int Height) Size { get; init; }

    public bool Has(string name) => Fields.Field(name) is not null;

    public string Text(string name) => Fields.Text(name) ?? "";

    public int Whole(string name, int absent) => (int)(Fields.Whole(name) ?? absent);

    public float Share(string name, double absent) => (float)(Fields.Field(name)?.GetDouble() ?? absent);

    public bool IsTrue(string name) => Fields.Field(name)?.ValueKind == JsonValueKind.True;

    public Sent? Object(string name) => Fields.Field(name) is { } value ? new(value, $"{Pointer}/{name}", Found) : null;

    /// <summary>The picture in a field; null where there is none or it cannot be decoded, which is a violation then.</summary>
    public Picture? Picture(string name) => Fields.Field(name) is { } value ? Decode(value, $"{Pointer}/{name}").Picture : null;

    /// <summary>The pictures of a list; null where one cannot be decoded.</summary>
    public IReadOnlyList<Picture>? Pictures(string name)
    {
        var pictures = new List<Picture>();
        foreach (var value in Fields.GetProperty(name).EnumerateArray())
        {
            if (Decode(value, $"{Pointer}/{name}/{pictures.Count}").Picture is not { } picture)
                return null;
            pictures.Add(picture);
        }
        return pictures;
    }

    public (ImageHeader? Header, Picture? Picture) Image(string name) =>
        Fields.Field(name) is { } value ? Decode(value, $"{Pointer}/{name}") : default;

    private (ImageHeader? Header, Picture? Picture) Decode(JsonElement value, string pointer)
    {
        var file = value.GetBytesFromBase64();
        try
        {
            return (ImageHeader.Read(file), ImageReader.Read(file));
        }
        catch (InvalidDataException)
        {
            Found.Add(pointer, "the image cannot be decoded");
            return default;
        }
    }
}
