using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Ochre.Bedrock;
using Ochre.Pixels;

namespace Ochre.Benchmarks;

/// <summary>
/// Conversions of one 1024x1024 png, from Bedrock's base64 to ours, beside libvips' own command-line tool (Debian's libvips-tools) for the
/// same work; then as many as <c>--count</c> says, to see whether memory stays flat. Linux.
/// </summary>
internal static class CodecCommand
{
    private static readonly PixelPipeline s_pixels = new(new());

    public static async Task<int> RunAsync(Options options)
    {
        var source = await File.ReadAllBytesAsync(options.Text("file", "docs/images/contact-sheet.png"));
        var png = new MemoryStream();
        await ConvertAsync(Answer(source), PipeWriter.Create(Stream.Null), png, new PixelStep.Cover(new(1024, 1024)), new PixelStep.Encode(ImageFormat.Png, 100));
        var file = Path.Combine(Path.GetTempPath(), $"ochre-codec-{Environment.ProcessId}.png");
        await File.WriteAllBytesAsync(file, png.ToArray());
        Console.WriteLine($"libvips {Codec.Version}, a png of {png.Length / 1024} KB\n\n| to | here ms | tool ms | tool without its start ms | here / tool | here / tool without start |\n| --- | --- | --- | --- | --- | --- |");
        var answer = Answer(png.ToArray());
        foreach (var (format, quality, settings) in ((ImageFormat, int, string)[])[
            (ImageFormat.Jpeg, 85, "jpg[Q=85,strip]"), (ImageFormat.Webp, 80, "webp[Q=80,effort=2,strip]")])
            await CompareAsync(answer, file, new(format, quality), settings, (int)options.Number("rounds", 40));
        File.Delete(file);
        await RepeatAsync(answer, (int)options.Number("count", 0));
        return 0;
    }

    // Turn and turn about, so that a busy machine is busy for both.
    private static async Task CompareAsync(byte[] answer, string file, PixelStep.Encode step, string settings, int rounds)
    {
        List<double> here = [], tool = [], start = [];
        for (var i = -3; i < rounds; i++)
        {
            var times = (await TimeAsync(() => ConvertAsync(answer, PipeWriter.Create(Stream.Null), null, step)),
                await TimeAsync(() => VipsAsync($"copy {file} {file}.{settings}")), await TimeAsync(() => VipsAsync("--version")));
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
    }

    private static async Task RepeatAsync(byte[] answer, int count)
    {
        for (var done = 0; done < count; done += 1000)
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, Math.Min(1000, count - done)), async (i, _) => await ConvertAsync(
                answer, PipeWriter.Create(Stream.Null), null, new PixelStep.Encode(i % 3 == 0 ? ImageFormat.Webp : ImageFormat.Jpeg, 85)));
            Console.WriteLine($"{done + 1000} conversions: {Environment.WorkingSet / 1_000_000} MB resident");
        }
    }

    private static async Task ConvertAsync(byte[] answer, PipeWriter writer, Stream? copy, params PixelStep[] steps)
    {
        using var reader = new AnswerReader(new MemoryStream(answer), new("images"), long.MaxValue);
        await reader.NextImageAsync(CancellationToken.None);
        var image = await s_pixels.RunAsync(new PassingImage(0, reader, null), steps, CancellationToken.None);
        if (copy is not null)
            await image.CopyToAsync(copy, CancellationToken.None);
        await image.CopyBase64ToAsync(writer, CancellationToken.None);
        await writer.CompleteAsync();
        (image as IDisposable)?.Dispose();
    }

    private static async Task VipsAsync(string arguments)
    {
        var start = new ProcessStartInfo("vips", arguments) { RedirectStandardOutput = true };
        start.Environment["VIPS_CONCURRENCY"] = "1";
        using var tool = Process.Start(start)!;
        await tool.StandardOutput.ReadToEndAsync();
        await tool.WaitForExitAsync();
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private static byte[] Answer(byte[] file) => Encoding.ASCII.GetBytes($$"""{"images":["{{Convert.ToBase64String(file)}}"]}""");
}
