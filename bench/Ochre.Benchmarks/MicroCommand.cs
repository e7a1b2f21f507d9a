using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using Ochre.Bedrock;

namespace Ochre.Benchmarks;

/// <summary>The steps of one answer in memory, without a socket: time and allocated bytes of each, the median of many.</summary>
internal static class MicroCommand
{
    private static readonly AnswerShape s_shape = new("images");
    private static readonly byte[] s_block = new byte[131_040];
    private static readonly byte[] s_body = new byte[200];
    private static readonly AwsIdentity s_identity = AwsIdentity.AccessKey("test", "test");

    public static async Task<int> RunAsync(Options options)
    {
        var answer = PreparedAnswer.Json(options.Size("size", "4mb"));
        Console.WriteLine("| step | ms | GB/s | allocated bytes |\n| --- | --- | --- | --- |");
        await MeasureAsync("read and check the image", answer.Length, () => ReadAsync(answer));
        await MeasureAsync("… copied into a pipe", answer.Length, () => CopyAsync(answer));
        await MeasureAsync("… decoded into a stream", answer.Length, () => DecodeAsync(answer));
        await MeasureAsync("sign a call of 200 bytes", 200, SignAsync);
        return 0;
    }

    private static async Task ReadAsync(byte[] answer)
    {
        using var reader = new AnswerReader(new MemoryStream(answer), s_shape, long.MaxValue);
        while (await reader.NextImageAsync(CancellationToken.None))
        {
            while (await reader.ReadImageAsync(s_block, CancellationToken.None) > 0)
            {
            }
        }
    }

    private static async Task CopyAsync(byte[] answer)
    {
        using var reader = new AnswerReader(new MemoryStream(answer), s_shape, long.MaxValue);
        await reader.NextImageAsync(CancellationToken.None);
        var writer = PipeWriter.Create(Stream.Null);
        await new PassingImage(0, reader, null).CopyBase64ToAsync(writer, CancellationToken.None);
        await writer.CompleteAsync();
    }

    private static async Task DecodeAsync(byte[] answer)
    {
        using var reader = new AnswerReader(new MemoryStream(answer), s_shape, long.MaxValue);
        await reader.NextImageAsync(CancellationToken.None);
        await new PassingImage(0, reader, null).CopyToAsync(Stream.Null, CancellationToken.None);
    }

    private static async Task SignAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://127.0.0.1:4000/model/stability.stable-image-core-v1%3A1/invoke");
        await s_identity.AuthorizeAsync(request, (ReadOnlyMemory<byte>)s_body, "us-west-2", DateTimeOffset.UnixEpoch, CancellationToken.None);
    }

    private static async Task MeasureAsync(string name, int bytes, Func<Task> step)
    {
        for (var until = Stopwatch.GetTimestamp() + 2 * Stopwatch.Frequency; Stopwatch.GetTimestamp() < until;)
            await step();
        var times = new double[2000];
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < times.Length; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await step();
            times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        allocated = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / times.Length;
        Array.Sort(times);
        var median = times[times.Length / 2];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {median:0.0000} | {bytes / median / 1e6:0.0} | {allocated} |"));
    }
}
