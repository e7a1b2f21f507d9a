using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace Ochre.Gateway.Cli.Painting;

/// <summary>What a verb that paints says on stderr: who paints, how far it is, what it cost. stdout is for files' names, JSON or the image.</summary>
internal sealed class PaintVoice(ParseResult parsed)
{
    private static readonly Option<bool> s_json = new("--json") { Description = "One JSON object on stdout: files, cost, seeds, model, region, notes" };
    private static readonly Option<bool> s_quiet = new("--quiet", "-q") { Description = "Nothing but the files' names, and errors" };
    private static readonly Option<bool> s_plain = new("--no-preview") { Description = "No small picture in terminals that can show one" };
    private static readonly Option<bool> s_open = new("--open") { Description = "Show the image in this machine's own viewer" };

    private readonly TextWriter _error = parsed.InvocationConfiguration.Error;

    public static IReadOnlyList<Option> All { get; } = [s_open, s_json, s_quiet, s_plain];

    public bool IsJson => parsed.GetValue(s_json);

    public bool Opens => parsed.GetValue(s_open);

    private bool IsQuiet => parsed.GetValue(s_quiet);

    private bool IsTerminal => _error == Console.Error && !Console.IsErrorRedirected;

    /// <summary>A line for people.</summary>
    public void Say(string line)
    {
        if (!IsQuiet)
            _error.WriteLine(Clean(line));
    }

    /// <summary>Said in any case.</summary>
    public void Complain(string sentence) => _error.WriteLine($"ochre {parsed.CommandResult.Command.Name}: {Clean(sentence)}");

    /// <summary>Shows the image, where this terminal can.</summary>
    public void Show(OchreImage image)
    {
        if (IsTerminal && !IsQuiet && !parsed.GetValue(s_plain) && TerminalPicture.Of(image, Environment.GetEnvironmentVariable) is { } picture)
            _error.Write(picture);
    }

    /// <summary>Runs it, with the time that has passed and the images that are there on a terminal's last line.</summary>
    /// <param name="work">Calls what it is given once for each image.</param>
    public async Task WatchAsync(int images, Func<Action, Task> work)
    {
        if (!IsTerminal || IsQuiet)
        {
            await work(static () => { });
            return;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_error) });
        await console.Progress().AutoClear(true).HideCompleted(false)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ElapsedTimeColumn())
            .StartAsync(async progress =>
            {
                var task = progress.AddTask("Painting", maxValue: images);
                await work(() =>
                {
                    task.Increment(1);
                    task.Description = string.Create(CultureInfo.InvariantCulture, $"Painted {task.Value:0} of {images}");
                });
            });
    }

    // What a server says must not steer the terminal.
    private static string Clean(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));
}
