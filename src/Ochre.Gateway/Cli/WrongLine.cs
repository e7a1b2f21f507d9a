using System.CommandLine;
using System.CommandLine.Parsing;

namespace Ochre.Gateway.Cli;

/// <summary>A command line that cannot be read: one sentence for each fault, on stderr. The help of the verb is a word away, and stdout stays a program's.</summary>
internal static class WrongLine
{
    private const int WrongUse = 2;

    /// <returns>2.</returns>
    public static int Tell(ParseResult parsed)
    {
        var verb = Verb(parsed.CommandResult);
        var error = parsed.InvocationConfiguration.Error;
        foreach (var fault in Faults(parsed).Distinct())
            error.WriteLine($"{verb}: {fault}");
        error.WriteLine($"'{verb} --help' tells what it takes.");
        return WrongUse;
    }

    private static IEnumerable<string> Faults(ParseResult parsed)
    {
        foreach (var token in parsed.UnmatchedTokens)
            yield return Unknown(token, parsed.CommandResult.Command);
        // What was not understood is behind what is missing.
        foreach (var fault in parsed.Errors.Where(_ => parsed.UnmatchedTokens.Count == 0))
            yield return Sentence(fault.SymbolResult, fault.Message);
    }

    private static string Sentence(SymbolResult? place, string message) => place switch
    {
        ArgumentResult { Parent: OptionResult option } => Sentence(option, message),
        ArgumentResult { Tokens: [] } argument => $"<{argument.Argument.Name}> is missing.",
        OptionResult { Tokens: [] } option => $"{option.Option.Name} needs a value{(option.Option.HelpName is { } name ? $": {name}" : "")}.",
        OptionResult { Tokens: [{ Value: var given }] } option when KindOf(option.Option.ValueType) is { } kind && message.Contains("System.", StringComparison.Ordinal) =>
            $"{option.Option.Name} is '{Echo.Of(given, 60)}'; it must be {kind}.",
        CommandResult { Command: { Subcommands.Count: > 0 } verb } => $"a verb is missing: {string.Join(", ", verb.Subcommands.Select(one => one.Name))}.",
        // Choices stand a line each.
        _ => string.Join(' ', message.Split(['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries)),
    };

    private static string? KindOf(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var number when number == typeof(int) || number == typeof(long) => "a whole number",
        var number when number == typeof(decimal) || number == typeof(double) => "a number",
        _ => null,
    };

    private static string Unknown(string token, Command command)
    {
        var isOption = token.StartsWith('-');
        var names = isOption
            ? command.Options.SelectMany(option => option.Aliases.Append(option.Name)).Where(name => name.StartsWith("--", StringComparison.Ordinal))
            : command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name);
        var what = isOption ? "option" : command.Subcommands.Count > 0 ? "verb" : "argument";
        return $"'{Echo.Of(token, 60)}' is no {what} here.{(NearestNames.SlipOf(token, names) is { } meant ? $" Did you mean {meant}?" : what == "argument" && command.Arguments.Count > 0 ? " Put several words in quotation marks." : "")}";
    }

    private static string Verb(CommandResult command) => command.Parent is CommandResult parent ? $"{Verb(parent)} {command.Command.Name}" : command.Command.Name;
}
