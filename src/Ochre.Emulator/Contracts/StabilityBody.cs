using System.Text;
using System.Text.Json;
using Ochre.Emulator.Editing;

namespace Ochre.Emulator.Contracts;

/// <summary>The body with <c>prompt</c> at the top and the answer <c>seeds, finish_reasons, images</c>.</summary>
/// <param name="service">
/// The name in "Available fields for … are", or null for the first versions, which listed the fields without a name
/// (seen 2024-11 with Ultra v1:0).
/// </param>
/// <param name="edit">What is done to the pictures of a body; null from it where the prompt alone is painted.</param>
internal sealed class StabilityBody(string? service, Shape fields, Func<Sent, Edit?>? edit = null) : BodyContract
{
    public override ImageJob Read(JsonElement body, SeedSource seeds)
    {
        var found = new Violations();
        fields.Check(body, "#", found);
        Throw(found);
        var size = StableImage.Sizes[body.Text("aspect_ratio") ?? "1:1"];
        var made = edit?.Invoke(new(body, "#", found) { Size = size });
        Throw(found);
        var (width, height) = made is null ? size : (made.Width, made.Height);
        return new(body.Text("prompt") ?? "", body.Whole("seed") is > 0 and var seed ? seed : seeds.Next(), width, height)
        {
            Edit = made,
            Selection = $"{body.Text("search_prompt")} {body.Text("select_prompt")}",
            NegativePrompt = body.Text("negative_prompt") ?? "",
            Style = body.Text("style_preset"),
            Format = body.Text("output_format") ?? "png",
        };
    }

    public override Verdict Judge(ImageJob job, Content content, string model)
    {
        var odd = job.Seed % 2 == 1;
        var reason = content switch
        {
            _ when content.HasFlag(Content.PromptRefused) => "Filter reason: prompt",
            _ when content.HasFlag(Content.InputRefused) && job.Edit is not null => "Filter reason: input image",
            _ when content.HasFlag(Content.OutputRefused) => "Filter reason: output image",
            _ when content.HasFlag(Content.Failed) => "Inference error",
            _ when content.HasFlag(Content.SomeRefused) && odd => "Filter reason: output image",
            _ => null,
        };
        return reason is null ? new([job.Seed], null, 1) : Verdict.Refused(reason);
    }

    /// <summary>A refused call has finish reasons only. Source: user guide, Stable Image Ultra, response.</summary>
    public override void Write(Utf8JsonWriter json, ImageJob job, Verdict verdict, IReadOnlyList<byte[]> images)
    {
        if (verdict.Reason is null)
        {
            json.WriteStartArray("seeds");
            foreach (var seed in verdict.Seeds)
                json.WriteNumberValue(seed);
            json.WriteEndArray();
        }
        json.WriteStartArray("finish_reasons");
        json.WriteStringValue(verdict.Reason);
        json.WriteEndArray();
        if (verdict.Reason is not null)
            return;
        json.WriteStartArray("images");
        foreach (var image in images)
            json.WriteBase64StringValue(image);
        json.WriteEndArray();
    }

    // The message is itself JSON. Only the texts for unknown fields have been seen; the others keep the validator's words.
    private void Throw(Violations found)
    {
        if (found.Count == 0)
            return;
        var names = fields.Fields.Select(field => field.Name);
        var detail = (found.UnknownKey, service) switch
        {
            (null, _) => $"{(found.Pointer == "#" ? "" : found.Pointer[2..] + ": ")}{found.Problem}",
            (_, null) => $"Invalid field in request. Available fields: [{string.Join(", ", names.Select(name => $"'{name}'"))}]",
            var (key, name) => $"Invalid field '{key}' in request. Available fields for {name} are: {string.Join(", ", names)}",
        };
        var message = Reply.Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("detail", detail);
            json.WriteEndObject();
        });
        throw BedrockError.Invalid(Encoding.UTF8.GetString(message.Body.Span));
    }
}
