using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Ochre.Gateway.Configuration;

namespace Ochre.Gateway;

/// <summary>
/// Reads the configuration again when one of its files has changed, or on SIGHUP. Models, names, keys, headers and dropped parameters count at
/// once, for requests that begin then; a configuration with a fault changes nothing. The environment is the one of the start.
/// </summary>
internal sealed class ConfigurationWatch(
    GatewaySettings start, Live live, LiveReader reader, TimeProvider time, ILogger<ConfigurationWatch> log) : BackgroundService
{
    // Read whole each time: a mounted file changes by a link, whose own time says nothing.
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private IReadOnlyList<string> _files = start.Files;
    private string _seen = Marks(start.Files);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (start.Reread is null)
            return;
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            Reload();
        });
        using var timer = new PeriodicTimer(s_pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (Marks(_files) is var now && now != _seen)
            {
                _seen = now;
                Reload();
            }
        }
    }

    /// <summary>Reads it now.</summary>
    public void Reload()
    {
        lock (_lock)
        {
            try
            {
                var settings = start.Reread!();
                live.Swap(reader.Of(settings));
                if (!settings.Files.SequenceEqual(_files))
                    (_files, _seen) = (settings.Files, Marks(settings.Files));
                Log.ConfigurationRead(log, settings.Models.Count, settings.Keys.Count + settings.AdminKeys.Count);
                foreach (var warning in settings.Warnings)
                    Log.ConfigurationWarning(log, warning);
                foreach (var (name, _) in Fixed(settings).Except(Fixed(start)))
                    Log.NeedsRestart(log, name);
            }
            catch (SettingsException wrong)
            {
                foreach (var fault in wrong.Faults)
                    Log.ConfigurationFault(log, fault);
            }
            catch (ImageException wrong)
            {
                // A name that only the whole catalogue finds wrong must not end the gateway.
                Log.ConfigurationFault(log, wrong.Error.Message);
            }
        }
    }

    private static IEnumerable<(string Name, object? Value)> Fixed(GatewaySettings settings) =>
    [
        ("The address", settings.Host), ("The port", settings.Port), ("The data folder", settings.DataFolder), ("The prefix of the routes", settings.Prefix),
        ("Whether AWS is called", settings.UsesEmulator), ("As whom AWS is called", settings.Identity), ("The region", settings.Bedrock.Region),
        ("The endpoint", settings.Bedrock.Endpoint), ("The control plane's endpoint", settings.Bedrock.ControlEndpoint), ("The deadline", settings.Bedrock.Deadline), ("The number of retries", settings.Bedrock.Tries),
        ("Whether what is ignored is refused", settings.Strict), ("How the log is written", settings.JsonLogs), ("The database", settings.Database),
    ];

    private static string Marks(IReadOnlyList<string> files) => string.Join('\n', files.Select(Mark));

    private static string Mark(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return Convert.ToHexString(SHA256.HashData(stream));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return fault.GetType().Name;
        }
    }
}
