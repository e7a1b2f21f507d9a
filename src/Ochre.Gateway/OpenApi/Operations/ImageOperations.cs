namespace Ochre.Gateway.OpenApi;

/// <summary>Images from words, from pictures, and behind links.</summary>
internal static class ImageOperations
{
    private const string Tag = "Images";

    private static readonly string[] s_headers =
        [Replay.IdempotencyKey.Header, .. BedrockHeaders.Names];

    private static readonly int[] s_refusals = [400, 409, 413, 415, 422, 429, 501, 502, 503, 504];

    private const string Kinds = "\n\nA model's own parameters (`seed`, `negative_prompt`, `cfg_scale` …) go beside the others, flat or nested as Bedrock writes them; `GET /v1/models` lists them for each model under `ochre.abilities.fields`.";

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("POST", "createImage", Tag, "Paint images from words", "/v1/images/generations", "/images/generations", "/openai/deployments/{model}/images/generations", "/deployments/{model}/images/generations")
        {
            Text = "One answer with all images, or, with `stream`, an event for each as soon as it is ready." + Kinds,
            Headers = [.. s_headers, "x-ochre-comments"],
            Body = new("GenerationRequest", """{"prompt":"A lighthouse at night, oil painting","size":"1536x1024","n":2}"""),
            Answers = [Images, Stream("GenerationEvent")],
            Refusals = s_refusals,
        },
        new("POST", "editImage", Tag, "Change or combine pictures", "/v1/images/edits", "/images/edits", "/openai/deployments/{model}/images/edits", "/deployments/{model}/images/edits")
        {
            Text = "Inpainting with a mask, outpainting, removing a background, upscaling, restyling: what the model does. Pictures come as files of a form, or in JSON as data URLs, links or ids." + Kinds,
            Headers = [.. s_headers, "x-ochre-comments"],
            Body = new("EditRequest", $$"""{"model":"stability.stable-image-search-replace-v1:0","prompt":"A blue ball","search_prompt":"ball","images":[{"image_url":"{{Sample}}"}]}""")
            {
                Form = "EditForm",
                FormExample = """{"model":"stability.stable-image-search-replace-v1:0","prompt":"A blue ball","search_prompt":"ball","image":["picture.png"]}""",
            },
            Answers = [Images, Stream("EditEvent")],
            Refusals = [.. s_refusals, 404, 408],
        },
        new("POST", "varyImage", Tag, "Make variations of a picture", "/v1/images/variations", "/images/variations", "/openai/deployments/{model}/images/variations", "/deployments/{model}/images/variations")
        {
            Text = "Variations are not streamed." + Kinds,
            Headers = s_headers,
            Body = new("VariationRequest", $$"""{"model":"stability.sd3-5-large-v1:0","image":"{{Sample}}","n":2}""")
            {
                Form = "VariationForm",
                FormExample = """{"model":"stability.sd3-5-large-v1:0","n":2,"image":["picture.png"]}""",
            },
            Answers = [Images],
            Refusals = [.. s_refusals, 404, 408],
        },
        new("GET", "getImageContent", Tag, "Fetch an image by its link", "/v1/images/{image}/content", "/v1/images/{name}.{extension}")
        {
            Text = "The links that answers give lead here; the signature is the key. Parts of the file may be asked for (`Range`).",
            Query =
            [
                new("exp", Schemas.Text, "Until when the link works, in Unix seconds; part of the link.") { IsRequired = true },
                new("sig", Schemas.Text, "The link's signature; part of the link.") { IsRequired = true },
            ],
            Answers =
            [
                File("image/png"), File("image/jpeg"), File("image/webp"),
                new(206, "The part that was asked for."), new(304, "Not changed since."),
            ],
            Refusals = [404],
        },
    ];

    /// <summary>A small picture that works everywhere: a ball of 64 x 64 pixels.</summary>
    public const string Sample =
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAEAAAABAAQMAAACQp+OdAAAABlBMVEXv5NKaNBKra78MAAAAZ0lEQVR42mNgoAuw/wOhGf//bwAz2P//fwBm8P///wGi5P9/iKL6////gRn/gQCqCaINzmAGMQ5AjIEYBGfwgxgfsDLkQYwf9GHgcQamm+HewfQpPBAQwQIPKHjQwQMTHrzwAKc1AABynrJdzbt7uQAAAABJRU5ErkJggg==";

    private static AnswerWord Images => new(200, "The images, in the order of the request.", "ImagesResponse") { Headers = HeaderWords.OfImages };

    private static AnswerWord Stream(string events) => new(200,
        "With `stream`: one `completed` event for each image when it is ready, and the previews that were asked for before it. Silence is filled with comments. A refusal after the first byte is an `error` event.", events)
    {
        MediaType = "text/event-stream",
        Headers = HeaderWords.OfImages,
    };

    private static AnswerWord File(string type) => new(200, "The file.", """{"type":"string","format":"binary"}""") { MediaType = type };
}
