using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Ochre.Gateway.Replay;

/// <summary>
/// What is known of the other end of a connection, also after its answer was handed to the kernel: bytes that nobody read make the other end
/// reset the connection, while one that has read everything closes it in order.
/// </summary>
internal sealed class Peer(Socket? socket)
{
    // linux/tcp.h: TCP_INFO, whose first byte is the state; include/net/tcp_states.h.
    private const int Tcp = 6;
    private const int TcpInfo = 11;
    private const byte Established = 1;
    private const byte Closed = 7;

    private volatile bool _wasReset;

    /// <summary>Counts the requests for images on this connection: an earlier answer than the last has arrived.</summary>
    public int Requests { get; private set; }

    public int NextRequest() => ++Requests;

    /// <summary>The other end gave the connection up with bytes unread.</summary>
    public bool IsReset => _wasReset || State() is Closed;

    /// <summary>The other end is gone, in order or not; the server may not know it yet.</summary>
    public bool IsGone => _wasReset || State() is not Established;

    public static void Watch(ListenOptions listen) => listen.Use(next => async connection =>
    {
        var peer = new Peer(connection.Features.Get<IConnectionSocketFeature>()?.Socket);
        connection.Features.Set(peer);
        connection.Transport = new Pipe(new WatchedReader(connection.Transport.Input, peer), connection.Transport.Output);
        await next(connection);
    });

    // The kernel knows of a reset before the server has read it: a client's next connection may be faster.
    private byte State()
    {
        if (socket is null || !OperatingSystem.IsLinux())
            return Established;
        try
        {
            Span<byte> info = stackalloc byte[8];
            return socket.GetRawSocketOption(Tcp, TcpInfo, info) > 0 ? info[0] : Established;
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // Closed on both sides; whether in order was seen by the reader.
            return 0;
        }
    }

    private sealed record Pipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    // A reset that came before the reader asks is thrown at once, one that comes while it waits later.
    private sealed class WatchedReader(PipeReader input, Peer peer) : PipeReader
    {
        public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        {
            try
            {
                var read = input.ReadAsync(cancellationToken);
                return read.IsCompletedSuccessfully ? read : WatchAsync(read);
            }
            catch (ConnectionResetException)
            {
                peer._wasReset = true;
                throw;
            }
        }

        public override bool TryRead(out ReadResult result)
        {
            try
            {
                return input.TryRead(out result);
            }
            catch (ConnectionResetException)
            {
                peer._wasReset = true;
                throw;
            }
        }

        public override void AdvanceTo(SequencePosition consumed) => input.AdvanceTo(consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => input.AdvanceTo(consumed, examined);

        public override void CancelPendingRead() => input.CancelPendingRead();

        public override void Complete(Exception? exception = null) => input.Complete(exception);

        private async ValueTask<ReadResult> WatchAsync(ValueTask<ReadResult> read)
        {
            try
            {
                return await read;
            }
            catch (ConnectionResetException)
            {
                peer._wasReset = true;
                throw;
            }
        }
    }
}
