using System.Globalization;
using Ochre.Benchmarks.Load;

namespace Ochre.Benchmarks.Pixels;

/// <summary>Converts one image again and again and fits a line through the resident memory of the second half.</summary>
internal static class Soak
{
    /// <summary>What a run may grow in its second half, beside what its own scatter explains.</summary>
    private const double TolerableMegabytes = 1;

    private const int Samples = 200;

    public static async Task<bool> RunAsync(byte[] answer, int count)
    {
        List<double> resident = [];
        for (var sample = 0; sample < Samples; sample++)
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, count / Samples), new ParallelOptions { MaxDegreeOfParallelism = 4 * Environment.ProcessorCount },
                async (i, _) => await Conversion.RunAsync(answer, new PixelStep.Encode(i % 3 == 0 ? ImageFormat.Webp : ImageFormat.Jpeg, 85)));
            resident.Add(ProcFs.Memory(Environment.ProcessId, "VmRSS"));
            if (sample % 20 == 19)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(sample + 1) * (count / Samples)} conversions: {resident[^1]:0.0} MB resident, {GC.GetGCMemoryInfo().TotalCommittedBytes / 1048576d:0.0} of them the collector's"));
        }

        var (growth, error) = Slope([.. resident.Skip(Samples / 2)]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"second half: {growth:+0.0;-0.0} MB by a straight line, standard error {error:0.0} MB; peak {ProcFs.PeakMemory(Environment.ProcessId):0} MB"));
        return growth <= Math.Max(TolerableMegabytes, 2 * error);
    }

    // Least squares, over the whole stretch.
    private static (double Growth, double Error) Slope(double[] values)
    {
        var (middle, mean) = ((values.Length - 1) / 2d, values.Average());
        var spread = values.Select((_, i) => (i - middle) * (i - middle)).Sum();
        var slope = values.Select((value, i) => (i - middle) * (value - mean)).Sum() / spread;
        var rest = values.Select((value, i) => value - mean - slope * (i - middle)).Sum(off => off * off);
        return (slope * values.Length, Math.Sqrt(rest / (values.Length - 2) / spread) * values.Length);
    }
}
