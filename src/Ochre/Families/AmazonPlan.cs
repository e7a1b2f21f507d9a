using Ochre.Bedrock;

namespace Ochre.Families;

/// <summary>What Titan and Canvas share: a task, the task's own object, <c>imageGenerationConfig</c>, and the answer.</summary>
internal static class AmazonPlan
{
    /// <summary>The mask's field is named on Canvas's page alone; Titan's has the flag for it and no name.</summary>
    public static readonly AnswerShape Answer = new("images") { Mask = "maskImage" };

    public static ImagePlan Make(ImageRequest request, ImageModel model, uint seed)
    {
        var draft = new PlanDraft(request, model);
        var wish = AmazonWish.Read(request, model, draft);
        return Finish(wish.Body, wish.Task, request, model, draft, seed);
    }

    /// <summary>Amazon's models name no cause but in <c>error</c>, which stands beside the images that were not refused.</summary>
    public static ImageException? Refusal(AnswerFields fields)
    {
        if (fields.First("error") is not { } error)
            return null;
        var stage = error.Contains("generated image", StringComparison.OrdinalIgnoreCase) ? "output image"
            : error.Contains("input image", StringComparison.OrdinalIgnoreCase) ? "input image"
            : error.Contains("prompt", StringComparison.OrdinalIgnoreCase) ? "prompt"
            : "output image";
        return ImageError.Moderated(stage, Echo.Of(error, 500));
    }

    private static ImagePlan Finish(Body body, AmazonTask task, ImageRequest request, ImageModel model, PlanDraft draft, uint seed)
    {
        var size = task.HasSize ? SizeOf(body, request, model) : SourceSize(body, task) ?? model.Sizes.Default;
        if (task.HasSize)
        {
            AmazonWish.SetSize(body, size);
            draft.NoteSize(size);
        }
        else
        {
            draft.IgnoreSize(size);
        }
        var premium = body.Text(AmazonWish.Config("quality")) is "premium";
        return draft.Finish(Calls(body, task, request, model, seed), ImageFormat.Png, new(task.Kind, size, premium)) with
        {
            Quality = premium ? "high" : request.Quality is ImageQuality.Low ? "low" : "medium",
        };
    }

    private static List<BedrockCall> Calls(Body body, AmazonTask task, ImageRequest request, ImageModel model, uint random)
    {
        var images = (int)(body.Number(AmazonWish.Config("numberOfImages")) ?? request.Count);
        body[AmazonWish.Config("numberOfImages")] = null;
        if (!task.HasConfig)
            return [.. Enumerable.Repeat(new BedrockCall(body.Write(), 1, null), images)];
        // Without a seed Titan paints with 42 and Canvas with 12: the same prompt would give the same image each time.
        var seed = body.Number(AmazonWish.Config("seed")) ?? random % (model.SeedMax + 1);
        var returnMask = task.Path("returnMask");
        var calls = new List<BedrockCall>();
        for (var made = 0; made < images; made += model.ImagesPerCall)
        {
            var count = Math.Min(model.ImagesPerCall, images - made);
            var own = (seed + made) % (model.SeedMax + 1);
            body[AmazonWish.Config("numberOfImages")] = (long)count;
            body[AmazonWish.Config("seed")] = own;
            calls.Add(new(body.Write(), count, own) { BringsMask = body[returnMask]?.GetValue<bool>() is true });
            // The mask is the same for all calls: one of them brings it.
            if (body.Has(returnMask))
                body[returnMask] = null;
        }
        return calls;
    }

    private static PixelSize SizeOf(Body body, ImageRequest request, ImageModel model)
    {
        var basis = request.Size is { } asked ? model.Sizes.Nearest(asked) : model.Sizes.Default;
        var size = new PixelSize((int)(body.Number(AmazonWish.Config("width")) ?? basis.Width), (int)(body.Number(AmazonWish.Config("height")) ?? basis.Height));
        return model.Sizes.Allows(size)
            ? size
            : throw ImageError.Invalid("width", $"width and height are {size}; {model.Id} takes {model.Sizes.Describe()}.");
    }

    private static PixelSize? SourceSize(Body body, AmazonTask task) =>
        body.Pictures(task.Path(task.Image)) is [{ Image.Size: var size }, ..] ? size : null;
}
