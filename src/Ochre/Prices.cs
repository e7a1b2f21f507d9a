namespace Ochre;

/// <summary>What is being bought: one image, in the terms that prices depend on.</summary>
/// <param name="Steps">Diffusion steps; 0 where the model has none.</param>
/// <param name="Inputs">Pictures that go in with its call, the mask included.</param>
public readonly record struct PricedImage(ImageTask Task, PixelSize Size, bool Premium = false, int Steps = 0, int Inputs = 0);

/// <summary>One line of a price list; what it leaves null it does not care about.</summary>
/// <param name="Usd">For one image, in US dollars.</param>
public sealed record PriceLine(decimal Usd)
{
    /// <summary>Beside it, for each pixel of the image.</summary>
    public decimal UsdPerPixel { get; init; }

    /// <summary>Beside it, for each picture that goes in with the call.</summary>
    public decimal UsdPerInput { get; init; }

    public ImageTask? Task { get; init; }

    /// <summary>Only these sizes.</summary>
    public IReadOnlyList<PixelSize>? Sizes { get; init; }

    /// <summary>Only when neither side is longer, in pixels.</summary>
    public int? MaxSide { get; init; }

    /// <summary>Only up to this area, in pixels.</summary>
    public long? MaxPixels { get; init; }

    public bool? Premium { get; init; }

    public int? MaxSteps { get; init; }

    /// <summary>US dollars for this image.</summary>
    public decimal For(PricedImage image) => Usd + UsdPerPixel * image.Size.Pixels + UsdPerInput * image.Inputs;

    public bool Fits(PricedImage image) =>
        (Task is null || Task == image.Task)
        && (Sizes is null || Sizes.Contains(image.Size))
        && (MaxSide is null || Math.Max(image.Size.Width, image.Size.Height) <= MaxSide)
        && (MaxPixels is null || image.Size.Pixels <= MaxPixels)
        && (Premium is null || Premium == image.Premium)
        && (MaxSteps is null || image.Steps <= MaxSteps);
}

/// <summary>A model's price list: the first line that fits an image is its price.</summary>
/// <param name="AsOf">The day the prices were last checked against their source.</param>
/// <param name="Source">Where they come from.</param>
public sealed record PriceTable(IReadOnlyList<PriceLine> Lines, DateOnly AsOf, string Source)
{
    /// <summary>One price for every image, in US dollars: an operator's own, say.</summary>
    public static PriceTable Flat(decimal usd, DateOnly asOf, string source) => new([new(usd)], asOf, source);

    /// <summary>US dollars for one image; null when no line fits.</summary>
    public decimal? For(PricedImage image) => Lines.FirstOrDefault(line => line.Fits(image))?.For(image);
}

/// <summary>
/// What AWS asks for an image, on demand. AWS's price page could not be read by machine: each table names the copy it was taken from.
/// Prices of models past their end of life are history, kept for accounts that still have them and for replay.
/// </summary>
internal static class Prices
{
    private const string LiteLlm = "LiteLLM model_prices_and_context_window.json";
    private static readonly DateOnly LiteLlmDay = new(2026, 7, 24);

    /// <summary>Core, 2026-07-24 and in a gateway's table that cites AWS's price page.</summary>
    public static readonly PriceTable Core = PriceTable.Flat(0.04m, LiteLlmDay, LiteLlm);

    public static readonly PriceTable Ultra = PriceTable.Flat(0.14m, LiteLlmDay, LiteLlm);

    public static readonly PriceTable Sd3 = PriceTable.Flat(0.08m, LiteLlmDay, LiteLlm);

    /// <summary>Eight of the image services. These six, too, stand in a gateway's table that cites AWS's price page, 2026-07.</summary>
    public static readonly PriceTable ImageService = PriceTable.Flat(0.07m, LiteLlmDay, LiteLlm);

    public static readonly PriceTable StyleTransfer = PriceTable.Flat(0.08m, LiteLlmDay, LiteLlm);

    public static readonly PriceTable Outpaint = PriceTable.Flat(0.06m, LiteLlmDay, LiteLlm);

    public static readonly PriceTable CreativeUpscale = PriceTable.Flat(0.60m, LiteLlmDay, LiteLlm);

    public static readonly PriceTable ConservativeUpscale = PriceTable.Flat(0.40m, LiteLlmDay, LiteLlm);

    public static readonly PriceTable FastUpscale = PriceTable.Flat(0.03m, LiteLlmDay, LiteLlm);

    /// <summary>SDXL 1.0: the step count decides.</summary>
    public static readonly PriceTable SdxlV1 = new(
        [new(0.04m) { MaxSteps = 50 }, new(0.08m)], LiteLlmDay, LiteLlm);

    /// <summary>SDXL 0.8: the size (up to 512x512, or larger) and the step count decide.</summary>
    public static readonly PriceTable SdxlV0 = new(
        [
            new(0.018m) { MaxSide = 512, MaxSteps = 50 }, new(0.036m) { MaxSide = 512 },
            new(0.036m) { MaxSteps = 50 }, new(0.072m),
        ],
        LiteLlmDay, LiteLlm);

    /// <summary>Canvas: up to 1024 on both sides, or larger. The standard prices were confirmed by a bill (pollinations PR 13831).</summary>
    public static readonly PriceTable Canvas = new(
        [
            new(0.04m) { MaxSide = 1024, Premium = false }, new(0.06m) { MaxSide = 1024, Premium = true },
            new(0.06m) { Premium = false }, new(0.08m),
        ],
        new(2026, 7, 9), "AWS Bedrock pricing page, as copied by the generative-media-skills repository");

    /// <summary>
    /// Titan: AWS's size table puts each permitted size in the class "512" or "1024". An edit has its picture's size, which may stand in no
    /// table: then the overview page's rule by area decides. The premium prices are unverified.
    /// </summary>
    public static readonly PriceTable Titan = new(
        [
            new(0.008m) { Sizes = Families.TitanImage.SmallSizes, Premium = false },
            new(0.010m) { Sizes = Families.TitanImage.SmallSizes, Premium = true },
            new(0.008m) { MaxPixels = 512 * 512, Premium = false }, new(0.010m) { MaxPixels = 512 * 512, Premium = true },
            new(0.010m) { Premium = false }, new(0.012m),
        ],
        LiteLlmDay, LiteLlm + " (standard); AWS Bedrock pricing page, remembered (premium)");
}
