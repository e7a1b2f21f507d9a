using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Ochre.Benchmarks.Load;

/// <summary>Keep-alive connections that ask as fast as they are answered: raw sockets, reads of 256 KiB, every answer's length checked.</summary>
internal sealed class Client(IPEndPoint server, byte[] request, int connections)
{
    private long _length;

    /// <param name="Finished">When each request was done and how long it took, in ticks of the stopwatch.</param>
    public sealed record Slice(IReadOnlyList<(long At, long Took)> Finished, long From, long To)
    {
        public IEnumerable<(long At, long Took)> Counted => Finished.Where(request => request.At >= From && request.At < To);

        public double PerSecond => Counted.Count() / Stopwatch.GetElapsedTime(From, To).TotalSeconds;

        /// <summary>In milliseconds.</summary>
        public double Percentile(double part)
        {
            var sorted = Counted.Select(request => request.Took).Order().ToArray();
            return sorted.Length == 0 ? double.NaN : sorted[(int)(part * (sorted.Length - 1))] * 1000d / Stopwatch.Frequency;
        }
    }

    /// <summary>Asks for the ramp's and the slice's time; only what is done within the latter counts.</summary>
    public async Task<Slice> RunAsync(TimeSpan ramp, TimeSpan slice)
    {
        var from = Stopwatch.GetTimestamp() + (long)(ramp.TotalSeconds * Stopwatch.Frequency);
        var to = from + (long)(slice.TotalSeconds * Stopwatch.Frequency);
        var finished = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => AskAsync(to))));
        return new([.. finished.SelectMany(some => some)], from, to);
    }

    /// <summary>One answer, whole.</summary>
    public async Task<byte[]> AskOnceAsync()
    {
        using var socket = await ConnectAsync();
        using var copy = new MemoryStream();
        await AskAsync(socket, new byte[64 * 1024], new() { Copy = copy });
        return copy.ToArray();
    }

    private async Task<List<(long At, long Took)>> AskAsync(long until)
    {
        using var socket = await ConnectAsync();
        var buffer = GC.AllocateUninitializedArray<byte>(256 * 1024, pinned: true);
        var answer = new AnswerLength();
        List<(long, long)> finished = [];
        for (var started = Stopwatch.GetTimestamp(); started < until;)
        {
            await AskAsync(socket, buffer, answer);
            var now = Stopwatch.GetTimestamp();
            finished.Add((now, now - started));
            started = now;
            if (Interlocked.CompareExchange(ref _length, answer.Body, 0) is not 0 and var known && known != answer.Body)
                throw new InvalidDataException($"An answer has {answer.Body} bytes, another had {known}.");
        }

        return finished;
    }

    private async Task AskAsync(Socket socket, byte[] buffer, AnswerLength answer)
    {
        await socket.SendAsync(request);
        for (answer.Reset(); !answer.IsDone;)
        {
            var count = await socket.ReceiveAsync(buffer.AsMemory());
            if (count == 0)
                throw new InvalidDataException("The connection was closed in the middle of an answer.");
            answer.Feed(buffer.AsSpan(0, count));
        }
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server);
        return socket;
    }
}
