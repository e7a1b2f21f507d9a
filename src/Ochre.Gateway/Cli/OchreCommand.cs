using System.CommandLine;

namespace Ochre.Gateway.Cli;

/// <summary><c>ochre</c>: one verb a file; without a verb it serves.</summary>
internal static class OchreCommand
{
    public static RootCommand Build()
    {
        var root = new RootCommand("Ochre: the OpenAI Images API on AWS Bedrock.");
        var serve = ServeCommand.Build();
        root.Subcommands.Add(serve);
        root.Subcommands.Add(EmulatorCommand.Build());
        foreach (var option in serve.Options)
            root.Options.Add(option);
        root.SetAction((parsed, cancellationToken) => ServeCommand.RunAsync(parsed, cancellationToken));
        return root;
    }
}
