namespace Ochre.Succession;

/// <summary>What becomes of a request for a model that Bedrock no longer serves.</summary>
/// <param name="Mode"><c>Auto</c>: the successor answers. <c>Off</c>: a refusal that names it. <c>Serve</c>: Bedrock is called all the same.</param>
/// <param name="Available">Ids that this account may still call, whatever the date.</param>
public sealed record SuccessionRule(SuccessionMode Mode, IReadOnlySet<string> Available)
{
    /// <summary>For the emulator, which serves every model there ever was.</summary>
    public static SuccessionRule ServeAll { get; } = new(SuccessionMode.Serve, new HashSet<string>());

    public static SuccessionRule Auto { get; } = new(SuccessionMode.Auto, new HashSet<string>());

    /// <exception cref="ImageException">The model is gone and there is no successor, or successors are not wanted.</exception>
    public ModelTarget Resolve(ModelTarget target, ImageRequest request, ModelCatalog catalog, DateOnly today)
    {
        while (!IsServed(target.Model, today))
        {
            var model = target.Model;
            if (Mode is SuccessionMode.Off || model.Successor is null)
                throw ImageError.UnknownModel(model.Successor is null
                    ? $"Bedrock no longer serves '{model.Id}' (end of life {model.EndOfLife:yyyy-MM-dd})."
                    : $"Bedrock no longer serves '{model.Id}' (end of life {model.EndOfLife:yyyy-MM-dd}); its successor is '{model.Successor}'.");
            target = catalog.SuccessorOf(model, request);
        }

        return target;
    }

    /// <summary>Whether Bedrock answers for this model today.</summary>
    public bool IsServed(ImageModel model, DateOnly today) =>
        Mode is SuccessionMode.Serve || model.EndOfLife is null || today < model.EndOfLife || Available.Contains(model.Id);
}

public enum SuccessionMode
{
    Auto,
    Off,
    Serve,
}
