using System.Globalization;

namespace Ochre.Benchmarks.Load;

/// <summary>Measures every way beside the bare proxy: fresh warmed processes, interleaved rounds, medians.</summary>
internal static class LoadCommand
{
    public static async Task<int> RunAsync(Options options)
    {
        var size = options.Size("size", "4mb");
        var ways = options.List("ways", "direct,bare,ochre,ochre-sse,ochre-n4,ochre-url").Select(name => Way.All.First(way => way.Name == name)).ToList();
        var report = new Report(size);
        report.Begin();
        await using var upstream = await Child.StartAsync(null, "upstream", "--size", size.ToString(CultureInfo.InvariantCulture));
        foreach (var connections in options.List("connections", "1,16,64").Select(int.Parse))
            await MeasureAsync(ways, upstream, connections, options, report);
        return report.End() || !options.Has("check") ? 0 : 1;
    }

    private static async Task MeasureAsync(List<Way> ways, Child upstream, int connections, Options options, Report report)
    {
        var image = PreparedAnswer.Image(options.Size("size", "4mb"));
        List<Runner> runners = [];
        try
        {
            foreach (var way in ways)
            {
                runners.Add(await Runner.StartAsync(way, upstream, connections, image, options));
                await runners[^1].WarmAsync(TimeSpan.FromSeconds(options.Number("warm", 5)));
            }

            for (var round = 0; round < options.Number("rounds", 3); round++)
            {
                // Each round begins with another way, so that none is always first.
                foreach (var runner in runners.Skip(round % runners.Count).Concat(runners.Take(round % runners.Count)))
                    await runner.MeasureAsync(TimeSpan.FromSeconds(options.Number("seconds", 4)));
            }

            report.Add(connections, runners);
        }
        finally
        {
            foreach (var runner in runners)
                await runner.DisposeAsync();
        }
    }
}
