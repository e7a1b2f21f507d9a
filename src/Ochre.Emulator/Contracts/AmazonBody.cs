using System.Globalization;
using System.Text.Json;

namespace Ochre.Emulator.Contracts;

/// <summary>One <c>taskType</c>: the object its fields stand in, the fields, and those that need another field beside them.</summary>
internal sealed record AmazonTask(string Name, string Params, Shape Fields)
{
    public IReadOnlyList<(string Field, string Needs)> Dependencies { get; init; } = [];
}

/// <summary>The body of Titan and Nova Canvas: <c>taskType</c>, the task's object, <c>imageGenerationConfig</c>.</summary>
/// <param name="config">The fields of <c>imageGenerationConfig</c>.</param>
/// <param name="size">The size of a config that passed, or a violation.</param>
/// <param name="defaultSeed">The seed of a request without one: the same picture every time.</param>
/// <param name="promptRefusal">The text of the 400 for a prompt that the filters stop.</param>
internal sealed class AmazonBody(
    IReadOnlyList<AmazonTask> tasks,
    Shape config,
    Func<JsonElement, Violations, (int Width, int Height)> size,
    long defaultSeed,
    string promptRefusal) : BodyContract
{
    private const string Config = "imageGenerationConfig";

    // Source: Nova user guide, "Error handling": the answers of a request whose pictures were stopped.
    private const string AllBlocked = "All of the generated images have been blocked by our content filters.";
    private const string SomeBlocked = "Some of the generated images have been blocked by our content filters.";

    public override ImageJob Read(JsonElement body, SeedSource seeds)
    {
        var found = new Violations();
        var task = FindTask(body, found);
        found.ThrowMalformed();
        Root(task!).Check(body, "#", found);
        found.ThrowMalformed();
        var fields = body.GetProperty(task!.Params);
        foreach (var (field, needs) in task.Dependencies)
        {
            if (fields.Field(field) is not null && fields.Field(needs) is null)
                found.Add($"#/{task.Params}", $"property [{needs}] is required");
        }
        var settings = body.Field(Config) ?? default;
        var (width, height) = size(settings, found);
        found.ThrowMalformed();
        return new(fields.Text("text") ?? "", settings.Whole("seed") ?? defaultSeed, width, height)
        {
            NegativePrompt = fields.Text("negativeText") ?? "",
            Style = fields.Text("style"),
            Palette = Colours(fields),
            Count = (int)(settings.Whole("numberOfImages") ?? 1),
            Premium = settings.Text("quality") == "premium",
        };
    }

    public override Verdict Judge(ImageJob job, Content content, string model)
    {
        if (content.HasFlag(Content.PromptRefused))
            throw BedrockError.Invalid(promptRefusal);
        if (content.HasFlag(Content.Failed))
            throw BedrockError.ModelFailed(model);
        if (content.HasFlag(Content.OutputRefused))
            return Verdict.Refused(AllBlocked);
        var some = content.HasFlag(Content.SomeRefused) && job.Count > 1;
        var count = some ? job.Count - 1 : job.Count;
        // One seed a request: the pictures of a request count up from it.
        return new([.. Enumerable.Range(0, count).Select(i => job.Seed + i)], some ? SomeBlocked : null, count);
    }

    public override void Write(Utf8JsonWriter json, Verdict verdict, IReadOnlyList<byte[]> images)
    {
        json.WriteStartArray("images");
        foreach (var image in images)
            json.WriteBase64StringValue(image);
        json.WriteEndArray();
        if (verdict.Reason is not null)
            json.WriteString("error", verdict.Reason);
    }

    private AmazonTask? FindTask(JsonElement body, Violations found)
    {
        var names = new Choice([.. tasks.Select(task => task.Name)]);
        if (body.ValueKind != JsonValueKind.Object || body.Field("taskType") is not { } type)
            new Shape(new Field("taskType", names, Required: true)).Check(body, "#", found);
        else
            names.Check(type, "#/taskType", found);
        return tasks.FirstOrDefault(task => task.Name == body.Text("taskType"));
    }

    private Shape Root(AmazonTask task) => new(
        new("taskType", new Choice(task.Name), Required: true),
        new(task.Params, task.Fields, Required: true),
        new(Config, config));

    private static IReadOnlyList<int> Colours(JsonElement fields) => fields.Field("colors") is { } colours
        ? [.. colours.EnumerateArray().Select(colour => int.Parse(colour.GetString().AsSpan(1), NumberStyles.HexNumber))]
        : [];
}
