using System.Globalization;
using System.Text.Json.Nodes;
using Ochre.Families;

namespace Ochre.Succession;

/// <summary>SDXL's text_prompts, and its two ways to start from a picture, for the models that live.</summary>
internal static class XlHeirs
{
    // Weights of words, as Stability's pages give them: (word:1.5), up to 2.
    private const double Heaviest = 2;

    /// <exception cref="ImageException">The request is wrong; names the field.</exception>
    public static Heir Of(ImageRequest request, ImageModel model, ModelCatalog catalog)
    {
        var gone = new GoneRequest(request, model);
        var notes = new PlanDraft(gone.Asked, gone.Model);
        var body = StableDiffusionXl.Read(gone.Asked, gone.Model, notes);
        var isMasked = request is not GenerateImages && XlEdit.Finish(body, notes).Task is ImageTask.Inpainting;
        var id = request is GenerateImages ? model.Successor! : isMasked ? Living.Inpaint : Living.Editor;
        // What it had to say of quality stands in the notes already.
        var draft = new HeirDraft(gone, body, notes, catalog.Find(id).Model) { Quality = "medium" };
        var prompt = Prompt(draft);
        draft.Carry("style_preset", "style_preset");
        draft.Seed("seed", zeroIsFixed: false);
        _ = draft.Take("samples");
        if (request is not GenerateImages)
            return isMasked ? Masked(draft) : FromPicture(draft);
        draft.Size("width", "height");
        return draft.Words(prompt);

        Heir FromPicture(HeirDraft draft)
        {
            SetStrength(draft);
            return draft.Edit(prompt, draft.Picture("init_image")!);
        }

        Heir Masked(HeirDraft draft)
        {
            var source = draft.Text("mask_source");
            return draft.Edit(prompt, draft.Picture("init_image")!, draft.Picture("mask_image")?.AsMask(whiteChanges: source is not "MASK_IMAGE_BLACK"));
        }
    }

    // A schedule that starts late keeps more of the picture; where it ends has no successor.
    private static void SetStrength(HeirDraft draft)
    {
        if (draft.Text("init_image_mode") is "STEP_SCHEDULE")
        {
            if (draft.Take("step_schedule_start") is { } start)
                draft.Set("strength", start);
        }
        else if (draft.Take("image_strength") is { } kept)
        {
            draft.SetRest("strength", kept.GetValue<double>());
        }
    }

    private static string Prompt(HeirDraft draft)
    {
        var prompts = ((JsonArray)draft.Take(StableDiffusionXl.TextPrompts)!).Select(Read).ToList();
        if (prompts.Exists(prompt => Math.Abs(prompt.Weight) > Heaviest))
            draft.Adjust("weight", Heaviest.ToString(CultureInfo.InvariantCulture));
        if (Joined(prompts.Where(prompt => prompt.Weight < 0)) is { Length: > 0 } negative)
            draft.Set("negative_prompt", negative);
        return Joined(prompts.Where(prompt => prompt.Weight > 0));
    }

    private static (string Text, double Weight) Read(JsonNode? prompt) => (prompt!["text"]!.GetValue<string>(), prompt["weight"]!.GetValue<double>());

    private static string Joined(IEnumerable<(string Text, double Weight)> prompts) => string.Join(", ", prompts.Select(prompt =>
        Math.Min(Math.Abs(prompt.Weight), Heaviest) is var weight && weight == 1
            ? prompt.Text
            : string.Create(CultureInfo.InvariantCulture, $"({prompt.Text}:{weight:0.####})")));
}
