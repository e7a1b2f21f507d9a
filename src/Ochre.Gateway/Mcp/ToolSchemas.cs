using System.Text.Json;

namespace Ochre.Gateway.Mcp;

/// <summary>What the tools take and give, as JSON Schema. What clients check with it the routes check again.</summary>
internal static class ToolSchemas
{
    private const string Model = """
        "model": {"type": "string", "minLength": 1, "description": "A model's id or name, as openai_model_list gives it. Left out: the gateway's default."}
        """;

    private const string Answer = """
        "n": {"type": "integer", "minimum": 1, "maximum": 10, "default": 1, "description": "How many images. Each is billed."},
        "size": {"type": "string", "pattern": "^(auto|[0-9]{1,5}x[0-9]{1,5})$", "description": "Width x height in pixels, such as 1024x1024, or auto. Models have sizes of their own: openai_model_list says which."},
        "output_format": {"type": "string", "enum": ["png", "jpeg", "webp"], "description": "The format of the file behind the link. Left out: the model's own."},
        "output_compression": {"type": "integer", "minimum": 0, "maximum": 100, "description": "Quality of jpeg and webp files; 100 is the best."},
        "response_format": {"type": "string", "enum": ["url", "b64_json"], "description": "url: a link alone, which saves context. b64_json: the image alone, without a link. Left out: both."}
        """;

    private const string Painting = """
        "quality": {"type": "string", "enum": ["auto", "low", "medium", "high", "standard", "hd"], "description": "Means something with models that have qualities; the better one costs more."}
        """;

    private const string Prompt = """
        "prompt": {"type": "string", "minLength": 1, "description": "
        """;

    // A model's own parameters (seed, negative_prompt, cfg_scale ...) go through under their own names.
    private const string Rest = """
        "additionalProperties": {"description": "A parameter of the model's own, such as seed or negative_prompt; the list of models names them."}
        """;

    public static JsonElement Generation { get; } = Parse($$"""
        {"type": "object", "properties": {{{Prompt.TrimEnd()}}What to paint, in plain words."}, {{Model}},
        "style": {"type": "string", "description": "vivid or natural, or a style that the model has."},
        "background": {"type": "string", "enum": ["auto", "opaque"]},
        {{Painting}}, {{Answer}}}, "required": ["prompt"], {{Rest}}}
        """);

    public static JsonElement Edit { get; } = Parse($$"""
        {"type": "object", "properties": {{{Prompt.TrimEnd()}}What to change, in plain words. A few models, background removal among them, need none."}, {{Model}},
        "image": {{Pictures("The image to edit, or up to 16 to combine.")}},
        "mask": {"type": "string", "minLength": 1, "description": "A PNG of the image's size whose transparent pixels are to be painted anew; given as the image is."},
        "background": {"type": "string", "enum": ["auto", "opaque", "transparent"]},
        {{Painting}}, {{Answer}}}, "required": ["image"], {{Rest}}}
        """);

    public static JsonElement Variation { get; } = Parse($$"""
        {"type": "object", "properties": {"image": {{Pictures("The image to vary.")}}, {{Model}}, {{Answer}}}, "required": ["image"], {{Rest}}}
        """);

    public static JsonElement Nothing { get; } = Parse("""{"type": "object", "properties": {}, "additionalProperties": false}""");

    public static JsonElement Images { get; } = Parse("""
        {"type": "object", "properties": {
          "created": {"type": "integer", "description": "Unix seconds."},
          "data": {"type": "array", "items": {"type": "object", "properties": {
            "url": {"type": "string", "format": "uri", "description": "The whole file; the link expires."},
            "mime_type": {"type": "string"}, "size": {"type": "string"}, "seed": {"type": "integer"},
            "shown": {"type": "string", "enum": ["full", "smaller", "not"], "description": "What the image block holds."}},
            "required": ["mime_type", "shown"]}},
          "model": {"type": "string"}, "cost_usd": {"type": "string"}, "ignored": {"type": "string"}, "adjusted": {"type": "string"},
          "substituted": {"type": "string"}, "filtered": {"type": "string"}, "failed": {"type": "string"}},
        "required": ["created", "data"]}
        """);

    public static JsonElement Models { get; } = Parse("""
        {"type": "object", "properties": {"object": {"const": "list"}, "data": {"type": "array", "items": {"type": "object", "properties": {
          "id": {"type": "string"}, "owned_by": {"type": "string"}, "tools": {"type": "array", "items": {"type": "string"}},
          "tasks": {"type": "array", "items": {"type": "string"}}, "sizes": {"type": "string"}, "max_prompt": {"type": "integer"},
          "usd_from": {"type": "string"}, "usd_to": {"type": "string"}, "end_of_life": {"type": "string"},
          "aliases": {"type": "array", "items": {"type": "string"}}, "parameters": {"type": "array", "items": {"type": "string"}}},
        "required": ["id", "owned_by", "tools", "tasks", "sizes"]}}}, "required": ["object", "data"]}
        """);

    private static string Pictures(string what) => $$"""
        {"anyOf": [{"type": "string", "minLength": 1}, {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1, "maxItems": 16}],
        "description": "{{what}} A data URL (data:image/png;base64,...), bare base64, or a link or id of an image made here; https addresses only of hosts that the operator allows. Never a path."}
        """;

    private static JsonElement Parse(string schema)
    {
        using var json = JsonDocument.Parse(schema);
        return json.RootElement.Clone();
    }
}
