using System.Globalization;

namespace Ochre.Families;

/// <summary>SD3, SD3.5 and Ultra starting from a picture, whose shape the new one has: edits, and variations of SD3.5.</summary>
/// <remarks>
/// Source: Bedrock user guide, "Stable Diffusion 3.5 Large", "Stable Image Ultra" and the removed "Stable Diffusion 3 Large", read 2026-11.
/// </remarks>
internal static class ImageToImage
{
    /// <summary>The word for it, which SD3 asks for, SD3.5 takes and Ultra does not have.</summary>
    public const string Mode = "image-to-image";

    // SD3 and SD3.5 demand a strength and name none; Ultra's page has this one, and stdapi.ai takes it for SD3.5 too.
    private const double DefaultStrength = 0.35;

    public static ImagePlan Plan(ImageRequest request, ImageModel model)
    {
        var draft = new PlanDraft(request, model);
        var body = new Body(model);
        var given = GivenPictures.Of(request);

        body["output_format"] = model.Formats[0].Word();
        body.Read(request.Defaults);
        body["aspect_ratio"] = null;
        body["mode"] = null;
        body["prompt"] = draft.Prompt() is { Length: 0 } && request is VaryImages ? PlanDraft.VariationPrompt : draft.Prompt();
        given.Place(body, model);
        Stability.SetFormat(body, request, model);
        body.Read(request.Extra);
        body.Read(given.Named);

        Check(body, model);
        given.Check(body, model, draft);
        SetMode(body, model, draft);
        Stability.IgnoreOpenAI(request, draft);
        draft.IgnoreSize(GivenPictures.SizeIn(body, "image"));
        var task = request is VaryImages ? ImageTask.ImageVariation : ImageTask.ImageToImage;
        return draft.Finish(
            Stability.Calls(body, request.Count, model.SeedMax), Stability.Format(body, model), new(task, GivenPictures.SizeIn(body, "image")));
    }

    /// <summary>Operators' defaults are for every task: takes away what words alone have no use for.</summary>
    public static void Forget(Body body)
    {
        body["mode"] = null;
        body["strength"] = null;
        body.SetPictures("image");
    }

    private static void Check(Body body, ImageModel model)
    {
        if (body.Text("prompt") is null or "")
            throw ImageError.Missing("prompt", $"{model.Id} needs a prompt.");
        if (!body.IsSet("image"))
            throw ImageError.Missing("image", $"{model.Id} needs an image to start from.");
        if (body.Text("mode") is not (null or Mode))
            throw ImageError.Invalid("mode", $"'mode' is '{body.Text("mode")}', and this route starts from an image. Leave it out.");
        if (body.IsSet("aspect_ratio"))
            throw ImageError.Invalid("aspect_ratio", $"'aspect_ratio' cannot be asked for here: {model.Id} keeps the shape of the image it starts from.");
    }

    private static void SetMode(Body body, ImageModel model, PlanDraft draft)
    {
        if (!model.Schema.Any(parameter => parameter is Parameter.Choice { Name: "mode" } mode && mode.Find(Mode) is not null))
            return;
        body["mode"] = Mode;
        if (body.IsSet("strength"))
            return;
        body["strength"] = DefaultStrength;
        draft.Adjust("strength", DefaultStrength.ToString(CultureInfo.InvariantCulture));
    }
}
