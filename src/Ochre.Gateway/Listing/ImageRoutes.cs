namespace Ochre.Gateway.Listing;

/// <summary>Which of the image routes a model answers at.</summary>
internal static class ImageRoutes
{
    public const string Generations = "/v1/images/generations";
    public const string Edits = "/v1/images/edits";
    public const string Variations = "/v1/images/variations";

    public static IReadOnlyList<string> All { get; } = [Generations, Edits, Variations];

    public static IReadOnlyList<string> Of(ImageModel model) => [.. All.Where(route => route switch
    {
        Generations => StartsFromWords(model),
        Edits => !model.Tasks.All(ImageTasks.StartsFromWords),
        _ => model.Does(ImageTask.ImageVariation),
    })];

    /// <summary>Whether it makes a picture of words alone.</summary>
    public static bool StartsFromWords(ImageModel model) => model.Tasks.Any(ImageTasks.StartsFromWords);
}
