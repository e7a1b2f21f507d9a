using Ochre.Pixels;

namespace Ochre.Succession;

/// <summary>What becomes of a request for a model that Bedrock no longer serves.</summary>
/// <param name="Mode"><c>Auto</c>: the successor answers. <c>Off</c>: a refusal that names it. <c>Serve</c>: Bedrock is called all the same.</param>
/// <param name="Available">Ids that this account may still call, whatever the date.</param>
public sealed record SuccessionRule(SuccessionMode Mode, IReadOnlySet<string> Available)
{
    /// <summary>For the emulator, which serves every model there ever was.</summary>
    public static SuccessionRule ServeAll { get; } = new(SuccessionMode.Serve, new HashSet<string>());

    public static SuccessionRule Auto { get; } = new(SuccessionMode.Auto, new HashSet<string>());

    /// <summary>Who answers, and to which request: the same one where the model is served, else the same wish in the successor's words.</summary>
    /// <param name="kept">The rectangle that a mask keeps, once it has been looked at.</param>
    /// <exception cref="ImageException">The model is gone and nobody does its work, or successors are not wanted.</exception>
    internal Succeeded Resolve(ModelTarget target, ImageRequest request, ModelCatalog catalog, DateOnly today, PixelArea? kept = null)
    {
        Succeeded answer = new(target, request, new([], []), Quality: null);
        while (!IsServed(answer.Target.Model, today))
        {
            var model = answer.Target.Model;
            if (model.Successor is null)
                throw ImageError.UnknownModel($"{Gone(model)}.");
            var heir = Heir.Of(answer.Target, answer.Request, catalog, kept);
            if (Mode is SuccessionMode.Off)
                throw ImageError.UnknownModel($"{Gone(model)}; its successor is '{heir.Model}'.");
            answer = answer.By(heir, catalog.Find(heir.Model));
        }

        return answer;
    }

    /// <summary>Whether Bedrock answers for this model today.</summary>
    public bool IsServed(ImageModel model, DateOnly today) =>
        Mode is SuccessionMode.Serve || model.EndOfLife is null || today < model.EndOfLife || Available.Contains(model.Id);

    /// <summary>What is called for a model that is asked for by itself: it, or who lives of its successors; null where nobody does.</summary>
    internal ModelTarget? Living(ModelTarget target, ModelCatalog catalog, DateOnly today)
    {
        var living = target;
        while (!IsServed(living.Model, today))
        {
            if (Mode is SuccessionMode.Off || living.Model.Successor is null)
                return null;
            living = catalog.Find(living.Model.Successor);
        }

        return living == target ? target : living.InPlaceOf(target);
    }

    private static string Gone(ImageModel model) => $"Bedrock no longer serves '{model.Id}' (end of life {model.EndOfLife:yyyy-MM-dd})";
}

/// <summary>Who answers, to which request, and what was lost on the way there.</summary>
/// <param name="Quality">What to tell of the quality; null where the model's plan says it.</param>
internal sealed record Succeeded(ModelTarget Target, ImageRequest Request, PlanNotes Notes, string? Quality)
{
    public Succeeded By(Heir heir, ModelTarget target) => new(
        target, heir.Request, Notes with { Ignored = [.. Notes.Ignored, .. heir.Notes.Ignored], Adjusted = [.. Notes.Adjusted, .. heir.Notes.Adjusted] },
        heir.Quality ?? Quality)
    {
        Undecided = heir.Undecided,
    };

    /// <summary>A mask whose shape may make another answer; see <see cref="Heir.Undecided"/>.</summary>
    public ImageInput? Undecided { get; private init; }
}

public enum SuccessionMode
{
    Auto,
    Off,
    Serve,
}
