using System.CommandLine;

namespace Ochre.Gateway.Cli.Painting;

/// <summary>The verbs that make an image of a picture: <c>ochre edit</c>, <c>upscale</c>, <c>remove-background</c>.</summary>
internal static class EditCommand
{
    private const string Cutter = "stability.stable-image-remove-background-v1:0";

    private static readonly Argument<string> s_image = new("image") { Description = "The picture's file: png, jpeg or webp; - reads it from stdin" };
    private static readonly Argument<string> s_prompt = new("prompt") { Description = "What to make of it; - reads it from stdin" };
    private static readonly Argument<string?> s_words = new("prompt") { Description = "What it shows, which conservative and creative need", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> s_mask = new("--mask") { Description = "A picture that is transparent where the image is to change", HelpName = "FILE" };
    private static readonly Option<string[]> s_more = new("--image", "-i") { Description = "One more picture, for models that take several; may be said several times", HelpName = "FILE" };
    private static readonly Option<string> s_mode = new("--mode") { Description = "fast (four times as many pixels), conservative (keeps what is there) or creative (invents)", HelpName = "MODE", DefaultValueFactory = _ => "fast" };

    public static Command Build() => PaintCommand.Of(
        "edit", "Change a picture by words: ochre edit photo.png --mask mask.png \"a red kite\" -o kite.png", [s_image, s_prompt, s_mask, s_more],
        (parsed, stop) => AskAsync(parsed, new(parsed.GetValue(s_prompt), "edited") { Mask = parsed.GetValue(s_mask), More = parsed.GetValue(s_more) ?? [] }, stop));

    public static Command Upscale()
    {
        s_mode.AcceptOnlyFromAmong("fast", "conservative", "creative");
        return PaintCommand.Of("upscale", "Make a picture larger: ochre upscale small.png -o large.png", [s_image, s_words, s_mode],
            (parsed, stop) => AskAsync(parsed, new(parsed.GetValue(s_words), "upscaled") { Model = $"stability.stable-{parsed.GetValue(s_mode)}-upscale-v1:0" }, stop));
    }

    public static Command RemoveBackground() => PaintCommand.Of(
        "remove-background", "Cut out what a picture shows: ochre remove-background photo.png -o cut.png", [s_image],
        (parsed, stop) => AskAsync(parsed, new(null, "cut") { Model = Cutter }, stop));

    private static async Task<(CheckedCall, string)> AskAsync(ParseResult parsed, Edit edit, CancellationToken cancellationToken)
    {
        var path = parsed.GetValue(s_image)!;
        Given.RefuseTwoOfStdin([path, edit.Prompt, edit.Mask, .. edit.More]);
        var options = new EditOptions { Extra = PaintOptions.Words(parsed, OutputFiles.Format(parsed), edit.Model) };
        List<ImageFile> images = [];
        foreach (var picture in edit.More.Prepend(path))
            images.Add(await Given.PictureAsync(picture, cancellationToken));
        options.Mask = edit.Mask is null ? null : await Given.PictureAsync(edit.Mask, cancellationToken);
        var prompt = await Given.WordsAsync(edit.Prompt, cancellationToken);
        return (CheckedCall.Edit(images, prompt, PaintOptions.Count(parsed), options, new()), Given.StemOf(path, edit.Stem));
    }

    private sealed record Edit(string? Prompt, string Stem)
    {
        public string? Model { get; init; }

        public string? Mask { get; init; }

        public string[] More { get; init; } = [];
    }
}
