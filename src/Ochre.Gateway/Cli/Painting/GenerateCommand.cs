using System.CommandLine;

namespace Ochre.Gateway.Cli.Painting;

/// <summary><c>ochre generate</c>: images of words.</summary>
internal static class GenerateCommand
{
    private static readonly Argument<string> s_prompt = new("prompt") { Description = "What to paint; - reads it from stdin" };

    public static Command Build() =>
        PaintCommand.Of("generate", "Paint images of words: ochre generate \"A cute baby sea otter\" -o otter.png", [s_prompt], AskAsync);

    private static async Task<(CheckedCall, string)> AskAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var prompt = await Given.WordsAsync(parsed.GetValue(s_prompt), cancellationToken);
        var options = new GenerateOptions { Extra = PaintOptions.Words(parsed, OutputFiles.Format(parsed)) };
        return (CheckedCall.Generate(prompt, PaintOptions.Count(parsed), options), Given.StemOf(prompt));
    }
}
