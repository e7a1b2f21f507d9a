using Ochre.Families;
using Ochre.Pixels;

namespace Ochre.Succession;

/// <summary>A wish for a model that is gone, put to one that lives.</summary>
/// <param name="Model">The id of the one that lives.</param>
/// <param name="Request">The same wish in its words.</param>
/// <param name="Notes">What could not be carried over, and what was changed on the way.</param>
internal sealed record Heir(string Model, ImageRequest Request, PlanNotes Notes)
{
    /// <summary>OpenAI's word for the quality, where the choice of the model was how it was met; null where the model decides.</summary>
    public string? Quality { get; init; }

    /// <summary>A mask whose shape may make another heir; null where nothing is left to ask, or it has been looked at.</summary>
    public ImageInput? Undecided { get; init; }

    /// <summary>The successor map of each family: a new one is its file and one line here.</summary>
    /// <param name="kept">The rectangle that the mask keeps, once it has been looked at.</param>
    /// <exception cref="ImageException">No model that lives can do it, or the request was wrong for the one that is gone; names the field.</exception>
    public static Heir Of(ModelTarget gone, ImageRequest request, ModelCatalog catalog, PixelArea? kept = null) => gone.Family switch
    {
        TitanImage or NovaCanvas => AmazonHeirs.Of(request, gone.Model, catalog, kept),
        StableDiffusionXl => XlHeirs.Of(request, gone.Model, catalog),
        _ => NewerVersion.Of(request, gone.Model, catalog),
    };
}
