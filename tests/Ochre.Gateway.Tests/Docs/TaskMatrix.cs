using System.Globalization;
using System.Text;

namespace Ochre.Gateway.Tests.Docs;

/// <summary>Task × model: how docs/features.md says it is asked for, from the catalogue. <see cref="TaskMatrixTests"/> sends each.</summary>
internal static class TaskMatrix
{
    private const string Edits = "edits";
    private const string Image = "image";
    private const string Mask = "mask";
    private const string Prompt = "prompt=a red fox";

    /// <param name="Route">The last step of the path.</param>
    /// <param name="Fields">Files by their field's name, the others as <c>name=value</c>.</param>
    public sealed record Row(ImageTask Task, ImageModel Model, string Route, IReadOnlyList<string> Fields)
    {
        public string Says => string.Join(", ", Fields.Select(one => one.Contains(' ', StringComparison.Ordinal) ? $"`{one.Split('=')[0]}`" : $"`{one}`"));
    }

    public static IEnumerable<Row> Rows =>
        from task in Enum.GetValues<ImageTask>()
        from model in ModelCatalog.Default.Models
        where model.Does(task)
        let wish = WishOf(task, model)
        select new Row(task, model, wish.Route, wish.Fields);

    public static string Table()
    {
        var text = new StringBuilder("| task | model | route | asked for with |\n|---|---|---|---|\n");
        foreach (var row in Rows)
            text.Append(CultureInfo.InvariantCulture, $"| {row.Task.Word()} | {row.Model.Id} | {row.Route} | {row.Says} |\n");
        return text.ToString();
    }

    private static (string Route, string[] Fields) WishOf(ImageTask task, ImageModel model)
    {
        var named = $"taskType={task.Word()}";
        return (task, model.Provider) switch
        {
            (ImageTask.TextImage, _) => ("generations", [Prompt]),
            (ImageTask.ColorGuidedGeneration, _) => ("generations", [Prompt, "colors=[\"#ff6b6b\"]", named]),
            (ImageTask.ImageVariation, _) => ("variations", [Image]),
            (ImageTask.Inpainting, _) => (Edits, [Image, Mask, Prompt]),
            (ImageTask.Outpainting, "Amazon") => (Edits, [Image, Mask, Prompt, named]),
            (ImageTask.Outpainting, _) => (Edits, [Image, "left=64"]),
            (ImageTask.BackgroundRemoval, "Amazon") => (Edits, [Image, named]),
            (ImageTask.VirtualTryOn, _) => (Edits, [Image, Image, Mask, named]),
            (ImageTask.EraseObject, _) => (Edits, [Image, Mask]),
            (ImageTask.SearchAndReplace, _) => (Edits, [Image, Prompt, "search_prompt=a car"]),
            (ImageTask.SearchAndRecolor, _) => (Edits, [Image, Prompt, "select_prompt=a car"]),
            (ImageTask.StyleTransfer, _) => (Edits, [Image, Image]),
            (ImageTask.BackgroundRemoval, _) => (Edits, [Image]),
            (ImageTask.Upscale, _) when model.PromptMax == 0 => (Edits, [Image]),
            _ => (Edits, [Image, Prompt]),
        };
    }
}
