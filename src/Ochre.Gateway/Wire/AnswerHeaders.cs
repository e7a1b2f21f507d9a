using System.Globalization;
using Ochre.Gateway.Spend;

namespace Ochre.Gateway.Wire;

/// <summary>The <c>x-ochre-*</c> headers: what was really called, what it cost, and what was read otherwise than it was written.</summary>
internal static class AnswerHeaders
{
    /// <summary>Known as soon as the plan is.</summary>
    public static void Set(IHeaderDictionary headers, ImageJob job, IEnumerable<string> ignored)
    {
        SetPlace(headers, job, [job.Target.CallId], job.Regions is [var only] ? [only] : []);
        SetList(headers, "x-ochre-ignored", ignored.Concat(job.Plan.Notes.Ignored));
        SetList(headers, "x-ochre-adjusted", job.Plan.Notes.Adjusted);
        if (job.ReplacedModel is not null)
            headers["x-ochre-substituted"] = $"{job.ReplacedModel}->{job.Target.Model.Id}";
        DeprecationHeaders.Set(headers, job.Deprecation);
    }

    /// <summary>Where there was a choice: known when the first image begins.</summary>
    public static void SetPlace(IHeaderDictionary headers, ImageJob job, ImageRun run)
    {
        if (run.Regions.Count > 0)
            SetPlace(headers, job, run.CallIds, run.Regions);
    }

    // An operator's ARN holds an account number; the model behind it is what a caller should know.
    private static void SetPlace(IHeaderDictionary headers, ImageJob job, IReadOnlyList<string> called, IReadOnlyList<string> regions)
    {
        SetList(headers, "x-ochre-model", called.Select(id => id.StartsWith("arn:", StringComparison.Ordinal) ? job.Target.Model.Id : id));
        SetList(headers, "x-ochre-region", regions);
    }

    /// <summary>Known when the images begin.</summary>
    /// <param name="asked">The size that was asked for; what comes is measured, where the image's first bytes tell it.</param>
    public static void Set(IHeaderDictionary headers, ImageJob job, ImageRun run, IReadOnlyList<ArrivingImage> images, PixelSize? asked)
    {
        headers.Remove("x-ochre-adjusted");
        SetList(headers, "x-ochre-adjusted", job.Plan.Notes.Measured(asked, images[0].Size).Adjusted);
        SetPlace(headers, job, run);
        SetCost(headers, job.Plan.PricePerImage * (run.Made + run.Unknown));
        if (images.Any(image => image.Seed is not null))
            headers["x-ochre-seed"] = string.Join(',', images.Where(image => !image.IsMask).Select(image => image.Seed?.ToString(CultureInfo.InvariantCulture)));
        if (run.Filtered > 0)
            headers["x-ochre-filtered"] = run.Filtered.ToString(CultureInfo.InvariantCulture);
        if (run.Failed + run.Broken is > 0 and var failed)
            headers["x-ochre-failed"] = failed.ToString(CultureInfo.InvariantCulture);
    }

    public static void SetCost(IHeaderDictionary headers, decimal? usd)
    {
        if (usd is null)
            return;
        var text = Money.Text(usd.Value);
        headers["x-ochre-cost-usd"] = text;
        headers["x-litellm-response-cost"] = text;
    }

    /// <summary>LiteLLM's: what the caller's key has spent, this request included, and what it may.</summary>
    public static void SetKey(IHeaderDictionary headers, decimal spent, decimal? max)
    {
        headers["x-litellm-key-spend"] = Money.Text(spent);
        if (max is { } bound)
            headers["x-litellm-key-max-budget"] = Money.Text(bound);
    }

    // A caller's own parameter names may stand here: what is no header text is left out of it.
    private static void SetList(IHeaderDictionary headers, string name, IEnumerable<string> values)
    {
        var text = string.Join(',', values.Distinct());
        if (text.Length > 0)
            headers[name] = new string([.. text.Where(letter => letter is >= ' ' and <= '~')]);
    }
}
