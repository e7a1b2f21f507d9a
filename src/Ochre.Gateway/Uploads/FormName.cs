using System.Globalization;

namespace Ochre.Gateway.Uploads;

/// <summary>A form field's name in brackets, taken apart: <c>a[b][0][]</c>.</summary>
/// <param name="Text">As the caller spelled it.</param>
/// <param name="Root">What stands before the first bracket.</param>
/// <param name="Steps">What stands in the brackets, in order; "" is the next of a list.</param>
internal sealed record FormName(string Text, string Root, IReadOnlyList<string> Steps)
{
    private const int MaxDepth = 8;
    private const int MaxIndex = 1024;

    /// <summary>With dots, as nested parameters are named: <c>textToImageParams.conditionImage</c>.</summary>
    public string Dotted => string.Join('.', Steps.Prepend(Root));

    /// <summary>The number of a step such as <c>[0]</c>; -1 for <c>[]</c>, null for a name.</summary>
    public static int? Index(string step) => step.Length == 0 ? -1
        : step.AsSpan().ContainsAnyExceptInRange('0', '9') ? null
        : int.Parse(step, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <exception cref="ImageException">It is no name, too long, too deep, or counts too far.</exception>
    public static FormName Parse(string text)
    {
        if (text.Length is 0 or > UploadLimits.MaxName)
            throw Wrong(text, $"must have from 1 to {UploadLimits.MaxName} characters");
        var open = text.IndexOf('[', StringComparison.Ordinal);
        if (open < 0)
            return text.Contains(']', StringComparison.Ordinal) ? throw Unpaired(text) : new(text, text, []);
        if (open == 0 || text[^1] != ']')
            throw Unpaired(text);
        var steps = text[(open + 1)..^1].Split("][");
        if (Array.Exists(steps, step => step.AsSpan().ContainsAny('[', ']')))
            throw Unpaired(text);
        if (steps.Length > MaxDepth)
            throw Wrong(text, $"is more than {MaxDepth} brackets deep");
        if (Array.Exists(steps, CountsTooFar))
            throw Wrong(text, $"counts further than {MaxIndex}");
        return new(text, text[..open], steps);
    }

    private static bool CountsTooFar(string step) =>
        step.Length > 0 && !step.AsSpan().ContainsAnyExceptInRange('0', '9') && (step.TrimStart('0').Length > 4 || Index(step) > MaxIndex);

    private static ImageException Unpaired(string text) => Wrong(text, "must be a name, or a name with brackets, such as a[b] or a[0]");

    private static ImageException Wrong(string text, string what) =>
        ImageError.Invalid(Echo.Of(text), $"The form's field '{Echo.Of(text)}' {what}.");
}
