using System.Diagnostics;
using Ochre.Benchmarks.Roles;

namespace Ochre.Benchmarks.Load;

/// <summary>One way at one number of connections: its own fresh process, warmed, then measured slice by slice.</summary>
internal sealed class Runner : IAsyncDisposable
{
    private static readonly TimeSpan s_ramp = TimeSpan.FromSeconds(0.3);
    private readonly Child? _child;
    private readonly Child _upstream;
    private readonly Client _client;
    private readonly string _folder;

    private Runner(Way way, Child? child, Child upstream, Client client, string folder) =>
        (Way, _child, _upstream, _client, _folder) = (way, child, upstream, client, folder);

    public Way Way { get; }

    public List<Sample> Samples { get; } = [];

    /// <summary>The largest resident size of its process, in MB.</summary>
    public double PeakMemory => _child is null ? double.NaN : ProcFs.PeakMemory(_child.Id);

    /// <param name="Foreign">CPU that others used meanwhile, as a part of what there is.</param>
    public sealed record Sample(double PerSecond, double P50, double P99, double CpuMs, double AllocatedKiB, double Gen2Per1000, double Foreign);

    public static async Task<Runner> StartAsync(Way way, Child upstream, int connections, byte[] image, Options options)
    {
        var folder = Directory.CreateTempSubdirectory("ochre-bench-").FullName;
        var program = way.IsOtherBuild ? options.Text("before", "") : null;
        var child = way.Role is null ? null : await Child.StartAsync(program, [way.Role, "--upstream", upstream.Address.ToString(), "--data", folder, .. Counting(way, options)]);
        var key = way.IsKeyed ? await VirtualKey.MakeAsync(child!.Address) : GatewayRole.Key;
        var runner = new Runner(way, child, upstream, new((child ?? upstream).EndPoint, way.Request(key), connections), folder);
        Prove(await runner._client.AskOnceAsync(), image, way);
        return runner;
    }

    /// <summary>Puts load on for at least this time, and until the compiler has come to rest, at most four times as long.</summary>
    public async Task WarmAsync(TimeSpan time)
    {
        var started = Stopwatch.GetTimestamp();
        for (double before = 0, compiling = double.MaxValue; Stopwatch.GetElapsedTime(started) < time * 4;)
        {
            await _client.RunAsync(TimeSpan.Zero, TimeSpan.FromSeconds(1));
            (before, compiling) = (compiling, _child is null ? 0 : (await _child.CountersAsync()).Compiling);
            if (Stopwatch.GetElapsedTime(started) >= time && compiling - before < 5)
                return;
        }
    }

    /// <summary>Measures one slice; takes it again, up to three times, while others use more than an eighth of the machine.</summary>
    public async Task MeasureAsync(TimeSpan time)
    {
        Sample? best = null;
        for (var i = 0; i < 3 && best is not { Foreign: < 0.125 }; i++)
        {
            var sample = await SliceAsync(time);
            best = best is null || sample.Foreign < best.Foreign ? sample : best;
        }

        Samples.Add(best!);
    }

    public double Median(Func<Sample, double> of) => Middle(Samples.Select(of));

    public static double Middle(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    public async ValueTask DisposeAsync()
    {
        if (_child is not null)
            await _child.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<Sample> SliceAsync(TimeSpan time)
    {
        var (allocated, gen2, _) = _child is null ? default : await _child.CountersAsync();
        var (all, ours, own) = (ProcFs.CpuOfAll(), CpuOfOurs(), CpuOfChild());
        var started = Stopwatch.GetTimestamp();
        var slice = await _client.RunAsync(s_ramp, time);
        var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds * Environment.ProcessorCount;
        (all, ours, own) = (ProcFs.CpuOfAll() - all, CpuOfOurs() - ours, CpuOfChild() - own);
        var after = _child is null ? default : await _child.CountersAsync();
        Sweep();
        var requests = (double)slice.Finished.Count;
        return new(slice.PerSecond, slice.Percentile(0.5), slice.Percentile(0.99), own / requests,
            (after.Allocated - allocated) / 1024d / requests, (after.Gen2 - gen2) * 1000 / requests, Math.Max(0, all - ours) / elapsed);
    }

    private double CpuOfChild() => _child is null ? 0 : ProcFs.CpuOf(_child.Id);

    private double CpuOfOurs() => CpuOfChild() + ProcFs.CpuOf(_upstream.Id) + ProcFs.CpuOf(Environment.ProcessId);

    // Links leave files behind.
    private void Sweep()
    {
        foreach (var hour in Directory.Exists(Path.Combine(_folder, "images")) ? Directory.GetDirectories(Path.Combine(_folder, "images")) : [])
            foreach (var file in Directory.GetFiles(hour))
                File.Delete(file);
    }

    private static string[] Counting(Way way, Options options) =>
        way.IsUncounted ? ["--uncounted"]
        : !way.IsShared ? []
        : options.Has("postgres") ? ["--postgres", options.Text("postgres", "")]
        : throw new ArgumentException($"'{way.Name}' wants --postgres 'Host=127.0.0.1;Port=5432;Username=ochre;Database=ochre'.");

    private static void Prove(byte[] answer, byte[] image, Way way)
    {
        var found = 0;
        for (var rest = answer.AsSpan(); rest.IndexOf(image) is >= 0 and var at; rest = rest[(at + image.Length)..])
            found++;
        if (found != way.Images)
            throw new InvalidDataException($"'{way.Name}' answers with {found} whole images and not with {way.Images}.");
    }
}
