using System.Globalization;
using System.Text.Json;
using Ochre.Emulator.Editing;
using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Contracts;

/// <summary>One <c>taskType</c>: the object its fields stand in, the fields, and what is done with them.</summary>
internal sealed record AmazonTask(string Name, string Params, Shape Fields)
{
    /// <summary>Fields that need another field beside them.</summary>
    public IReadOnlyList<(string Field, string Needs)> Dependencies { get; init; } = [];

    /// <summary>Fields of which exactly one is sent; empty for none such.</summary>
    public IReadOnlyList<string> OneOf { get; init; } = [];

    /// <summary>The fields of <c>imageGenerationConfig</c>; null: the task refuses that object.</summary>
    public Shape? Config { get; init; }

    /// <summary>What is done to the pictures of the body; null from it where the prompt alone is painted.</summary>
    public Func<Sent, Edit?> Edit { get; init; } = _ => null;
}

/// <summary>The body of Titan and Nova Canvas: <c>taskType</c>, the task's object, <c>imageGenerationConfig</c>.</summary>
/// <param name="size">The size of a config that passed, or a violation.</param>
/// <param name="defaultSeed">The seed of a request without one: the same picture every time.</param>
/// <param name="promptRefusal">The text of the 400 for a prompt that the filters stop.</param>
internal sealed class AmazonBody(
    IReadOnlyList<AmazonTask> tasks,
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
        CheckTogether(task, fields, found);
        var settings = body.Field(Config) ?? default;
        var asked = size(settings, found);
        found.ThrowMalformed();
        var edit = task.Edit(new(fields, $"#/{task.Params}", found) { Size = asked });
        found.ThrowMalformed();
        var (width, height) = edit is null ? asked : (edit.Width, edit.Height);
        return new(fields.Text("text") ?? "", settings.Whole("seed") ?? defaultSeed, width, height)
        {
            Edit = edit,
            Selection = fields.Text("maskPrompt") ?? "",
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
        if (content.HasFlag(Content.InputRefused) && job.Edit is not null)
            throw BedrockError.Invalid(promptRefusal.Replace("text prompt", "input image", StringComparison.Ordinal));
        if (content.HasFlag(Content.Failed))
            throw BedrockError.ModelFailed(model);
        if (content.HasFlag(Content.OutputRefused))
            return Verdict.Refused(AllBlocked);
        var some = content.HasFlag(Content.SomeRefused) && job.Count > 1;
        var count = some ? job.Count - 1 : job.Count;
        // One seed a request: the pictures of a request count up from it.
        return new([.. Enumerable.Range(0, count).Select(i => job.Seed + i)], some ? SomeBlocked : null, count);
    }

    public override void Write(Utf8JsonWriter json, ImageJob job, Verdict verdict, IReadOnlyList<byte[]> images)
    {
        json.WriteStartArray("images");
        foreach (var image in images)
            json.WriteBase64StringValue(image);
        json.WriteEndArray();
        // Titan's page has the flag and no name for what it brings: Canvas's name is used.
        if (job.Edit?.ReturnedMask is { } mask && images.Count > 0)
            json.WriteBase64String("maskImage", PngWriter.Write(mask));
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

    private static Shape Root(AmazonTask task) => new([
        new("taskType", new Choice(task.Name), Required: true),
        new(task.Params, task.Fields, Required: true),
        .. task.Config is { } config ? [new(Config, config)] : (Field[])[]]);

    private static void CheckTogether(AmazonTask task, JsonElement fields, Violations found)
    {
        foreach (var (field, needs) in task.Dependencies)
        {
            if (fields.Field(field) is not null && fields.Field(needs) is null)
                found.Add($"#/{task.Params}", $"property [{needs}] is required");
        }
        var sent = task.OneOf.Count(name => fields.Field(name) is not null);
        if (task.OneOf.Count > 0 && sent != 1)
            found.Add($"#/{task.Params}", $"{sent} subschemas matched instead of one");
    }

    private static IReadOnlyList<int> Colours(JsonElement fields) => fields.Field("colors") is { } colours
        ? [.. colours.EnumerateArray().Select(colour => int.Parse(colour.GetString().AsSpan(1), NumberStyles.HexNumber))]
        : [];
}
