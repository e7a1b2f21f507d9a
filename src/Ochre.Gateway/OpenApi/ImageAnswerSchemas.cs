namespace Ochre.Gateway.OpenApi;

/// <summary>Answers that are written while their images arrive, and so have no record of their own.</summary>
internal static class ImageAnswerSchemas
{
    private const string Picture = """
        "background":{"type":"string","enum":["opaque","transparent"]},
        "output_format":{"type":"string","enum":["png","jpeg","webp"],"description":"As the file itself tells it."},
        "quality":{"type":"string","description":"What was painted with.","examples":["medium","high"]},
        "size":{"type":"string","pattern":"^[0-9]+x[0-9]+$","description":"As the file itself tells it."}
        """;

    private const string Created = """{"type":"integer","description":"Unix seconds."}""";

    public static IReadOnlyList<(string Name, string Schema)> All { get; } =
    [
        ("ImagesResponse", $$"""
            {"type":"object","properties":{"created":{{Created}},
             "data":{"type":"array","minItems":1,"maxItems":10,"description":"In the order of the request; what the model refused is not among them.","items":{"oneOf":[
              {"type":"object","properties":{"url":{"type":"string","format":"uri","description":"Works for an hour, unless the gateway is set otherwise."} },"required":["url"],"additionalProperties":false},
              {"type":"object","properties":{"b64_json":{"type":"string","contentEncoding":"base64","description":"The file."} },"required":["b64_json"],"additionalProperties":false}]} },
             {{Picture}},"usage":{"$ref":"#/components/schemas/Usage"} },
             "required":["created","data","background","output_format","quality","usage"],"additionalProperties":false}
            """),
        ("Usage", """
            {"type":"object","properties":{"input_tokens":{"type":"integer","description":"Tokens of the prompt and pictures that went in."},
             "input_tokens_details":{"type":"object","properties":{"text_tokens":{"type":"integer"},"image_tokens":{"type":"integer","description":"One for each picture, the mask included."}},"required":["text_tokens","image_tokens"],"additionalProperties":false},
             "output_tokens":{"type":"integer","description":"One for each image that came out."},"total_tokens":{"type":"integer"}},
             "required":["input_tokens","input_tokens_details","output_tokens","total_tokens"],"additionalProperties":false}
            """),
        ("GenerationEvent", Events("Generation")),
        ("EditEvent", Events("Edit")),
        ("GenerationPartial", Partial("image_generation")),
        ("GenerationCompleted", Completed("image_generation")),
        ("EditPartial", Partial("image_edit")),
        ("EditCompleted", Completed("image_edit")),
        ("Invocation", """
            {"type":"object","properties":{"at":{"type":"string","format":"date-time"},"model":{"type":"string"},"path":{"type":"string"},
             "headers":{"type":"object","additionalProperties":{"type":"string"}},"body":{"description":"As Bedrock would have got it."},"status":{"type":"integer","description":"0 where nothing was answered."},
             "images_billed":{"type":"integer"},"usd":{"type":"number"}},
             "required":["at","model","path","headers","body","status","images_billed","usd"],"additionalProperties":false}
            """),
    ];

    private static string Events(string kind) => $$"""
        {"description":"The data of an event; its `event:` line is its `type`, or `error`.","anyOf":[{"$ref":"#/components/schemas/{{kind}}Partial"},{"$ref":"#/components/schemas/{{kind}}Completed"},{"$ref":"#/components/schemas/Error"}]}
        """;

    private static string Partial(string stem) => $$"""
        {"type":"object","description":"A smaller rendition of an image that follows.","properties":{"type":{"const":"{{stem}}.partial_image"},"b64_json":{"type":"string","contentEncoding":"base64"},"created_at":{{Created}},
         {{Picture}},"partial_image_index":{"type":"integer","minimum":0,"maximum":2} },
         "required":["type","b64_json","created_at","background","output_format","quality","partial_image_index"],"additionalProperties":false}
        """;

    private static string Completed(string stem) => $$"""
        {"type":"object","description":"An image, whole.","properties":{"type":{"const":"{{stem}}.completed"},"b64_json":{"type":"string","contentEncoding":"base64"},"created_at":{{Created}},
         {{Picture}},"usage":{"$ref":"#/components/schemas/Usage"} },
         "required":["type","b64_json","created_at","background","output_format","quality","usage"],"additionalProperties":false}
        """;
}
