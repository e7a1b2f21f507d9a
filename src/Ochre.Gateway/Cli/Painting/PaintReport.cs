using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ochre.Gateway.Cli.Painting;

/// <summary>What came of a purchase, for people and for machines.</summary>
/// <param name="files">The images that were kept, with their paths; null for stdout. They come in any order.</param>
internal sealed class PaintReport(PaintPlace place, Purchase bought, IEnumerable<(OchreImage Image, string? Path)> files)
{
    private readonly List<(OchreImage Image, string? Path)> _files = [.. files.OrderBy(file => file.Image.Index)];

    // A prompt's letters and paths stay readable; nothing of it becomes HTML.
    private static readonly JsonWriterOptions s_writing = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Lines for stderr, where there is an image.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (var (image, path) in _files)
            yield return $"{(path is null ? "stdout" : Path.GetFileName(path))}: {image.Size} {image.Format.Word()}{(image.Seed is { } seed ? $", seed {seed}" : "")}{(image.CostUsd is { } usd ? $", {Usd(usd)}" : "")}";
        foreach (var line in Notes())
            yield return line;
        yield return $"{Counted(_files.Count)} by {Origin(_files[0].Image)}: {Cost()}.";
    }

    /// <summary>One object, where there is an image.</summary>
    public string Json()
    {
        var first = _files[0].Image;
        var json = new JsonObject
        {
            ["files"] = List(_files.Select(file => (JsonNode?)FileOf(file.Image, file.Path))),
            ["seeds"] = List(_files.Select(file => (JsonNode?)file.Image.Seed)),
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
        var kept = string.Join(", ", _files.Select(file => file.Path).OfType<string>());
        var came = bought.Count == 0 ? "no image came" : $"{Counted(bought.Count)} came ({(kept.Length > 0 ? kept : "and was not written")}): {Cost()}";
        return place.Kind == "emulator" ? $"{came}; nothing is billed." : bought.Open == 0 ? $"{came}." : $"{came}; {bought.Open} more may have been made and billed.";
    }

    public static string Usd(decimal usd) => string.Create(CultureInfo.InvariantCulture, $"{usd:0.00####} USD");

    private IEnumerable<string> Notes()
    {
        var notes = _files[0].Image.Notes;
        if (notes.ReplacedModel is { } gone)
            yield return $"'{gone}' is gone; its successor {_files[0].Image.Model} answered.";
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
