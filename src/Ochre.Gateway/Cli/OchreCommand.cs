using System.CommandLine;
using System.CommandLine.Help;

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
        root.Subcommands.Add(EmulatorCommand.Build());
        root.Subcommands.Add(KeysCommand.Build());
        root.Subcommands.Add(DoctorCommand.Build());
        root.Subcommands.Add(ModelsCommand.Build());
        foreach (var option in serve.Options)
            root.Options.Add(option);
        root.SetAction((parsed, cancellationToken) => ServeCommand.RunAsync(parsed, cancellationToken));
        return root;
    }
}
