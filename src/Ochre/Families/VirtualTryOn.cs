using Ochre.Pixels;

namespace Ochre.Families;

/// <summary>Canvas's VIRTUAL_TRY_ON: a garment of one picture on the person of another, in the area that one of three masks marks.</summary>
/// <remarks>Source: Nova user guide, "Virtual try-on", read 2026-11.</remarks>
internal static class VirtualTryOn
{
    private const string MaskType = "virtualTryOnParams.maskType";
    private const string MaskImage = "virtualTryOnParams.imageBasedMask.maskImage";
    private const string GarmentClass = "virtualTryOnParams.garmentBasedMask.garmentClass";
    private const string MaskPrompt = "virtualTryOnParams.promptBasedMask.maskPrompt";
    private const string Reference = "virtualTryOnParams.referenceImage";

    private static readonly Parameter.Choice Garment = new("garmentClass",
    [
        "UPPER_BODY", "LOWER_BODY", "FULL_BODY", "FOOTWEAR", "LONG_SLEEVE_SHIRT", "SHORT_SLEEVE_SHIRT", "NO_SLEEVE_SHIRT",
        "OTHER_UPPER_BODY", "LONG_PANTS", "SHORT_PANTS", "OTHER_LOWER_BODY", "LONG_DRESS", "SHORT_DRESS", "FULL_BODY_OUTFIT",
        "OTHER_FULL_BODY", "SHOES", "BOOTS", "OTHER_FOOTWEAR",
    ]);

    public static IEnumerable<Parameter> Fields(string place, int promptMax, PictureUse mask) =>
    [
        .. AmazonSchema.In(place,
        [
            AmazonSchema.Picture("sourceImage", PictureUse.Opaque, "source_image"),
            AmazonSchema.Picture("referenceImage", PictureUse.Opaque, "reference_image"),
            new Parameter.Choice("maskType", ["IMAGE", "GARMENT", "PROMPT"]),
        ]),
        .. AmazonSchema.In($"{place}.imageBasedMask", [AmazonSchema.Picture("maskImage", mask, "mask_image")]),
        .. AmazonSchema.In($"{place}.garmentBasedMask", [Garment, Shape]),
        .. AmazonSchema.In($"{place}.garmentBasedMask.garmentStyling",
        [
            new Parameter.Choice("longSleeveStyle", ["SLEEVE_DOWN", "SLEEVE_UP"]),
            new Parameter.Choice("tuckingStyle", ["UNTUCKED", "TUCKED"]),
            new Parameter.Choice("outerLayerStyle", ["CLOSED", "OPEN"]),
        ]),
        .. AmazonSchema.In($"{place}.promptBasedMask", [new Parameter.Words("maskPrompt", promptMax) { Spellings = ["mask_prompt"] }, Shape]),
        .. AmazonSchema.In($"{place}.maskExclusions", [Exclusion("preserveBodyPose"), Exclusion("preserveHands"), Exclusion("preserveFace")]),
        .. AmazonSchema.In(place,
        [
            new Parameter.Choice("mergeStyle", ["BALANCED", "SEAMLESS", "DETAILED"]),
            new Parameter.Flag("returnMask") { Spellings = ["return_mask"] },
        ]),
    ];

    /// <summary>
    /// The second picture, or else what OpenAI's <c>mask</c> holds, is the garment; a mask beside both is the mask. The prompt says what the
    /// mask should find, or names a garment class.
    /// </summary>
    public static void Complete(Body body, ImageRequest request, PlanDraft draft)
    {
        if (request is EditImages edit)
            SetPictures(body, edit);
        if (!body.IsSet(Reference))
        {
            throw ImageError.Missing("mask",
                "The \"mask\" parameter is required with VIRTUAL_TRY_ON taskType where there is one image: the garment comes as the second image, as mask, or as referenceImage.");
        }
        var type = body.Text(MaskType) ?? (body.IsSet(MaskImage) ? "IMAGE" : body[GarmentClass] is not null ? "GARMENT" : "PROMPT");
        body[MaskType] = type;
        if (type is not "IMAGE" && body.IsSet(MaskImage))
            throw ImageError.Invalid("maskType", $"maskType is {type}, and a mask was given, which only IMAGE uses.");
        if (!SetMask(body, type, draft.Prompt().Trim()) && !string.IsNullOrWhiteSpace(request.Prompt))
            draft.Ignore("prompt");
    }

    private static void SetPictures(Body body, EditImages edit)
    {
        if (edit.Images is [_, var second, ..] && !body.IsSet(Reference))
            body.SetPictures(Reference, second);
        if (edit.Mask is not { } mask)
            return;
        var place = body.IsSet(Reference) ? MaskImage : Reference;
        if (!body.IsSet(place))
            body.SetPictures(place, mask);
    }

    // True where the prompt was of use.
    private static bool SetMask(Body body, string type, string prompt)
    {
        if (type is "IMAGE")
            return body.IsSet(MaskImage) ? false : throw ImageError.Missing("mask", "maskType IMAGE needs a mask beside two images, or imageBasedMask.maskImage.");
        var (place, value) = type is "GARMENT" ? (GarmentClass, Garment.Find(prompt)) : (MaskPrompt, prompt.Length > 0 ? prompt : null);
        if (body[place] is not null)
            return false;
        body[place] = value ?? throw ImageError.Missing(place, type is "GARMENT"
            ? $"maskType GARMENT needs garmentBasedMask.garmentClass, or a prompt that names one: {string.Join(", ", Garment.Options)}."
            : "maskType PROMPT needs promptBasedMask.maskPrompt, or a prompt: what to put the garment over, such as \"shirt\".");
        return true;
    }

    private static Parameter.Choice Shape => new("maskShape", ["CONTOUR", "BOUNDING_BOX", "DEFAULT"]);

    private static Parameter.Choice Exclusion(string name) => new(name, ["ON", "OFF", "DEFAULT"]);
}
