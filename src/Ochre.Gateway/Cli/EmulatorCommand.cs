using System.CommandLine;
using System.Globalization;
using Microsoft.AspNetCore.Connections;
using Ochre.Emulator;

namespace Ochre.Gateway.Cli;

/// <summary><c>ochre emulator</c>: Bedrock on this machine, for any AWS SDK.</summary>
internal static class EmulatorCommand
{
    private static readonly Option<int> s_port = new("--port", "-p") { Description = "Port to listen on; 0 takes any free one", HelpName = "PORT", DefaultValueFactory = _ => 4567 };
    private static readonly Option<string> s_host = new("--host") { Description = "Address to listen on", HelpName = "ADDRESS", DefaultValueFactory = _ => "127.0.0.1" };
    private static readonly Option<string?> s_today = new("--today") { Description = "The day it is: models past their end of life answer 404. Default: every model lives", HelpName = "YYYY-MM-DD" };
    private static readonly Option<string?> s_faults = new("--faults") { Description = "Faults to make, as a JSON file of rules", HelpName = "FILE" };
    private static readonly Option<string> s_key = new("--access-key") { Description = "The access key it knows", HelpName = "ID", DefaultValueFactory = _ => "test" };
    private static readonly Option<string> s_secret = new("--secret-key") { Description = "The secret of that key", HelpName = "SECRET", DefaultValueFactory = _ => "test" };
    private static readonly Option<string> s_bearer = new("--bearer-token") { Description = "The Bedrock API key it knows", HelpName = "TOKEN", DefaultValueFactory = _ => "test" };

    private static readonly Option<string[]> s_deny = new("--deny") { Description = "An IAM action that the caller may not do; may be said several times", HelpName = "bedrock:ACTION" };
    private static readonly Option<string[]> s_withhold = new("--withhold") { Description = "A model that the account has no access to; may be said several times", HelpName = "MODEL" };

    public static Command Build()
    {
        var command = new Command("emulator", "Emulate AWS Bedrock's image models on a port, for any AWS SDK.")
        {
            s_port, s_host, s_today, s_faults, s_key, s_secret, s_bearer, s_deny, s_withhold,
        };
        s_port.Validators.Add(ServeCommand.RequirePort);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = new EmulatorOptions
        {
            AccessKey = parsed.GetValue(s_key)!, SecretKey = parsed.GetValue(s_secret)!, BearerToken = parsed.GetValue(s_bearer)!,
            Denied = (parsed.GetValue(s_deny) ?? []).ToHashSet(), Withheld = (parsed.GetValue(s_withhold) ?? []).ToHashSet(),
        };
        if (parsed.GetValue(s_today) is { } day)
        {
            if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var today))
                return ServeCommand.Fail($"--today '{day}' is not a day; write it as 2026-11-21.");
            options.Today = today;
        }

        try
        {
            if (parsed.GetValue(s_faults) is { } faults)
                options.Faults = FaultRule.ParseAll(File.ReadAllText(faults));
        }
        catch (Exception fault) when (fault is FormatException or IOException or UnauthorizedAccessException)
        {
            return ServeCommand.Fail($"--faults: {fault.Message}");
        }

        return await ServeAsync(options, parsed.GetValue(s_host)!, parsed.GetValue(s_port), cancellationToken);
    }

    private static async Task<int> ServeAsync(EmulatorOptions options, string host, int port, CancellationToken cancellationToken)
    {
        await using var app = EmulatorApp.Build(options, $"http://{host}:{port}");
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException fault) when (fault.InnerException is AddressInUseException)
        {
            return ServeCommand.Fail($"Port {port} is taken. Choose another with --port, or --port 0 for any free one.");
        }

        Console.WriteLine($"""
            Ochre emulates Bedrock on {app.Urls.First()}.
              Use   export AWS_ENDPOINT_URL_BEDROCK_RUNTIME={app.Urls.First()} AWS_ENDPOINT_URL_BEDROCK={app.Urls.First()} AWS_ACCESS_KEY_ID={options.AccessKey} AWS_SECRET_ACCESS_KEY={(options.SecretKey == "test" ? "test" : "$SECRET")} AWS_REGION=us-west-2
              Look  {app.Urls.First()}/_emulator/invocations
              Stop  Ctrl+C
            """);
        await Ending.OfAsync(app);
        return 0;
    }
}
