using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ochre.Gateway.Cli.Painting;

/// <summary>What every verb that paints may be told about its images, in OpenAI's words behind the options.</summary>
internal static class PaintOptions
{
    private static readonly Option<int?> s_count = new("--count", "-n") { Description = "How many images, 1 to 10. Default 1", HelpName = "NUMBER" };
    private static readonly Option<string?> s_size = new("--size", "-s") { Description = "Such as 1024x1024; brought to what the model paints, which is told", HelpName = "WxH" };
    private static readonly Option<long?> s_seed = new("--seed") { Description = "The same seed and words make the same image", HelpName = "NUMBER" };
    private static readonly Option<string?> s_quality = new("--quality") { Description = "low, medium or high, where the model knows it", HelpName = "WORD" };
    private static readonly Option<string?> s_style = new("--style") { Description = "A style of the model's own, such as photographic", HelpName = "WORD" };
    private static readonly Option<string?> s_negative = new("--negative") { Description = "What must not be in the picture", HelpName = "WORDS" };
    private static readonly Option<string?> s_model = new("--model", "-m") { Description = "A model by any of its names, which 'ochre models' lists", HelpName = "MODEL" };
    private static readonly Option<string[]> s_params = new("--param") { Description = "A parameter of the model's own, its value as JSON or a plain word; may be said several times", HelpName = "NAME=VALUE" };

    private static readonly (string Word, string Name, Option<string?> Option)[] s_words =
        [("size", "--size", s_size), ("quality", "--quality", s_quality), ("style", "--style", s_style), ("negative_prompt", "--negative", s_negative), ("model", "--model", s_model)];

    static PaintOptions()
    {
        s_model.CompletionSources.Add(static _ => Names());
        s_quality.CompletionSources.Add("low", "medium", "high");
    }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Option> All { get; } = [s_model, s_count, s_size, s_seed, s_quality, s_style, s_negative, s_params];

    /// <summary>Null where it is left to the parameters, and so to the default.</summary>
    public static int? Count(ParseResult parsed) => parsed.GetValue(s_count);

    /// <param name="model">Called where the command line names none.</param>
    /// <exception cref="UsageException">A parameter has no name, or is said twice.</exception>
    public static JsonObject Words(ParseResult parsed, ImageFormat? format, string? model = null)
    {
        var words = new JsonObject();
        foreach (var (word, _, option) in s_words)
        {
            if (parsed.GetValue(option) is { } text)
                words[word] = text;
        }

        if (parsed.GetValue(s_seed) is { } seed)
            words["seed"] = seed;
        if (format is { } wanted)
            words["output_format"] = wanted.Word();
        foreach (var param in parsed.GetValue(s_params) ?? [])
            Add(words, param);
        if (model is not null && !words.ContainsKey("model"))
            words["model"] = model;
        return words;
    }

    /// <summary>What a field of a request is called on the command line; itself where it has no name there.</summary>
    public static string NameOf(string field) => field switch
    {
        "n" => "-n",
        "seed" => "--seed",
        "output_format" => "--format",
        "mask" => "--mask",
        "prompt" => "the prompt",
        "image" or "images" => "the image",
        _ => Array.Find(s_words, word => word.Word == field).Name ?? field,
    };

    private static void Add(JsonObject words, string param)
    {
        if (param.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var end))
            throw new UsageException($"--param '{Echo.Of(param, 60)}' is no NAME=VALUE, such as cfg_scale=7.");
        var name = param[..end];
        if (name is "prompt" or "n")
            throw new UsageException($"--param {name}: say it with {NameOf(name)}.");
        if (words.ContainsKey(name))
            throw new UsageException($"--param {Echo.Of(name, 60)}: it is said twice{(NameOf(name) is var option && option != name ? $", by {option} too" : "")}.");
        words[name] = Value(param[(end + 1)..]);
    }

    private static JsonNode? Value(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static IEnumerable<System.CommandLine.Completions.CompletionItem> Names() =>
        ModelCatalog.Default.Models.Select(model => model.Id).Concat(ModelCatalog.Default.Aliases.Select(alias => alias.Name)).Select(name => new System.CommandLine.Completions.CompletionItem(name));
}
