using System.Text.Json;
using ModelContextProtocol.Protocol;
using Ochre.Gateway.Listing;

namespace Ochre.Gateway.Mcp;

/// <summary>The tools that there are, under stdapi.ai's names.</summary>
internal static class ImageTools
{
    public const string ModelList = "openai_model_list";

    // Which route answers a tool's call.
    private static readonly Dictionary<string, string> s_routes = new()
    {
        ["openai_image_generation"] = ImageRoutes.Generations,
        ["openai_image_edit"] = ImageRoutes.Edits,
        ["openai_image_variation"] = ImageRoutes.Variations,
    };

    private static readonly ToolAnnotations s_buys = new() { ReadOnlyHint = false, DestructiveHint = false, IdempotentHint = false, OpenWorldHint = true };
    private static readonly ToolAnnotations s_reads = new() { ReadOnlyHint = true, DestructiveHint = false, IdempotentHint = true, OpenWorldHint = false };

    public static IReadOnlyList<Tool> All { get; } =
    [
        Of("openai_image_generation", "Generate images",
            "Paints images from words, with an image model of AWS Bedrock, and bills them to the caller's key. The images come back to look at, each with a link "
            + "to its file that expires. Call it once for each wish; for several takes of the same, set n.",
            ToolSchemas.Generation, ToolSchemas.Images, s_buys),
        Of("openai_image_edit", "Edit images",
            "Changes or combines given images as the prompt says: inpainting with a mask, outpainting, background removal, upscaling, restyling, whatever the model "
            + "does. Billed to the caller's key. The images come back to look at, each with a link to its file that expires.",
            ToolSchemas.Edit, ToolSchemas.Images, s_buys),
        Of("openai_image_variation", "Vary an image",
            "Makes variations of a given image. Billed to the caller's key. They come back to look at, each with a link to its file that expires.",
            ToolSchemas.Variation, ToolSchemas.Images, s_buys),
        Of(ModelList, "List image models",
            "Lists the image models that the caller may use, with what each does, takes and costs in US dollars. Ask it before choosing a model.",
            ToolSchemas.Nothing, ToolSchemas.Models, s_reads),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(tool => tool.Name)];

    /// <summary>The route whose work the tool is; null for the one that buys nothing, and for a name that no tool has.</summary>
    public static string? RouteOf(string tool) => s_routes.GetValueOrDefault(tool);

    /// <summary>The tool that is this route's; null where there is none.</summary>
    public static string? ToolOf(string route) => s_routes.FirstOrDefault(pair => pair.Value == route).Key;

    private static Tool Of(string name, string title, string description, JsonElement input, JsonElement output, ToolAnnotations annotations) => new()
    {
        Name = name,
        Title = title,
        Description = description,
        InputSchema = input,
        OutputSchema = output,
        Annotations = annotations,
    };
}
