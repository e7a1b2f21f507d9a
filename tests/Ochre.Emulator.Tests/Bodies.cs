using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ochre.Emulator.Tests;

/// <summary>The smallest body that each edit takes, and changed copies of it.</summary>
internal static class Bodies
{
    public const string Services = "us.stability.";

    private static readonly string Image = Drawn.Flat(64, 64);

    /// <summary>By the part of the profile's id between <c>us.stability.</c> and the version.</summary>
    public static readonly IReadOnlyDictionary<string, string> Of = new Dictionary<string, string>
    {
        ["stable-image-remove-background"] = """{"image":"IMAGE"}""",
        ["stable-image-inpaint"] = """{"image":"IMAGE","prompt":"x"}""",
        ["stable-outpaint"] = """{"image":"IMAGE","left":8}""",
        ["stable-image-search-recolor"] = """{"image":"IMAGE","prompt":"x","select_prompt":"y"}""",
        ["stable-image-search-replace"] = """{"image":"IMAGE","prompt":"x","search_prompt":"y"}""",
        ["stable-image-erase-object"] = """{"image":"IMAGE"}""",
        ["stable-image-control-sketch"] = """{"image":"IMAGE","prompt":"x"}""",
        ["stable-image-control-structure"] = """{"image":"IMAGE","prompt":"x"}""",
        ["stable-image-style-guide"] = """{"image":"IMAGE","prompt":"x"}""",
        ["stable-style-transfer"] = """{"init_image":"IMAGE","style_image":"IMAGE"}""",
        ["stable-creative-upscale"] = """{"image":"IMAGE","prompt":"x"}""",
        ["stable-conservative-upscale"] = """{"image":"IMAGE","prompt":"x"}""",
        ["stable-fast-upscale"] = """{"image":"IMAGE"}""",
    };

    public static string Profile(string service) => $"{Services}{service}-v1:0";

    public static JsonObject For(string service) => Parse(Of[service]);

    public static JsonObject Parse(string body, string? image = null) =>
        JsonNode.Parse(body.Replace("\"IMAGE\"", $"\"{image ?? Image}\""))!.AsObject();

    /// <summary>The service's body with one field as given; an empty value takes the field away.</summary>
    public static string With(string service, string field, string json)
    {
        var body = For(service);
        body.Remove(field);
        if (json.Length > 0)
            body[field] = JsonNode.Parse(json);
        return body.ToJsonString();
    }

    public static string Detail(this Answer answer) => JsonElement.Parse(answer.Message).GetProperty("detail").GetString()!;
}
