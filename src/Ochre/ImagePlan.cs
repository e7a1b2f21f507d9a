using Ochre.Bedrock;

namespace Ochre;

/// <summary>What will be asked of Bedrock for one request, and what the caller should be told about it. Pure data.</summary>
/// <param name="Calls">In the order of the images they give.</param>
/// <param name="Steps">What must be done to the pixels of every image; none in the common case.</param>
/// <param name="Notes">What was ignored or adjusted.</param>
/// <param name="PricePerImage">In US dollars; null when nobody has set one.</param>
public sealed record ImagePlan(
    IReadOnlyList<BedrockCall> Calls, IReadOnlyList<PixelStep> Steps, PlanNotes Notes, decimal? PricePerImage)
{
    /// <summary>What each image is, in the terms that its price depends on. The size is the one that will be made.</summary>
    public PricedImage Priced { get; init; }

    /// <summary>OpenAI's word for the quality that will be produced: <c>low</c>, <c>medium</c> or <c>high</c>.</summary>
    public string Quality { get; init; } = "medium";

    /// <summary>OpenAI's word for what will be behind the subject: <c>opaque</c> or <c>transparent</c>.</summary>
    public string Background { get; init; } = "opaque";

    /// <summary>How many of the caller's pictures Bedrock will see, the mask included.</summary>
    public int InputImages => Calls is [var call, ..] ? call.Body.Pictures.Count() : 0;

    /// <summary>How many images all calls together ask for.</summary>
    public int Images => Calls.Sum(call => call.Images);

    /// <summary>The plan with what was noted before it was made.</summary>
    /// <param name="quality">Told in place of the plan's own; null leaves that.</param>
    internal ImagePlan After(PlanNotes notes, string? quality) => this with
    {
        Notes = new([.. notes.Ignored.Concat(Notes.Ignored).Distinct()], [.. notes.Adjusted, .. Notes.Adjusted]),
        Quality = quality ?? Quality,
    };
}

/// <summary>One thing to do to a finished image's pixels.</summary>
public abstract record PixelStep
{
    /// <summary>Encode anew. <paramref name="Quality"/> is 0 to 100, for jpeg and webp.</summary>
    public sealed record Encode(ImageFormat Format, int Quality) : PixelStep;

    /// <summary>Scale and crop to exactly this size, where the image has not got it.</summary>
    public sealed record Cover(PixelSize Size) : PixelStep
    {
        /// <summary>False when the model says that it will give this very size.</summary>
        public bool IsExpected { get; init; } = true;
    }

    /// <summary>Beside the image, 1 to 3 smaller renditions of it: 1/8, 1/4 and 1/2 of its size. Left out where there is no codec.</summary>
    public sealed record Preview(int Count, ImageFormat Format) : PixelStep;
}

/// <summary>What a caller should know about how the request was read.</summary>
/// <param name="Ignored">Parameters that mean nothing to this model, as the caller spelled them; <c>x-ochre-ignored</c>.</param>
/// <param name="Adjusted">Parameters that were changed, as <c>size=1024x1024</c>; <c>x-ochre-adjusted</c>.</param>
public sealed record PlanNotes(IReadOnlyList<string> Ignored, IReadOnlyList<string> Adjusted)
{
    /// <summary>The same once an image is there: its size is told as it was measured. One that was ignored was not adjusted as well.</summary>
    internal PlanNotes Measured(PixelSize? asked, PixelSize? measured)
    {
        if (asked is null || measured is null || Ignored.Contains("size"))
            return this;
        var others = Adjusted.Where(note => !note.StartsWith("size=", StringComparison.Ordinal));
        return this with { Adjusted = [.. measured == asked ? others : others.Append($"size={measured}")] };
    }
}
