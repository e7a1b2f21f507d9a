using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Ochre.Gateway.Sources;

/// <summary>How names are found and connections made. Tests put in a network of their own.</summary>
internal sealed record Internet
{
    /// <summary>All addresses of a name, or of an address written as one.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> ResolveAsync { get; init; } = Dns.GetHostAddressesAsync;

    public Func<IPEndPoint, CancellationToken, Task<Stream>> ConnectAsync { get; init; } = OpenAsync;

    /// <summary>Null: the system's own rules for certificates.</summary>
    public RemoteCertificateValidationCallback? Certificates { get; init; }

    private static async Task<Stream> OpenAsync(IPEndPoint to, CancellationToken cancellationToken)
    {
        var socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(to, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
