using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Ochre;

/// <summary>Microsoft.Extensions.AI's options in Ochre's. What the raw options say stays said; the others fill what they leave open.</summary>
[Experimental("MEAI001")]
internal sealed class AskedOptions(ImageGenerationOptions? options, IImageGenerator generator)
{
    // As deep as the gateway reads its JSON.
    private const int MaxDepth = 32;

    /// <summary>How many images, whatever the raw options say.</summary>
    public int Count => options?.Count ?? 1;

    public GenerateOptions ForGenerating() => Fill(Raw<GenerateOptions>() ?? new());

    public EditOptions ForEditing() => Fill(Raw<EditOptions>() ?? new());

    // By the interface's convention what is meant for another generator is passed over. Ours for another kind of call is a slip.
    private T? Raw<T>()
        where T : ImageOptions => options?.RawRepresentationFactory?.Invoke(generator) switch
        {
            T own => own,
            ImageOptions other => throw ImageError.Invalid("rawRepresentationFactory", $"'RawRepresentationFactory' gives {other.GetType().Name}; a call {(typeof(T) == typeof(EditOptions) ? "with" : "without")} pictures takes {typeof(T).Name}."),
            _ => null,
        };

    private T Fill<T>(T own)
        where T : ImageOptions
    {
        if (options is null)
            return own;
        own.Model ??= options.ModelId;
        own.Size ??= options.ImageSize is { } size ? $"{size.Width}x{size.Height}" : null;
        own.Format ??= FormatOf(options.MediaType);
        if (options.StreamingCount is < 0 or > 3)
            throw ImageError.Invalid("streamingCount", $"'StreamingCount' is {options.StreamingCount}; it must be from 0 to 3.");
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

    // By hand, so that nothing is left to reflection. A dictionary that holds itself has no end.
    private static JsonNode? Node(string name, object? value, int depth = 0) => value switch
    {
        null => null,
        _ when depth > MaxDepth => throw ImageError.Invalid(Echo.Of(name), $"'{Echo.Of(name)}' is more than {MaxDepth} levels deep."),
        JsonNode node => node.DeepClone(),
        JsonElement element => JsonNode.Parse(element.GetRawText()),
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        sbyte or byte or short or ushort or int or uint or long => JsonValue.Create(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        ulong number => JsonValue.Create(number),
        double number => JsonValue.Create(number),
        float number => JsonValue.Create(number),
        decimal number => JsonValue.Create(number),
        IDictionary map => Members(name, Entries(map), depth + 1),
        IEnumerable<KeyValuePair<string, object?>> map => Members(name, map, depth + 1),
        IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(item => Node(name, item, depth + 1))]),
        _ => throw ImageError.WrongType(Echo.Of(name), $"'{Echo.Of(name)}' is a {value.GetType().Name}; a parameter is a number, a text, true or false, a list or a dictionary of them, or a JsonNode."),
    };

    private static JsonObject Members(string name, IEnumerable<KeyValuePair<string, object?>> map, int depth)
    {
        var members = new JsonObject();
        foreach (var (key, value) in map)
            members[key] = Node($"{name}.{key}", value, depth);
        return members;
    }

    private static IEnumerable<KeyValuePair<string, object?>> Entries(IDictionary map)
    {
        foreach (DictionaryEntry entry in map)
            yield return new(entry.Key.ToString()!, entry.Value);
    }
}
