namespace Ochre.Benchmarks.Load;

/// <summary>The table, and what is expected of it.</summary>
internal sealed class Report(int size)
{
    private readonly List<string> _missed = [];
    private readonly List<string> _money = [];

    public void Begin()
    {
        var collector = System.Runtime.GCSettings.IsServerGC ? "server" : "workstation";
        Console.WriteLine($"{size / 1048576d:0.##} MB of base64 an image; {Environment.ProcessorCount} cores, .NET {Environment.Version}, {collector} GC, {DateTime.UtcNow:yyyy-MM-dd}");
        Console.WriteLine();
        Console.WriteLine("| connections | way | images/s | ÷ bare | p50 ms | p99 ms | p50 over bare | CPU ms/request | KiB/request | gen2/1000 | peak RSS MB | foreign CPU |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    }

    public void Add(int connections, IReadOnlyList<Runner> runners)
    {
        var bare = runners.FirstOrDefault(runner => runner.Way.Name == "bare");
        foreach (var runner in runners)
        {
            var images = Math.Max(1, runner.Way.Images);
            var ratio = bare is null ? double.NaN : Ratio(runner, bare) * images;
            var added = bare is null ? double.NaN : runner.Median(sample => sample.P50) - bare.Median(sample => sample.P50);
            var process = runner.Way.Role is null ? "– | – | – | –" : $"{runner.Median(sample => sample.CpuMs):0.00} | "
                + $"{runner.Median(sample => sample.AllocatedKiB):0.0} | {runner.Median(sample => sample.Gen2Per1000):0.0} | {runner.PeakMemory:0}";
            Console.WriteLine($"| {connections} | {runner.Way.Name} | {runner.Median(sample => sample.PerSecond) * images:0} | {ratio:0.00} | "
                + $"{runner.Median(sample => sample.P50):0.00} | {runner.Median(sample => sample.P99):0.0} | {added:+0.00;-0.00;0} | "
                + $"{process} | {runner.Median(sample => sample.Foreign):0%} |");
            if (bare is not null)
                Expect(connections, runner, bare, ratio);
        }

        CompareMoney(connections, runners);
    }

    /// <summary>Whether everything was as expected.</summary>
    public bool End()
    {
        Console.WriteLine();
        foreach (var line in _money)
            Console.WriteLine(line);
        Console.WriteLine(_missed.Count == 0 ? "Every target is met." : $"Missed:\n- {string.Join("\n- ", _missed)}");
        return _missed.Count == 0;
    }

    // Keys, budgets, limits and the ledger, against the same gateway without them.
    private void CompareMoney(int connections, IReadOnlyList<Runner> runners)
    {
        if (runners.FirstOrDefault(runner => runner.Way.IsKeyed) is not { } with || runners.FirstOrDefault(runner => runner.Way.IsUncounted) is not { } without)
            return;
        var ratio = Ratio(with, without);
        var added = Runner.Middle(with.Samples.Zip(without.Samples, (own, other) => own.P50 - other.P50));
        _money.Add($"{connections} connections: keys, budgets, limits and ledger cost {added:+0.00;-0.00} ms p50, and leave {ratio:0%} of the requests/s");
        if (connections == 1 && added > 0.3)
            _missed.Add($"money at one connection: {added:0.00} ms p50, not 0.3");
        if (ratio < 0.85)
            _missed.Add($"money at {connections} connections: {ratio:0.00} of the requests/s, not 0.85");
    }

    // Round by round: what slows the machine for a while slows both.
    private static double Ratio(Runner runner, Runner bare) => Runner.Middle(runner.Samples.Zip(bare.Samples, (own, other) => own.PerSecond / other.PerSecond));

    private void Expect(int connections, Runner runner, Runner bare, double ratio)
    {
        var name = $"{runner.Way.Name} at {connections} connections";
        var least = runner.Way.Name switch { "ochre" => 1.0, "ochre-sse" or "ochre-n4" => 0.9, _ => 0 };
        if (connections >= 16 && ratio < least)
            _missed.Add($"{name}: {ratio:0.00} of the bare proxy's images, not {least:0.0}");
        if (runner.Way.Name is not ("ochre" or "ochre-sse"))
            return;
        if (runner.Median(sample => sample.AllocatedKiB) is > 64 and var allocated)
            _missed.Add($"{name}: {allocated:0} KiB allocated a request, not 64");
        if (runner.PeakMemory > bare.PeakMemory + 32)
            _missed.Add($"{name}: {runner.PeakMemory:0} MB, over 32 MB more than the bare proxy's {bare.PeakMemory:0}");
    }
}
