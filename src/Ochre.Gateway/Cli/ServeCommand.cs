using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Ochre.Gateway.Configuration;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Cli;

/// <summary><c>ochre serve</c>: the gateway, and the emulator inside it where there is no AWS.</summary>
internal static class ServeCommand
{
    internal static readonly Option<string?> s_config = new("--config", "-c") { Description = "LiteLLM's config.yaml, read as it is", HelpName = "FILE" };
    private static readonly Option<int?> s_port = new("--port", "-p") { Description = "Port to listen on; 0 takes any free one. Default 4000", HelpName = "PORT" };
    private static readonly Option<string?> s_host = new("--host") { Description = "Address to listen on; anything but loopback needs a key. Default 127.0.0.1", HelpName = "ADDRESS" };
    internal static readonly Option<bool> s_emulator = new("--emulator") { Description = "Paint with the emulator inside, whatever credentials there are" };
    internal static readonly Option<bool> s_aws = new("--aws") { Description = "Call AWS Bedrock, with whatever the AWS SDK's credential chain finds (instance roles included)" };
    internal static readonly Option<string?> s_data = new("--data-dir") { Description = "Where images behind links are kept. Default $XDG_STATE_HOME/ochre", HelpName = "FOLDER" };
    private static readonly Option<string?> s_public = new("--public-url") { Description = "Scheme and host that links begin with, such as https://images.example.com", HelpName = "URL" };
    private static readonly Option<string?> s_faults = new("--faults") { Description = "Faults for the emulator inside, as a JSON file of rules", HelpName = "FILE" };

    public static Command Build()
    {
        var command = new Command("serve", "Serve the OpenAI Images API (the default verb).")
        {
            s_config, s_port, s_host, s_emulator, s_aws, s_data, s_public, s_faults,
        };
        s_port.Validators.Add(RequirePort);
        command.SetAction(RunAsync);
        return command;
    }

    public static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        GatewaySettings settings;
        try
        {
            settings = Read(parsed, listens: true);
        }
        catch (SettingsException wrong)
        {
            return Fail([.. wrong.Faults]);
        }

        return await ServeAsync(settings, cancellationToken);
    }

    /// <param name="listens">Whether anybody could call.</param>
    /// <exception cref="SettingsException">The configuration is wrong.</exception>
    internal static GatewaySettings Read(ParseResult parsed, bool listens)
    {
        if (parsed.GetValue(s_emulator) && parsed.GetValue(s_aws))
            throw new SettingsException(["--emulator and --aws exclude each other."]);
        var settings = new SettingsReader(Environment.GetEnvironmentVariable).Read(new(
            parsed.GetValue(s_host), parsed.GetValue(s_port), parsed.GetValue(s_config), Backend(parsed), parsed.GetValue(s_data),
            parsed.GetValue(s_public), parsed.GetValue(s_faults))
        { Listens = listens });
        // The AWS SDK looks for them in the environment itself.
        foreach (var (name, value) in settings.Variables)
            Environment.SetEnvironmentVariable(name, value);
        return settings;
    }

    /// <summary>Refuses a number that no port has.</summary>
    internal static void RequirePort(OptionResult option)
    {
        if (option.Tokens is [{ Value: var text }] && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var port) && port is < 0 or > 65535)
            option.AddError($"{option.Option.Name} is {port}; it must be from 0 to 65535.");
    }

    private static bool? Backend(ParseResult parsed) =>
        parsed.GetValue(s_emulator) ? true : parsed.GetValue(s_aws) ? false : null;

    private static async Task<int> ServeAsync(GatewaySettings settings, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(settings, cancellationToken);
        }
        catch (DatabaseException fault)
        {
            return Fail(fault.Message);
        }
        catch (IOException fault) when (fault.InnerException is AddressInUseException)
        {
            return Fail($"Port {settings.Port} is taken. Choose another with --port, or --port 0 for any free one.");
        }
        catch (SettingsException wrong)
        {
            return Fail([.. wrong.Faults]);
        }
    }

    private static async Task<int> RunAsync(GatewaySettings settings, CancellationToken cancellationToken)
    {
        await using var app = GatewayApp.Build(settings);
        await app.StartAsync(cancellationToken);
        Announce(settings, app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>()
            .Features.Get<IServerAddressesFeature>()!.Addresses.First());
        await Ending.OfAsync(app);
        return 0;
    }

    private static void Announce(GatewaySettings settings, string address)
    {
        Console.WriteLine(settings.UsesEmulator
            ? $"Ochre serves {address} with the embedded Bedrock emulator: no AWS account, no cost."
            : $"Ochre serves {address} and calls AWS Bedrock{(settings.Bedrock.Region is { } region ? $" in {region}" : "")}: images cost money.");
        Console.WriteLine($$"""
              Open  {{address}}/ to paint, {{address}}/admin for keys, budgets and spend
              Try   curl {{address}}/v1/images/generations -H 'Content-Type: application/json'{{(settings.HasKeys ? " -H \"Authorization: Bearer $OCHRE_API_KEY\"" : "")}} \
                      -d '{"prompt":"A cute baby sea otter"}'
              Stop  Ctrl+C{{(settings.AdminKeys is [] ? $"{Environment.NewLine}  Keys  ochre keys create, with the admin key in {Auth.AdminKeyFile.PathIn(settings.DataFolder)}" : "")}}
            """);
    }

    internal static int Fail(params ReadOnlySpan<string> faults)
    {
        Console.Error.WriteLine(faults.Length == 1 ? "ochre cannot start:" : $"ochre cannot start, for {faults.Length} reasons:");
        foreach (var fault in faults)
            Console.Error.WriteLine($"  - {fault}");
        return 2;
    }
}
