using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Ochre.Benchmarks.Roles;

namespace Ochre.Benchmarks.Load;

/// <summary>This program again, as a process of its own.</summary>
internal sealed class Child : IAsyncDisposable
{
    private static readonly HttpClient s_http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Process _process;

    private Child(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public int Id => _process.Id;

    public IPEndPoint EndPoint => new(IPAddress.Loopback, Address.Port);

    /// <param name="program">Another build of this program; null takes this one.</param>
    public static async Task<Child> StartAsync(string? program, params string[] args)
    {
        // Under `dotnet Ochre.Benchmarks.dll` the process is dotnet itself and wants the program's name first.
        var self = program ?? Environment.ProcessPath!;
        string[] all = Path.GetFileNameWithoutExtension(self) == "dotnet" ? [typeof(Child).Assembly.Location, .. args] : args;
        var start = new ProcessStartInfo(self, all) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (args[0] == "gateway")
            SetRuntime(start.Environment);
        var process = Process.Start(start)!;
        var address = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"'{args[0]}' did not start.");
        // The log goes nowhere, but it goes.
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        return new(process, new(address));
    }

    // All roles are one program: what the gateway tells the runtime is for its own role, the bare proxy has .NET's defaults.
    private static void SetRuntime(IDictionary<string, string?> environment)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Ochre.Gateway.runtimeconfig.json");
        var properties = JsonNode.Parse(File.ReadAllText(file))!["runtimeOptions"]!["configProperties"]!;
        environment["DOTNET_GCGen0MaxBudget"] = $"0x{properties["System.GC.Gen0MaxBudget"]!.GetValue<long>():x}";
        environment["DOTNET_gcConcurrent"] = properties["System.GC.Concurrent"]!.GetValue<bool>() ? "1" : "0";
        environment["DOTNET_TieredPGO"] = properties["System.Runtime.TieredPGO"]!.GetValue<bool>() ? "1" : "0";
    }

    /// <summary>Since it began: bytes allocated, gen 2 collections, milliseconds spent compiling.</summary>
    public async Task<(long Allocated, int Gen2, double Compiling)> CountersAsync()
    {
        var text = (await s_http.GetStringAsync(new Uri(Address, Role.Counters))).Split(' ');
        return (long.Parse(text[0], CultureInfo.InvariantCulture), int.Parse(text[1], CultureInfo.InvariantCulture), double.Parse(text[2], CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        await _process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
