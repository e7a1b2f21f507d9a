using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Ochre.Gateway.Spend.Database;
using Ochre.Gateway.Tests.Docs;
using Ochre.Gateway.Tests.Spend;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace Ochre.Gateway.Tests.Spend;

/// <summary>A real PostgreSQL, started when the first test asks for it and ended with the last.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"ochre-postgres-{Guid.NewGuid():N}");
    private readonly Lazy<Task<(Process Script, int Server, int Port)>> _running;

    public PostgresServer() => _running = new(StartAsync);

    /// <summary>A schema of its own, so that tests do not meet.</summary>
    internal async Task<PostgresAddress> NewAddressAsync()
    {
        var (_, _, port) = await _running.Value;
        var place = $"127.0.0.1:{port}/ochre";
        return new($"Host=127.0.0.1;Port={port};Username=ochre;Database=ochre;Search Path=t_{Guid.NewGuid():N};Maximum Pool Size=4", place);
    }

    /// <summary>All of its processes stand still: connections come up, and no answer comes.</summary>
    public async Task HangAsync() => await SignalAsync("-STOP");

    public async Task GoOnAsync() => await SignalAsync("-CONT");

    public async ValueTask DisposeAsync()
    {
        if (!_running.IsValueCreated)
            return;
        var (script, _, _) = await _running.Value;
        script.StandardInput.Close();
        await script.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        script.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task SignalAsync(string signal)
    {
        var (_, server, _) = await _running.Value;
        var children = (await File.ReadAllTextAsync($"/proc/{server}/task/{server}/children")).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        using var kill = Process.Start("kill", [signal, server.ToString(CultureInfo.InvariantCulture), .. children]);
        await kill.WaitForExitAsync();
    }

    private async Task<(Process, int, int)> StartAsync()
    {
        var port = FreePort();
        var script = Process.Start(new ProcessStartInfo("bash", [Path.Combine(Repository.Root, ".ci", "postgres"), "start", _folder, port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var ready = await script.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(5));
        Assert.StartsWith("ready ", ready);
        return (script, int.Parse(ready!.AsSpan("ready ".Length), CultureInfo.InvariantCulture), port);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
