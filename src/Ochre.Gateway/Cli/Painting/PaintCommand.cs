using System.CommandLine;
using Microsoft.Extensions.Options;

namespace Ochre.Gateway.Cli.Painting;

/// <summary>What the verbs that paint have in common: a place, a price, images, files, and what is said of them.</summary>
internal static class PaintCommand
{
    private const int Refused = 1;
    private const int WrongUse = 2;

    // As a shell tells of whoever is ended by Ctrl+C: 128 and the signal's number.
    private const int Interrupted = 130;

    /// <param name="own">The verb's arguments and options, in the order of its help.</param>
    /// <param name="ask">What is asked for; the name of its file where nobody gives one.</param>
    public static Command Of(string name, string does, IEnumerable<Symbol> own, Func<ParseResult, CancellationToken, Task<(CheckedCall Call, string Stem)>> ask)
    {
        var command = new Command(name, does);
        foreach (var symbol in own)
        {
            if (symbol is Argument argument)
                command.Arguments.Add(argument);
            else
                command.Options.Add((Option)symbol);
        }

        foreach (var option in PaintOptions.All.Concat(OutputFiles.All).Concat(PaintPlace.All).Concat(PaintVoice.All))
            command.Options.Add(option);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, ask, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Func<ParseResult, CancellationToken, Task<(CheckedCall Call, string Stem)>> ask, CancellationToken cancellationToken)
    {
        // Ctrl+C is listened for once this has returned for the first time.
        await Task.Yield();
        var voice = new PaintVoice(parsed);
        try
        {
            return await PaintAsync(parsed, voice, ask, cancellationToken);
        }
        catch (Exception wrong) when (wrong is UsageException or OptionsValidationException)
        {
            voice.Complain(wrong.Message);
            return WrongUse;
        }
        catch (ImageException refusal)
        {
            voice.Complain(Sentence(refusal.Error));
            if (voice.IsJson)
                parsed.InvocationConfiguration.Output.WriteLine(PaintReport.Json(refusal.Error));
            return Refused;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            voice.Complain(fault.Message);
            return Refused;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Interrupted;
        }
    }

    private static async Task<int> PaintAsync(
        ParseResult parsed, PaintVoice voice, Func<ParseResult, CancellationToken, Task<(CheckedCall Call, string Stem)>> ask, CancellationToken cancellationToken)
    {
        var place = PaintPlace.Of(parsed, Environment.GetEnvironmentVariable);
        using var client = new OchreClient(place.Options);
        var (call, stem) = await ask(parsed, cancellationToken);
        var files = OutputFiles.Of(parsed, stem, call.Request.Count);
        if (files.IsStream && voice.IsJson)
            throw new UsageException("-o - and --json both want stdout.");
        return await new Painting(voice, place, client, call, files).RunAsync(parsed.InvocationConfiguration.Output, cancellationToken);
    }

    // The field as the command line calls it.
    private static string Sentence(ImageError error)
    {
        if (error.Param is not { } field || PaintOptions.NameOf(field) is not { } name || name == field)
            return error.Message;
        var message = error.Message.Replace($"'{field}'", name, StringComparison.Ordinal).Replace("GET /v1/models lists", "'ochre models' lists", StringComparison.Ordinal);
        return message.Contains(name, StringComparison.Ordinal) ? message : $"{name}: {message}";
    }
}
