using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Ochre.Gateway.Cli.Painting;

namespace Ochre.Gateway.Cli;

/// <summary><c>ochre</c>: one verb a file; without a verb it serves.</summary>
internal static class OchreCommand
{
    public static Command Build()
    {
        // Not a RootCommand, which would call itself by the name of its file.
        var root = new Command("ochre", "Ochre: the OpenAI Images API on AWS Bedrock.") { new HelpOption(), new VersionOption() };
        var serve = ServeCommand.Build();
        root.Subcommands.Add(serve);
        foreach (var verb in (Command[])[GenerateCommand.Build(), EditCommand.Build(), VaryCommand.Build(), EditCommand.Upscale(), EditCommand.RemoveBackground()])
            root.Subcommands.Add(verb);
        root.Subcommands.Add(EmulatorCommand.Build());
        root.Subcommands.Add(KeysCommand.Build());
        root.Subcommands.Add(DoctorCommand.Build());
        root.Subcommands.Add(ModelsCommand.Build());
        root.Subcommands.Add(CompletionCommand.Build());
        root.Subcommands.Add(CompletionCommand.Answer(root));
        foreach (var option in serve.Options)
            root.Options.Add(option);
        root.SetAction((parsed, cancellationToken) => ServeCommand.RunAsync(parsed, cancellationToken));
        return root;
    }

    /// <summary>Runs what the line says.</summary>
    /// <returns>2 where the line itself is wrong; else the verb's own.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        // As other programs have it: ochre help generate.
        var parsed = Build().Parse(args is ["help", .. var verb] ? [.. verb, "--help"] : args);
        return parsed.Errors.Count > 0 && parsed.Action is ParseErrorAction
            ? WrongLine.Tell(parsed)
            : await parsed.InvokeAsync(Serves(parsed.CommandResult.Command) ? new() { ProcessTerminationTimeout = null } : null);
    }

    // These come to their end themselves (Ending); every other verb is cut off two seconds after SIGTERM.
    private static bool Serves(Command verb) => verb.Name is "ochre" or "serve" or "emulator";
}
