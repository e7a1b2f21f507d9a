using Ochre.Gateway.Uploads;

namespace Ochre.Gateway.OpenApi;

/// <summary>What the fields of image requests are for.</summary>
internal static class ImageFieldWords
{
    private static readonly string s_models = string.Join("\",\"", ModelCatalog.Default.Models.Where(model => model.EndOfLife is null).Select(model => model.Id));

    private static readonly FieldWord[] s_common =
    [
        new("model", $"A model's id or name, an inference profile's id or ARN, also with `bedrock/` before it; `GET /v1/models` lists them. Where it is missing, the gateway's default; without a setting `{ModelCatalog.Default.DefaultModel}`. In the path of Azure's clients it wins.")
        { Schema = $$"""{"examples":["{{s_models}}"]}""" },
        new("n", "How many images. A model that makes one at a time is asked `n` times, with seeds that count up.") { Default = "1" },
        new("size", $"Width x height in pixels, each side from 1 to {PixelSize.MaxSide}, or `auto`. Brought to what the model paints: the answer's `size` is measured.") { Default = "\"auto\"", Schema = """{"pattern":"^(auto|[0-9]+x[0-9]+)$","examples":["auto","1024x1024","1536x1024"]}""" },
        new("response_format", "`url`: a link that works for an hour. `b64_json`: the file in the answer. Where it is missing, `url`, and `b64_json` for names that begin with `gpt-image` or `chatgpt-image`, unless the gateway is set otherwise. Streams always have bytes."),
        new("output_format", "The file's format. Where it is missing, what the model gives."),
        new("output_compression", "Quality of jpeg and webp files; 100 is the best.") { Default = "100" },
        new("user", "Your own name for your user: counted, never sent on."),
        new("safety_identifier", "The same; it wins over `user`."),
        new("guardrailIdentifier", "A guardrail of Bedrock's, by id or ARN, as LiteLLM's clients name it; the headers win."),
        new("guardrailVersion", "Its version: `DRAFT`, or a number from 1."),
        new("ochre", "What the gateway does to the image. `fit`: `exact` scales and crops to the very `size` that was asked for.")
        { Schema = """{"properties":{"fit":{"type":"string","enum":["none","exact"],"default":"none"}},"additionalProperties":false}""" },
    ];

    private static readonly FieldWord[] s_painted =
    [
        .. s_common,
        new("quality", "`high`, `hd`, `xhigh`, `max` and `premium` are the better one, `auto`, `low`, `medium` and `standard` the usual one; for models that have two.") { Default = "\"auto\"" },
        new("moderation", "OpenAI's; Bedrock has no other level.") { Refused = ["low"] },
        new("stream", "Whether events are wanted instead of one answer.") { Default = "false" },
        new("partial_images", "With `stream`: so many smaller renditions before each image. They are made of the finished image, for slow links.") { Default = "0" },
    ];

    public static IReadOnlyList<FieldWord> Generation { get; } =
    [
        new("prompt", "What to paint. Each model has a longest prompt.") { IsRequired = true, Schema = """{"minLength":1}""" },
        .. s_painted,
        new("style", "A style that the model has; `vivid` and `natural` mean nothing here."),
        new("background", "No model here paints transparency from words.") { Refused = ["transparent"] },
    ];

    public static IReadOnlyList<FieldWord> Edit { get; } = EditWith(Pictures("The picture to edit, or several. `images` and `image` are one list."), MaskInJson);

    public static IReadOnlyList<FieldWord> EditForm { get; } = EditWith(Files("The picture to edit, or several: also as `image[]` or `image[0]`."), """{"type":"string","format":"binary"}""");

    public static IReadOnlyList<FieldWord> Variation { get; } = [.. Both(Pictures("The picture to vary.")), .. s_common];

    public static IReadOnlyList<FieldWord> VariationForm { get; } = [.. Both(Files("The picture to vary.")), .. s_common];

    /// <summary>What a picture in JSON may be.</summary>
    public const string Picture = """
        {"description":"A data URL (`data:image/png;base64,…`), bare base64, the link or the id of an image made here, or an address of a host that the operator allows.",
         "anyOf":[{"type":"string","minLength":1},
          {"type":"object","properties":{"image_url":{"anyOf":[{"type":"string","minLength":1},{"type":"object","properties":{"url":{"type":"string","minLength":1}},"required":["url"]}]}},"required":["image_url"]},
          {"type":"object","properties":{"file_id":{"type":"string","minLength":1}},"required":["file_id"]}]}
        """;

    private static FieldWord[] EditWith(FieldWord pictures, string mask) =>
    [
        .. Both(pictures),
        new("prompt", "What to change. A few models, background removal among them, need none."),
        new("mask", "Where to paint anew, as a png of the picture's size: its transparent pixels are painted. Without transparency it is passed on as it is.") { Schema = mask },
        .. s_painted,
        new("background", "`transparent` only where the model gives it."),
        new("input_fidelity", "OpenAI's; no model here has another.") { Refused = ["high"] },
    ];

    private static FieldWord[] Both(FieldWord pictures) => [pictures, pictures with { Name = pictures.Name is "image" ? "images" : "image" }];

    private static FieldWord Pictures(string text) => new("image", text)
    {
        Schema = $$"""{"anyOf":[{"$ref":"#/components/schemas/Picture"},{"type":"array","items":{"$ref":"#/components/schemas/Picture"},"maxItems":{{UploadLimits.MaxImages}}},{"type":"null"}]}""",
    };

    private const string MaskInJson = """{"anyOf":[{"$ref":"#/components/schemas/Picture"},{"type":"null"}]}""";

    private static FieldWord Files(string text) => new("image", text)
    {
        Schema = $$"""{"type":"array","items":{"type":"string","format":"binary"},"minItems":1,"maxItems":{{UploadLimits.MaxImages}}}""",
    };
}
