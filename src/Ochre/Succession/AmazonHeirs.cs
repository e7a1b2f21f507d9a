using System.Text.Json.Nodes;
using Ochre.Families;
using Ochre.Pixels;

namespace Ochre.Succession;

/// <summary>Titan's and Canvas's tasks, each for the model that lives and does it: one function a task.</summary>
internal sealed class AmazonHeirs
{
    // Where the picture decides what a variation is of, and nobody said how near it stays. Source: AWS's pages on Titan and Canvas.
    private const double DefaultSimilarity = 0.7;

    // What Titan and Canvas leave where a thing found by words is taken away.
    private const string Nothing = "the background around it";

    private readonly GoneRequest _gone;
    private readonly AmazonWish _wish;
    private readonly PlanDraft _notes;
    private readonly ModelCatalog _catalog;

    private AmazonHeirs(GoneRequest gone, ModelCatalog catalog)
    {
        (_gone, _catalog) = (gone, catalog);
        _notes = new(gone.Asked, gone.Model);
        _wish = AmazonWish.Read(gone.Asked, gone.Model, _notes);
    }

    /// <param name="kept">The rectangle that an outpainting's mask keeps, once it has been looked at.</param>
    /// <exception cref="ImageException">No model that lives can do it, or the request is wrong; names the field.</exception>
    public static Heir Of(ImageRequest request, ImageModel gone, ModelCatalog catalog, PixelArea? kept = null)
    {
        var heirs = new AmazonHeirs(new(request, gone), catalog);
        return heirs._wish.Task.Kind switch
        {
            ImageTask.TextImage => heirs.TextImage(gone.Successor!),
            ImageTask.ColorGuidedGeneration => heirs.ColorGuided(),
            ImageTask.ImageVariation => heirs.Variation(),
            ImageTask.Inpainting => heirs.Inpainting(),
            ImageTask.Outpainting => heirs.Outpainting(kept),
            ImageTask.BackgroundRemoval => heirs.BackgroundRemoval(),
            _ => throw NoTryOn(),
        };
    }

    private Heir TextImage(string successor)
    {
        if (_wish.Body.IsSet(Path("conditionImage")))
            return Structure();
        // Two models stand for Amazon's two qualities.
        var isPremium = _wish.Body.Text(Config("quality")) is "premium" && successor is Living.Core;
        var draft = For(isPremium ? Living.Ultra : successor);
        _ = draft.Take(Config("quality"));
        draft.Quality = isPremium ? "high" : "medium";
        SetStyle(draft);
        return draft.Words(Prompt(draft));
    }

    private Heir Structure()
    {
        var draft = For(Living.ControlStructure);
        draft.Carry(Path("controlStrength"), "control_strength");
        SetStyle(draft);
        return draft.Edit(Prompt(draft), Image(draft));
    }

    // The picture that the caller gave is the style, and then the colours can only be words; without one they are the picture.
    private Heir ColorGuided()
    {
        var draft = For(Living.StyleGuide);
        List<string> colors = [.. ((JsonArray)draft.Take(Path("colors"))!).Select(color => color!.GetValue<string>())];
        if (draft.Picture(Path("referenceImage")) is not { } reference)
            return draft.Edit(Prompt(draft), ImageInput.Read(Swatches.Png(colors), "colors"));
        draft.Adjust("colors", "prompt");
        return draft.Edit($"{Prompt(draft)}, in the colours {string.Join(", ", colors)}", reference);
    }

    private Heir Variation()
    {
        var draft = For(Living.Editor);
        draft.SetRest("strength", draft.Take(Path("similarityStrength"))?.GetValue<double>() ?? DefaultSimilarity);
        return draft.Edit(Prompt(draft) is { Length: > 0 } prompt ? prompt : PlanDraft.VariationPrompt, Image(draft));
    }

    private Heir Inpainting()
    {
        if (_wish.Body.Text(Path("maskPrompt")) is { } found)
            return Replace(found);
        var hasWords = _wish.Body.IsSet(Path("text"));
        var draft = For(hasWords ? Living.Inpaint : Living.Erase);
        return draft.Edit(Prompt(draft), Image(draft), Mask(draft, whiteChanges: false));
    }

    private Heir Outpainting(PixelArea? kept)
    {
        // Here the words say what stays.
        if (_wish.Body.Text(Path("maskPrompt")) is { } words)
            return Replace($"the background, everything except {words}");
        if (kept is { } area && Margins.Around(area, _wish.Body.Pictures(Path("image"))[0].Image.Size, _catalog.Find(Living.Outpaint).Model) is { } margins)
            return Outpaint(area, margins);
        var draft = For(Living.Inpaint);
        var mask = Mask(draft, whiteChanges: true);
        return draft.Edit(Prompt(draft), Image(draft), mask) with { Undecided = kept is null ? mask : null };
    }

    // The area that stays is cut out, and what was around it is painted around it: the picture has its size again.
    private Heir Outpaint(PixelArea kept, Margins margins)
    {
        var draft = For(Living.Outpaint);
        foreach (var (name, pixels) in margins.Sent)
            draft.Set(name, pixels);
        // Its mask is in the margins.
        _ = draft.Picture(Path("maskImage"));
        return draft.Edit(Prompt(draft), Image(draft).AsPart(kept));
    }

    private Heir BackgroundRemoval()
    {
        var draft = For(Living.RemoveBackground);
        return draft.Edit("", Image(draft));
    }

    private Heir Replace(string found)
    {
        var draft = For(Living.SearchAndReplace);
        _ = draft.Take(Path("maskPrompt"));
        draft.Set("search_prompt", found);
        if (Prompt(draft) is { Length: > 0 } prompt)
            return draft.Edit(prompt, Image(draft));
        draft.Adjust("prompt", Nothing);
        return draft.Edit(Nothing, Image(draft));
    }

    private HeirDraft For(string id)
    {
        var draft = new HeirDraft(_gone, _wish.Body, _notes, _catalog.Find(id).Model);
        _ = draft.Take("taskType");
        if (_wish.Task.HasText)
            draft.Carry(Path("negativeText"), "negative_prompt");
        draft.Count(Config("numberOfImages"));
        draft.Seed(Config("seed"), zeroIsFixed: true);
        draft.Size(Config("width"), Config("height"));
        return draft;
    }

    private string Prompt(HeirDraft draft) => draft.Text(Path("text")) ?? "";

    private ImageInput Image(HeirDraft draft) => draft.Picture(Path(_wish.Task.Image))!;

    private ImageInput Mask(HeirDraft draft, bool whiteChanges) => draft.Picture(Path("maskImage"))!.AsMask(whiteChanges);

    // Carried where there is a word for it. OpenAI's field is told by its own name, which the caller's parameters may not hold.
    private void SetStyle(HeirDraft draft)
    {
        if (_wish.Body.Text(Path("style")) is not { } style)
            return;
        if (StylePresets.NearestTo(style) is { } preset)
        {
            _ = draft.Take(Path("style"));
            draft.Set("style_preset", preset);
        }
        else if (_gone.Spelling(Path("style")) is null && _gone.Original.Style is not null)
        {
            _notes.Ignore("style");
        }
    }

    private string Path(string field) => _wish.Task.Path(field);

    private static string Config(string field) => AmazonWish.Config(field);

    private static ImageException NoTryOn() => ImageError.UnsupportedTask(
        "No model that Bedrock still serves does VIRTUAL_TRY_ON: none puts the garment of one picture on the person of another. "
        + $"{Living.Inpaint} paints a garment that the prompt describes where a mask is, and {Living.SearchAndReplace} where its search_prompt finds one.");
}
