using System.CommandLine;

namespace Ochre.Gateway.Cli.Painting;

/// <summary><c>ochre vary</c>: images like others.</summary>
internal static class VaryCommand
{
    private static readonly Argument<string[]> s_images = new("images") { Description = "Files of one or more pictures; - reads one from stdin", Arity = ArgumentArity.OneOrMore };

    public static Command Build() => PaintCommand.Of("vary", "Paint images like a picture: ochre vary photo.png -n 3 -o 'like-{n}.png'", [s_images], AskAsync);

    private static async Task<(CheckedCall, string)> AskAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var paths = parsed.GetValue(s_images)!;
        Given.RefuseTwoOfStdin(paths);
        var options = new VariationOptions { Extra = PaintOptions.Words(parsed, OutputFiles.Format(parsed)) };
        List<ImageFile> images = [];
        foreach (var path in paths)
            images.Add(await Given.PictureAsync(path, cancellationToken));
        return (CheckedCall.Vary(images, PaintOptions.Count(parsed), options, new()), Given.StemOf(paths[0], "varied"));
    }
}
