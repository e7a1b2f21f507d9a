using System.Diagnostics;
using System.Globalization;
using Ochre.Pixels;

namespace Ochre.Benchmarks.Pixels;

/// <summary>
/// Conversions of one 1024x1024 png beside libvips' own command-line tool (Debian's libvips-tools) for the same work; then, with
/// <c>--soak</c>, as many as that, to see whether memory stays flat. Linux.
/// </summary>
internal static class CodecCommand
{
    public static async Task<int> RunAsync(Options options)
    {
        var source = Conversion.Answer(await File.ReadAllBytesAsync(options.Text("file", "docs/images/contact-sheet.png")));
        var png = await Conversion.FileAsync(source, new PixelStep.Cover(new(1024, 1024)), new PixelStep.Encode(ImageFormat.Png, 100));
        Console.WriteLine($"libvips {Codec.Version}, a png of {png.Length / 1024} KB");
        var good = true;
        if (options.Number("rounds", 40) is > 0 and var rounds)
            good &= await CompareAsync(png, options.Text("tool", "vips"), (int)rounds);
        if (options.Number("soak", 0) is > 0 and var count)
            good &= await Soak.RunAsync(Conversion.Answer(png), (int)count);
        return good || !options.Has("check") ? 0 : 1;
    }

    private static async Task<bool> CompareAsync(byte[] png, string tool, int rounds)
    {
        var file = Path.Combine(Path.GetTempPath(), $"ochre-codec-{Environment.ProcessId}.png");
        await File.WriteAllBytesAsync(file, png);
        Console.WriteLine($"\n| to | here ms | tool ms | tool without its start ms | here / tool | here / tool without start |\n| --- | --- | --- | --- | --- | --- |");
        var good = true;
        // The same encoder's choices for both: Raster.Encode.
        foreach (var (format, quality, settings) in ((ImageFormat, int, string)[])[
            (ImageFormat.Jpeg, 85, "jpg[Q=85,strip]"), (ImageFormat.Webp, 80, "webp[Q=80,effort=2,strip]")])
            good &= await CompareAsync(Conversion.Answer(png), tool, file, new(format, quality), settings, rounds);
        File.Delete(file);
        return good;
    }

    // Turn and turn about, so that a busy machine is busy for both.
    private static async Task<bool> CompareAsync(byte[] answer, string program, string file, PixelStep.Encode step, string settings, int rounds)
    {
        List<double> here = [], tool = [], start = [];
        for (var i = -3; i < rounds; i++)
        {
            var times = (await TimeAsync(() => Conversion.RunAsync(answer, step)),
                await TimeAsync(() => VipsAsync(program, $"copy {file} {file}.{settings}")), await TimeAsync(() => VipsAsync(program, "--version")));
            if (i < 0)
                continue;
            here.Add(times.Item1);
            tool.Add(times.Item2);
            start.Add(times.Item3);
        }

        File.Delete($"{file}.{settings[..settings.IndexOf('[', StringComparison.Ordinal)]}");
        var (ours, theirs) = (Median(here), Median(tool));
        var net = theirs - Median(start);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {step.Format.Word()} {step.Quality} | {ours:0.0} | {theirs:0.0} | {net:0.0} | {ours / theirs:0.00} | {ours / net:0.00} |"));
        return ours <= 1.15 * net;
    }

    private static async Task VipsAsync(string program, string arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        start.Environment["VIPS_CONCURRENCY"] = "1";
        using var tool = Process.Start(start)!;
        await tool.StandardOutput.ReadToEndAsync();
        await tool.WaitForExitAsync();
        if (tool.ExitCode != 0)
            throw new InvalidOperationException($"'{program} {arguments}' ended with {tool.ExitCode}.");
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
