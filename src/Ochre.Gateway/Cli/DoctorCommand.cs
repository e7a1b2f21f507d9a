using System.CommandLine;
using Ochre.Emulator;
using Ochre.Gateway.Configuration;
using Ochre.Gateway.Doctor;
using Spectre.Console;

namespace Ochre.Gateway.Cli;

/// <summary><c>ochre doctor</c>: the configuration as it counts, and every gate between this gateway and its models. Buys nothing.</summary>
internal static class DoctorCommand
{
    private static readonly Option<bool> s_all = new("--all") { Description = "Every model of the catalogue, not only those that have a name here" };
    private static readonly Option<string?> s_region = new("--region") { Description = "Look at this region only, as if it were the configured one", HelpName = "REGION" };
    private static readonly Option<string?> s_model = new("--model") { Description = "Look at what this name leads to only", HelpName = "MODEL" };
    private static readonly Option<bool> s_json = new("--json") { Description = "Write JSON" };

    public static Command Build()
    {
        var command = new Command("doctor", "Print the effective configuration and try every model's gates, without buying an image.")
        {
            ServeCommand.s_config, ServeCommand.s_emulator, ServeCommand.s_aws, ServeCommand.s_data, s_all, s_region, s_model, s_json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        try
        {
            var settings = ServeCommand.Read(parsed, listens: false);
            var wish = new Wish(parsed.GetValue(s_all), parsed.GetValue(s_region), parsed.GetValue(s_model));
            CheckWish(wish, settings);
            return ExamineAsync(settings, wish, parsed.GetValue(s_json), output, null, cancellationToken);
        }
        catch (SettingsException wrong)
        {
            error.WriteLine("The configuration cannot be used:");
            foreach (var fault in wrong.Faults)
                error.WriteLine($"  - {fault}");
            return Task.FromResult(2);
        }
    }

    // A name that leads nowhere and a region that is none are mistakes of the command, not findings.
    private static void CheckWish(Wish wish, GatewaySettings settings)
    {
        List<string> faults = [];
        if (wish.Region is not null)
            new RegionCheck(faults, hasEndpoint: settings.Bedrock.Endpoint is not null).Region("--region", wish.Region);
        try
        {
            CatalogOf.Names(settings).TryFind(wish.Model);
        }
        catch (ImageException unknown)
        {
            faults.Add($"--model: {unknown.Error.Message}");
        }

        if (faults.Count > 0)
            throw new SettingsException(faults);
    }

    /// <param name="services">Lets tests put in a clock or a Bedrock of their own.</param>
    /// <returns>0: all is green; 1: something is red.</returns>
    internal static async Task<int> ExamineAsync(
        GatewaySettings settings, Wish wish, bool json, TextWriter output, Action<IServiceCollection>? services, CancellationToken cancellationToken)
    {
        await using var parts = Parts(settings, services);
        var console = Console(output);
        var examination = new Examination(parts);
        var report = json || !console.Profile.Capabilities.Interactive
            ? await examination.RunAsync(wish, static (_, _) => { }, cancellationToken)
            : await console.Status().StartAsync("Asking", status =>
                examination.RunAsync(wish, (done, all) => status.Status($"Asked about {done} of {all}"), cancellationToken));
        if (json)
            output.WriteLine(ReportJson.Write(report));
        else
            ReportTable.Write(console, report);
        return report.IsGreen ? 0 : 1;
    }

    // The gateway's own, without a log and not started: beside a gateway that runs its ledger must stay closed. Its emulator knows where AWS offers what.
    private static ServiceProvider Parts(GatewaySettings settings, Action<IServiceCollection>? more)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        GatewayApp.AddServices(services, settings);
        if (settings.UsesEmulator)
            services.AddSingleton<HttpMessageHandler>(_ => new BedrockEmulator(new() { CheckRegions = true }));
        more?.Invoke(services);
        return services.BuildServiceProvider();
    }

    private static IAnsiConsole Console(TextWriter output)
    {
        var isTerminal = output == System.Console.Out && !System.Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        // A file has no width to wrap at.
        if (!isTerminal)
            console.Profile.Width = 400;
        return console;
    }
}
