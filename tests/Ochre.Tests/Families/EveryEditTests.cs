using System.Text.Json.Nodes;
using static Ochre.Planning;

namespace Ochre.Families;

/// <summary>Every field that Titan, Canvas and SDXL list for a request that starts from a picture arrives, nested and, where that is clear, flat.</summary>
public class EveryEditTests
{
    private static readonly EditImages Edit = new() { Prompt = "shirt", Images = [Pictures.Png(320, 320)] };

    // One permitted value for each field; a field that is missing here fails.
    private static readonly Dictionary<string, string> Values = new()
    {
        ["text"] = "\"another prompt\"",
        ["negativeText"] = "\"blurry\"",
        ["images"] = "[\"$TILE\",\"$TILE\"]",
        ["image"] = "\"$TILE\"",
        ["sourceImage"] = "\"$TILE\"",
        ["referenceImage"] = "\"$TILE\"",
        ["maskImage"] = "\"$TILE\"",
        ["maskPrompt"] = "\"dog\"",
        ["similarityStrength"] = "0.3",
        ["outPaintingMode"] = "\"DEFAULT\"",
        ["returnMask"] = "true",
        ["maskType"] = "\"PROMPT\"",
        ["garmentClass"] = "\"BOOTS\"",
        ["maskShape"] = "\"BOUNDING_BOX\"",
        ["longSleeveStyle"] = "\"SLEEVE_DOWN\"",
        ["tuckingStyle"] = "\"UNTUCKED\"",
        ["outerLayerStyle"] = "\"CLOSED\"",
        ["preserveBodyPose"] = "\"ON\"",
        ["preserveHands"] = "\"OFF\"",
        ["preserveFace"] = "\"DEFAULT\"",
        ["mergeStyle"] = "\"DETAILED\"",
        ["init_image"] = "\"$TILE\"",
        ["init_image_mode"] = "\"IMAGE_STRENGTH\"",
        ["image_strength"] = "0.25",
        ["step_schedule_start"] = "0.5",
        ["step_schedule_end"] = "0.1",
        ["mask_source"] = "\"MASK_IMAGE_BLACK\"",
        ["mask_image"] = "\"$TILE\"",
    };

    public static TheoryData<string, string> Fields
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var model in (string[])["amazon.titan-image-generator-v1", "amazon.titan-image-generator-v2:0", "amazon.nova-canvas-v1:0", "stability.stable-diffusion-xl-v1"])
            {
                foreach (var path in ModelCatalog.Default.Find(model).Model.Parameters.Where(IsOfEdits))
                    data.Add(model, path);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_listed_field_arrives(string model, string path)
    {
        var (value, name) = (Values[path.Split('.')[^1]], path.Split('.')[^1]);
        var expected = JsonNode.Parse(value.Replace("$TILE", Tile, StringComparison.Ordinal));
        List<string> wishes = [path.Split('.').Reverse().Aggregate(value, (inner, part) => $"{{\"{part}\":{inner}}}")];
        if (name is not "maskShape")
            wishes.Add($"{{\"{name}\":{value}}}");

        foreach (var wish in wishes)
        {
            var plan = Plan(model, With(wish, path), Edit with { Mask = Needs(path) });
            var arrived = path.Split('.').Aggregate((JsonNode?)plan.Body(), (node, part) => node?[part]);
            Assert.True(JsonNode.DeepEquals(expected, arrived), $"{wish} became {arrived?.ToJsonString()[..Math.Min(200, arrived.ToJsonString().Length)]}");
        }
    }

    private static bool IsOfEdits(string path) =>
        path.Split('.')[0] is "imageVariationParams" or "inPaintingParams" or "outPaintingParams" or "backgroundRemovalParams" or "virtualTryOnParams"
        || XlEdit.Names(path);

    // What must stand beside the field so that the request is whole.
    private static string With(string wish, string path)
    {
        var extra = Json(wish);
        var task = AmazonTask.All.FirstOrDefault(task => path.StartsWith($"{task.Object}.", StringComparison.Ordinal));
        if (task is not null)
            extra["taskType"] = task.Word;
        if (task is { IsMasked: true } && !path.Contains(".mask", StringComparison.Ordinal))
            extra["maskPrompt"] = "cat";
        if (path.Contains("garmentBasedMask", StringComparison.Ordinal) && !path.EndsWith("garmentClass", StringComparison.Ordinal))
            extra["garmentClass"] = "BOOTS";
        return extra.ToJsonString();
    }

    private static ImageInput? Needs(string path) =>
        path.StartsWith("virtualTryOnParams", StringComparison.Ordinal) || path.StartsWith("mask_", StringComparison.Ordinal) ? Pictures.Png(320, 320, field: "mask") : null;
}
