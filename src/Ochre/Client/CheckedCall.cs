using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ochre.Parameters;

namespace Ochre;

/// <summary>One call of the client, checked.</summary>
/// <param name="Model">As the caller spelled it; null takes the default.</param>
/// <param name="Headers">Bedrock's own, in its spelling.</param>
/// <param name="Ignored">OpenAI's words that mean nothing here.</param>
internal sealed record CheckedCall(
    ImageRequest Request, string? Model, IReadOnlyList<KeyValuePair<string, string>> Headers, IReadOnlyList<string> Ignored, int Previews)
{
    /// <summary>The same in OpenAI's words, as JSON without prompt and pictures.</summary>
    public ReadOnlyMemory<byte> Json { get; private init; }

    /// <summary>Called in the model's place: the ARN of an application inference profile.</summary>
    public string? InferenceProfile { get; private init; }

    private const int MaxPictures = 16;

    // Of the gateway's answer: here the image is always bytes, and the method says whether it streams.
    private static readonly string[] s_ofTheGateway = ["response_format", "stream", "partial_images"];

    /// <exception cref="ImageException">An option is out of range or said twice; names it in OpenAI's word.</exception>
    public static CheckedCall Generate(string prompt, int? count, GenerateOptions options)
    {
        RequestWords.RequirePrompt(prompt);
        return Read(options, count, fields => RequestWords.Generation(fields, prompt));
    }

    /// <inheritdoc cref="Generate"/>
    public static CheckedCall Edit(IEnumerable<ImageFile> images, string prompt, int? count, EditOptions options, ImageLimits limits)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        var request = new EditImages
        {
            Images = Pictures(images, limits),
            Prompt = prompt,
            Mask = options.Mask?.As("mask", limits),
            Pictures = options.Pictures.ToDictionary(pair => pair.Key, pair => pair.Value?.As(pair.Key, limits) ?? throw new ArgumentException($"The picture '{Echo.Of(pair.Key, 60)}' is null.", nameof(options))),
        };
        return Read(options, count, fields => RequestWords.Edit(fields, request));
    }

    /// <inheritdoc cref="Generate"/>
    public static CheckedCall Vary(IEnumerable<ImageFile> images, int? count, VariationOptions options, ImageLimits limits)
    {
        var request = new VaryImages { Images = Pictures(images, limits) };
        return Read(options, count, fields => RequestWords.Variation(fields, request));
    }

    private static CheckedCall Read<T>(ImageOptions options, int? count, Func<Fields, (T Request, List<string> Ignored)> parse)
        where T : ImageRequest
    {
        if (options.Previews is < 0 or > 3)
            throw ImageError.Invalid("previews", $"'Previews' is {options.Previews}; it must be from 0 to 3.");
        var written = Written(options, count);
        using var json = JsonWords.Parse(written);
        var fields = new Fields(json.RootElement);
        var model = fields.String("model");
        var profile = fields.String("model_id");
        if (profile is not null && !profile.StartsWith("arn:", StringComparison.Ordinal))
            throw ImageError.Invalid("model_id", "'model_id' is no ARN of an inference profile; write it as arn:aws:bedrock:REGION:ACCOUNT:application-inference-profile/ID.");
        _ = fields.Drop(name => name is "user" or "safety_identifier");
        var headers = HeadersOf(options, (fields.String("guardrailIdentifier"), fields.String("guardrailVersion")));
        var ignored = fields.Drop(s_ofTheGateway.Contains);
        var (request, meaningless) = parse(fields);
        return new(request, model, headers, [.. ignored, .. meaningless], options.Previews) { Json = written, InferenceProfile = profile };
    }

    private static List<ImageInput> Pictures(IEnumerable<ImageFile> images, ImageLimits limits)
    {
        ArgumentNullException.ThrowIfNull(images);
        List<ImageFile> files = [.. images.Take(MaxPictures + 1)];
        if (files.Contains(null!))
            throw new ArgumentException("One of the pictures is null.", nameof(images));
        return files.Count switch
        {
            0 => throw ImageError.Missing("image", "An image is required: the picture to start from."),
            > MaxPictures => throw ImageError.Invalid("image", $"There are more than {MaxPictures} images; a request takes at most {MaxPictures}."),
            1 => [files[0].As("image", limits)],
            _ => [.. files.Select((file, index) => file.As($"image[{index}]", limits))],
        };
    }

    private static IReadOnlyList<KeyValuePair<string, string>> HeadersOf(ImageOptions options, (string? Id, string? Version) guardrail)
    {
        if (options.Headers.Keys.FirstOrDefault(name => !BedrockHeaders.Names.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw ImageError.Invalid("headers", $"'{Echo.Of(unknown, 60)}' is none of Bedrock's headers for images; there are {string.Join(", ", BedrockHeaders.Names)}.");
        return BedrockHeaders.Read(name => options.Headers.TryGetValue(name, out var value) ? value : null, guardrail);
    }

    private static ReadOnlyMemory<byte> Written(ImageOptions options, int? count)
    {
        if (options.Extra.ContainsKey("prompt"))
            throw Twice("prompt", "the prompt");
        if (options.Extra.ContainsKey("n"))
            throw Twice("n", "the method, of which those that end in ManyAsync and StreamAsync take a count,");
        var body = new ArrayBufferWriter<byte>();
        try
        {
            using var writer = new Utf8JsonWriter(body);
            writer.WriteStartObject();
            foreach (var (name, value) in options.Words().Append(("n", count)).Where(word => word.Item2 is not null))
            {
                if (options.Extra.ContainsKey(name))
                    throw Twice(name, "its property");
                Write(writer, name, value!);
            }

            foreach (var (name, value) in options.Extra.Where(pair => pair.Value is not null))
                Write(writer, name, value!);
            writer.WriteEndObject();
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException or NotSupportedException)
        {
            throw ImageError.InvalidJson("'Extra' holds what JSON cannot say: a number that is infinite or none, or a value that is no number, text, truth, list or object.");
        }

        return body.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter writer, string name, JsonNode value)
    {
        writer.WritePropertyName(name);
        value.WriteTo(writer);
    }

    private static ImageException Twice(string name, string where) =>
        ImageError.Invalid(name, $"'{name}' is said by {where} and stands in 'Extra' too; say it once.");
}
