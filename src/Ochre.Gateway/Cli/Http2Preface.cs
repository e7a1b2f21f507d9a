using System.Buffers;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Ochre.Gateway.Cli;

/// <summary>HTTP/1.1 and HTTP/2 on one port without TLS.</summary>
/// <remarks>
/// The AWS SDK for JavaScript calls Bedrock Runtime over HTTP/2 from the first byte, also on an http address (seen with
/// client-bedrock-runtime 3.1162.0). Kestrel takes HTTP/1.1 on such a port unless TLS has agreed on "h2", so a connection that
/// opens with the preface of RFC 9113, section 3.4, is marked as one that has.
/// </remarks>
internal static class Http2Preface
{
    public static async Task RecogniseAsync(ConnectionContext connection, Func<Task> next)
    {
        try
        {
            await LookAsync(connection);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            return;
        }
        await next();
    }

    private static async Task LookAsync(ConnectionContext connection)
    {
        while (true)
        {
            var read = await connection.Transport.Input.ReadAsync(connection.ConnectionClosed);
            var (known, isHttp2) = Look(read.Buffer);
            var done = known || read.IsCompleted || read.IsCanceled;
            connection.Transport.Input.AdvanceTo(read.Buffer.Start, done ? read.Buffer.Start : read.Buffer.End);
            if (isHttp2)
                Mark(connection);
            if (done)
                return;
        }
    }

    private static (bool Known, bool IsHttp2) Look(ReadOnlySequence<byte> buffer)
    {
        Span<byte> start = stackalloc byte[4];
        var length = (int)Math.Min(buffer.Length, start.Length);
        buffer.Slice(0, length).CopyTo(start);
        var matches = "PRI "u8[..length].SequenceEqual(start[..length]);
        return (!matches || length == start.Length, matches && length == start.Length);
    }

    private static void Mark(ConnectionContext connection)
    {
        var agreed = new Agreed();
        connection.Features.Set<ITlsConnectionFeature>(agreed);
        connection.Features.Set<ITlsApplicationProtocolFeature>(agreed);
    }

    private sealed class Agreed : ITlsConnectionFeature, ITlsApplicationProtocolFeature
    {
        public ReadOnlyMemory<byte> ApplicationProtocol { get; } = "h2"u8.ToArray();

        public X509Certificate2? ClientCertificate { get; set; }

        public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) => Task.FromResult(ClientCertificate);
    }
}
