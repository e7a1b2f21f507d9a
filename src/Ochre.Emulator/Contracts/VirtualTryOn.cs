using Ochre.Emulator.Editing;
using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Contracts;

/// <summary>Nova Canvas's VIRTUAL_TRY_ON: a garment from one picture on the person of another.</summary>
/// <remarks>Source: Nova user guide, "Virtual try-on".</remarks>
internal static class VirtualTryOn
{
    private static readonly Choice Shapes = new("CONTOUR", "BOUNDING_BOX", "DEFAULT");
    private static readonly Choice Switch = new("ON", "OFF", "DEFAULT");

    private static readonly Choice Garments = new(
        "UPPER_BODY", "LOWER_BODY", "FULL_BODY", "FOOTWEAR", "LONG_SLEEVE_SHIRT", "SHORT_SLEEVE_SHIRT", "NO_SLEEVE_SHIRT", "OTHER_UPPER_BODY",
        "LONG_PANTS", "SHORT_PANTS", "OTHER_LOWER_BODY", "LONG_DRESS", "SHORT_DRESS", "FULL_BODY_OUTFIT", "OTHER_FULL_BODY",
        "SHOES", "BOOTS", "OTHER_FOOTWEAR");

    private static readonly Shape Styling = new(
        new("longSleeveStyle", new Choice("SLEEVE_DOWN", "SLEEVE_UP")),
        new("tuckingStyle", new Choice("UNTUCKED", "TUCKED")),
        new("outerLayerStyle", new Choice("CLOSED", "OPEN")));

    public static AmazonTask Task(Text prompt, ImageData image, Shape config) => new("VIRTUAL_TRY_ON", "virtualTryOnParams", new(
        new("sourceImage", image, Required: true),
        new("referenceImage", image, Required: true),
        new("maskType", new Choice("IMAGE", "GARMENT", "PROMPT"), Required: true),
        new("imageBasedMask", new Shape(new Field("maskImage", image, Required: true))),
        new("garmentBasedMask", new Shape(
            new("garmentClass", Garments, Required: true),
            new("maskShape", Shapes),
            new("garmentStyling", Styling))),
        new("promptBasedMask", new Shape(new("maskPrompt", prompt, Required: true), new("maskShape", Shapes))),
        new("maskExclusions", new Shape(new("preserveBodyPose", Switch), new("preserveHands", Switch), new("preserveFace", Switch))),
        new("mergeStyle", new Choice("BALANCED", "SEAMLESS", "DETAILED")),
        new("returnMask", new Flag())))
    {
        Config = config,
        Edit = sent => TryOn(sent, image),
    };

    private static Worn? TryOn(Sent sent, ImageData image)
    {
        var needed = sent.Text("maskType") switch { "IMAGE" => "imageBasedMask", "GARMENT" => "garmentBasedMask", _ => "promptBasedMask" };
        if (sent.Object(needed) is not { } mask)
        {
            sent.Found.Add(sent.Pointer, $"required key [{needed}] not found");
            return null;
        }
        if (AmazonImages.Source(sent, "sourceImage", image) is not { } source || AmazonImages.Source(sent, "referenceImage", image) is not { } garment
            || Area(mask, source) is not { } area)
            return null;
        return new Worn(source, garment, area) { ReturnedMask = sent.IsTrue("returnMask") ? area.Drawn(0) : null };
    }

    // The default shape is the contour for a garment and the box for a prompt.
    private static Area? Area(Sent mask, Picture source)
    {
        if (mask.Has("maskImage"))
            return AmazonImages.Black(mask, source);
        var area = mask.Has("garmentClass") ? Garment.Where(source, mask.Text("garmentClass")) : AmazonImages.Named(mask.Text("maskPrompt"), source);
        var boxed = mask.Has("maskPrompt") ? mask.Text("maskShape") != "CONTOUR" : mask.Text("maskShape") == "BOUNDING_BOX";
        return boxed ? area.Boxed() : area;
    }
}
