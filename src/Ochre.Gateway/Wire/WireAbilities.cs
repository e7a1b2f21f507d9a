using System.Text.Json.Serialization;
using Ochre.Families;

namespace Ochre.Gateway.Wire;

/// <summary>What a model takes, in so much detail that a page can offer it and say the price before anything is bought.</summary>
/// <param name="MaxNegativePrompt">In Unicode code points; 0 when the model takes none.</param>
/// <param name="MaxSeed">The smallest is 0; 0 when the model takes none.</param>
/// <param name="Fields">The model's documented request, field by field.</param>
internal sealed record WireAbilities(int MaxNegativePrompt, long MaxSeed, IReadOnlyList<WireField> Fields)
{
    /// <summary>Absent where the picture decides that comes in.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DefaultSize { get; init; }

    /// <summary>Absent where sizes are listed, or not to be asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WireSizeRange? SizeRange { get; init; }

    /// <summary>The first line that fits an image is its price; absent when nobody has set one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<WirePriceLine>? Prices { get; init; }

    public static WireAbilities Of(ImageModel model) => new(model.NegativePromptMax, model.SeedMax, [.. model.Schema.Select(WireField.Of)])
    {
        DefaultSize = model.Sizes.Default is { Width: > 0 } size ? size.ToString() : null,
        SizeRange = model.Sizes is SizeRule.Range range ? new(range.MinSide, range.MaxSide, range.Step, range.MaxAspect, range.MaxPixels) : null,
        Prices = model.Prices is { } prices ? [.. prices.Lines.Select(WirePriceLine.Of)] : null,
    };
}

/// <summary>Sides in pixels; the longer at most <paramref name="MaxAspect"/> times the shorter.</summary>
internal sealed record WireSizeRange(int Min, int Max, int Step, int MaxAspect, long MaxPixels);

/// <summary>One field of a model's request.</summary>
/// <param name="Path">Place and name: <c>imageGenerationConfig.seed</c>, <c>style_preset</c>.</param>
/// <param name="Type"><c>text</c>, <c>choice</c>, <c>integer</c>, <c>number</c>, <c>boolean</c>, <c>image</c>, <c>images</c>, <c>colors</c> or <c>object</c>.</param>
internal sealed record WireField(string Path, string Type)
{
    /// <summary>The smallest number.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Min { get; init; }

    /// <summary>The largest number, the longest text in Unicode code points, the most images.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Max { get; init; }

    /// <summary>The words of a choice.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Options { get; init; }

    public static WireField Of(Parameter parameter) => parameter switch
    {
        Parameter.Words words => new(words.Path, "text") { Max = words.Max },
        Parameter.Choice choice => new(choice.Path, "choice") { Options = choice.Options },
        Parameter.Whole whole => new(whole.Path, "integer") { Min = whole.Min, Max = whole.Max },
        Parameter.Real real => new(real.Path, "number") { Min = real.Min, Max = real.Max },
        Parameter.Flag flag => new(flag.Path, "boolean"),
        Parameter.Picture picture => new(picture.Path, "image"),
        Parameter.Pictures pictures => new(pictures.Path, "images") { Max = pictures.Max },
        Parameter.Colors colors => new(colors.Path, "colors"),
        _ => new(parameter.Path, "object"),
    };
}

/// <summary>One line of a price list; what is absent does not matter to it.</summary>
/// <param name="Usd">For one image, in US dollars, as decimal text.</param>
internal sealed record WirePriceLine(string Usd)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Task { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Sizes { get; init; }

    /// <summary>Neither side is longer, in pixels.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxSide { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? MaxPixels { get; init; }

    /// <summary>Only this quality.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Premium { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxSteps { get; init; }

    public static WirePriceLine Of(PriceLine line) => new(Listing.ModelFacts.Usd(line.Usd))
    {
        Task = line.Task?.Word(),
        Sizes = line.Sizes is { } sizes ? [.. sizes.Select(size => size.ToString())] : null,
        MaxSide = line.MaxSide,
        MaxPixels = line.MaxPixels,
        Premium = line.Premium,
        MaxSteps = line.MaxSteps,
    };
}
