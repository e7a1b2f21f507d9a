namespace Ochre.Succession;

/// <summary>What is to be said of a model whose end is near or past.</summary>
/// <param name="Since">The day from which AWS calls it Legacy; null where AWS names none.</param>
/// <param name="End">The day AWS stops, or stopped, serving it.</param>
public sealed record Deprecation(DateOnly? Since, DateOnly End)
{
    /// <summary>How long before the end it is said.</summary>
    public const int DaysAhead = 90;

    /// <summary>Null for a model without an end, and until <see cref="DaysAhead"/> before it.</summary>
    public static Deprecation? Of(ImageModel model, DateOnly today) =>
        model.EndOfLife is { } end && today >= end.AddDays(-DaysAhead) ? new(model.LegacySince, end) : null;
}
