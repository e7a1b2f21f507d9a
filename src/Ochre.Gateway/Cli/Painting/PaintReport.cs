using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ochre.Gateway.Cli.Painting;

/// <summary>What came of a purchase, for people and for machines.</summary>
/// <param name="paths">Of the images, in their order; null where one went to stdout.</param>
internal sealed class PaintReport(PaintPlace place, Purchase bought, IReadOnlyList<string?> paths)
{
    // A prompt's letters and paths stay readable; nothing of it becomes HTML.
    private static readonly JsonWriterOptions s_writing = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Lines for stderr.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (var (image, path) in bought.Images.Zip(paths))
            yield return $"{(path is null ? "stdout" : Path.GetFileName(path))}: {image.Size} {image.Format.Word()}{(image.Seed is { } seed ? $", seed {seed}" : "")}{(image.CostUsd is { } usd ? $", {Usd(usd)}" : "")}";
        foreach (var line in Notes())
            yield return line;
        if (bought.Images.Count > 0)
            yield return $"{Counted(bought.Images.Count)} by {Origin(bought.Images[0])}: {Cost()}.";
    }

    /// <summary>One object.</summary>
    public string Json()
    {
        var first = bought.Images[0];
        var json = new JsonObject
        {
            ["files"] = List(bought.Images.Zip(paths).Select(pair => (JsonNode?)FileOf(pair.First, pair.Second))),
            ["seeds"] = List(bought.Images.Select(image => (JsonNode?)image.Seed)),
            ["cost_usd"] = bought.CostUsd,
            ["paid"] = place.Kind != "emulator",
            ["place"] = place.Kind,
            ["model"] = first.Model,
            ["region"] = first.Region,
            ["filtered"] = bought.Filtered,
            ["failed"] = bought.Failed,
            ["notes"] = new JsonObject
            {
                ["ignored"] = List(first.Notes.Ignored.Select(name => (JsonNode?)name)),
                ["adjusted"] = List(first.Notes.Adjusted.Select(name => (JsonNode?)name)),
                ["replaced_model"] = first.Notes.ReplacedModel,
                ["end_of_life"] = first.Notes.EndOfLife?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            },
        };
        return Written(json);
    }

    /// <summary>A refusal as one object, as the gateway would word it.</summary>
    public static string Json(ImageError error) => Written(new JsonObject
    {
        ["error"] = new JsonObject { ["message"] = error.Message, ["type"] = error.Type, ["param"] = error.Param, ["code"] = error.Code },
    });

    /// <summary>What was bought by now, for whoever breaks it off.</summary>
    public string Broken()
    {
        if (!bought.HasBegun)
            return "nothing was asked for, nothing was bought.";
        var came = bought.Images.Count == 0 ? "no image came" : $"{Counted(bought.Images.Count)} came ({string.Join(", ", paths)}): {Cost()}";
        return place.Kind == "emulator" ? $"{came}; nothing is billed." : bought.Open == 0 ? $"{came}." : $"{came}; {bought.Open} more may have been made and billed.";
    }

    public static string Usd(decimal usd) => string.Create(CultureInfo.InvariantCulture, $"{usd:0.00####} USD");

    private IEnumerable<string> Notes()
    {
        var notes = bought.Images.Count == 0 ? new([], []) : bought.Images[0].Notes;
        if (notes.ReplacedModel is { } gone)
            yield return $"'{gone}' is gone; its successor {bought.Images[0].Model} answered.";
        if (notes.EndOfLife is { } end)
            yield return string.Create(CultureInfo.InvariantCulture, $"AWS's end of life of that model: {end:yyyy-MM-dd}.");
        if (notes.Ignored.Count > 0)
            yield return $"Ignored, for it means nothing to the model: {string.Join(", ", notes.Ignored.Select(PaintOptions.NameOf))}.";
        if (notes.Adjusted.Count > 0)
            yield return $"Adjusted: {string.Join(", ", notes.Adjusted)}.";
        if (bought.Filtered > 0)
            yield return $"{Counted(bought.Filtered)} held back by the model or a guardrail.";
        if (bought.Failed > 0)
            yield return $"{Counted(bought.Failed)} could not be had; what Bedrock had begun may be billed.";
    }

    private string Cost() => bought.CostUsd is not { } usd ? "its price is not known"
        : place.Kind == "emulator" ? $"nothing to pay (AWS's price: {Usd(usd)})"
        : Usd(usd);

    private static string Origin(OchreImage image) => $"{(image.Model.Length > 0 ? image.Model : "a model")}{(image.Region is { } region ? $" in {region}" : "")}";

    private static string Counted(int images) => images == 1 ? "1 image" : $"{images} images";

    private static JsonObject FileOf(OchreImage image, string? path) => new()
    {
        ["path"] = path, ["format"] = image.Format.Word(), ["width"] = image.Size.Width, ["height"] = image.Size.Height,
        ["seed"] = image.Seed, ["cost_usd"] = image.CostUsd,
    };

    private static JsonArray List(IEnumerable<JsonNode?> items) => new([.. items]);

    private static string Written(JsonObject json)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, s_writing))
            json.WriteTo(writer);
        return System.Text.Encoding.UTF8.GetString(text.ToArray());
    }
}
