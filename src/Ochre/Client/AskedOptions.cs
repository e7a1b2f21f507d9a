using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Ochre;

/// <summary>Microsoft.Extensions.AI's options in Ochre's. What the raw options say stays said; the others fill what they leave open.</summary>
[Experimental("MEAI001")]
internal sealed class AskedOptions(ImageGenerationOptions? options, IImageGenerator generator)
{
    /// <summary>How many images, whatever the raw options say.</summary>
    public int Count => options?.Count ?? 1;

    public GenerateOptions ForGenerating() => Fill(Raw() as GenerateOptions ?? new());

    public EditOptions ForEditing() => Fill(Raw() as EditOptions ?? new());

    private object? Raw() => options?.RawRepresentationFactory?.Invoke(generator);

    private T Fill<T>(T own)
        where T : ImageOptions
    {
        if (options is null)
            return own;
        own.Model ??= options.ModelId;
        own.Size ??= options.ImageSize is { } size ? $"{size.Width}x{size.Height}" : null;
        own.Format ??= FormatOf(options.MediaType);
        own.Previews = own.Previews > 0 ? own.Previews : options.StreamingCount ?? 0;
        RefuseLinks(options.ResponseFormat);
        foreach (var (name, value) in options.AdditionalProperties ?? [])
        {
            if (!own.Extra.ContainsKey(name))
                own.Extra[name] = Node(name, value);
        }

        return own;
    }

    private static ImageFormat? FormatOf(string? mediaType) => mediaType?.ToLowerInvariant() switch
    {
        null or "image/*" => null,
        "image/png" => ImageFormat.Png,
        "image/jpeg" or "image/jpg" => ImageFormat.Jpeg,
        "image/webp" => ImageFormat.Webp,
        _ => throw ImageError.Invalid("mediaType", $"'MediaType' is '{Echo.Of(mediaType, 40)}'; it must be image/png, image/jpeg or image/webp."),
    };

    private static void RefuseLinks(ImageGenerationResponseFormat? format)
    {
        if (format is not null and not ImageGenerationResponseFormat.Data)
            throw ImageError.Invalid("responseFormat", $"'ResponseFormat' is {format}, and images are given as data here: nothing keeps them under an address. Leave it out or say Data.");
    }

    // By hand, so that nothing is left to reflection.
    private static JsonNode? Node(string name, object? value) => value switch
    {
        null => null,
        JsonNode node => node.DeepClone(),
        JsonElement element => JsonNode.Parse(element.GetRawText()),
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        uint number => JsonValue.Create(number),
        double number => JsonValue.Create(number),
        float number => JsonValue.Create(number),
        decimal number => JsonValue.Create(number),
        IDictionary map => Members(name, map),
        IEnumerable list => Items(name, list),
        _ => throw ImageError.WrongType(Echo.Of(name), $"'{Echo.Of(name)}' is a {value.GetType().Name}; a parameter is a number, a text, true or false, a list or a dictionary of them, or a JsonNode."),
    };

    private static JsonObject Members(string name, IDictionary map)
    {
        var members = new JsonObject();
        foreach (DictionaryEntry entry in map)
            members[entry.Key.ToString()!] = Node($"{name}.{entry.Key}", entry.Value);
        return members;
    }

    private static JsonArray Items(string name, IEnumerable list)
    {
        var items = new JsonArray();
        foreach (var item in list)
            items.Add(Node(name, item));
        return items;
    }
}
