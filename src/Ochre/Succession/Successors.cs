using Ochre.Families;

namespace Ochre.Succession;

/// <summary>Who does which task of a model that is gone, for lists: which of several it is, each request decides.</summary>
public static class Successors
{
    /// <summary>For each task of the model the ids of those that do it, the usual one first; none where nobody does it any more.</summary>
    /// <param name="target">A model with a successor; of any other the result is empty.</param>
    public static IReadOnlyDictionary<ImageTask, IReadOnlyList<string>> Of(ModelTarget target) => target.Model.Successor is null
        ? new Dictionary<ImageTask, IReadOnlyList<string>>()
        : target.Model.Tasks.ToDictionary(task => task, task => target.Family switch
        {
            TitanImage or NovaCanvas => Amazon(target.Model, task),
            StableDiffusionXl => Xl(target.Model, task),
            _ => [target.Model.Successor],
        });

    // As AmazonHeirs decides: by quality and a picture of the structure, by words and by a mask's shape.
    private static IReadOnlyList<string> Amazon(ImageModel gone, ImageTask task) => task switch
    {
        ImageTask.TextImage =>
        [
            gone.Successor!,
            .. gone.Successor is Living.Core ? (string[])[Living.Ultra] : [],
            .. gone.Knows("conditionImage") ? (string[])[Living.ControlStructure] : [],
        ],
        ImageTask.ColorGuidedGeneration => [Living.StyleGuide],
        ImageTask.ImageVariation => [Living.Editor],
        ImageTask.Inpainting => [Living.Inpaint, Living.Erase, Living.SearchAndReplace],
        ImageTask.Outpainting => [Living.Outpaint, Living.Inpaint, Living.SearchAndReplace],
        ImageTask.BackgroundRemoval => [Living.RemoveBackground],
        _ => [],
    };

    private static IReadOnlyList<string> Xl(ImageModel gone, ImageTask task) => task switch
    {
        ImageTask.TextImage => [gone.Successor!],
        ImageTask.Inpainting => [Living.Inpaint],
        _ => [Living.Editor],
    };
}
