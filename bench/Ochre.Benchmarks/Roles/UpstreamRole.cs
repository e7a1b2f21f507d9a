using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Ochre.Benchmarks.Roles;

/// <summary>A fake Bedrock that costs next to nothing: it reads a request to its end and sends one prepared answer.</summary>
internal static class UpstreamRole
{
    private const int RequestMax = 64 * 1024;

    public static async Task<int> RunAsync(Options options)
    {
        var json = PreparedAnswer.Json(options.Size("size", "4mb"));
        byte[] answer = [.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n"), .. json];
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1024);
        _ = AcceptAsync(listener, answer);
        await Role.AnnounceAsync($"http://{listener.LocalEndPoint}");
        return 0;
    }

    private static async Task AcceptAsync(Socket listener, byte[] answer)
    {
        while (true)
            _ = ServeAsync(await listener.AcceptAsync(), answer);
    }

    private static async Task ServeAsync(Socket socket, byte[] answer)
    {
        using var _ = socket;
        socket.NoDelay = true;
        var buffer = ArrayPool<byte>.Shared.Rent(RequestMax);
        try
        {
            while (await ReadRequestAsync(socket, buffer))
                await socket.SendAsync(answer);
        }
        catch (SocketException)
        {
            // The other side has left.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<bool> ReadRequestAsync(Socket socket, byte[] buffer)
    {
        var filled = 0;
        while (true)
        {
            var count = await socket.ReceiveAsync(buffer.AsMemory(filled));
            if (count == 0)
                return false;
            filled += count;
            var head = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
            if (head >= 0 && filled >= head + 4 + BodyLength(buffer.AsSpan(0, head)))
                return true;
        }
    }

    private static int BodyLength(ReadOnlySpan<byte> head)
    {
        var text = Encoding.ASCII.GetString(head);
        var at = text.IndexOf("Content-Length:", StringComparison.OrdinalIgnoreCase);
        return at < 0 ? 0 : int.Parse(text.AsSpan(at + 15).TrimStart().ToString().Split('\r')[0], CultureInfo.InvariantCulture);
    }
}
