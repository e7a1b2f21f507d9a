using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Ochre.Gateway.Sources;

namespace Ochre.Gateway.Tests.Sources;

/// <summary>An internet in memory: a listener on every address there is, which counts who comes, and names that lead where a test wants.</summary>
internal sealed class FakeInternet
{
    private static readonly X509Certificate2 s_certificate = Certificate();
    private readonly Lock _lock = new();
    private readonly List<IPEndPoint> _connected = [];

    /// <summary>What each look-up of a name gives, in order; the last for all that follow.</summary>
    public Dictionary<string, Queue<string[]>> Names { get; } = [];

    /// <summary>The site's answer, head and body; the request's first line comes in.</summary>
    public Func<string, byte[]> Site { get; set; } = _ => Answer(EditGateway.Picture);

    /// <summary>Every connection that was made, to whatever trap.</summary>
    public IReadOnlyList<IPEndPoint> Connected
    {
        get
        {
            lock (_lock)
                return [.. _connected];
        }
    }

    public Internet Internet => new()
    {
        ResolveAsync = (name, _) => Task.FromResult(Resolve(name)),
        ConnectAsync = (to, _) => Task.FromResult<Stream>(Connect(to)),
        Certificates = (_, certificate, _, _) => certificate?.GetCertHashString() == s_certificate.GetCertHashString(),
    };

    public static byte[] Answer(byte[] body, string status = "200 OK", string headers = "") =>
        [.. Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\n{headers}\r\n"), .. body];

    private IPAddress[] Resolve(string name)
    {
        if (IPAddress.TryParse(name, out var address))
            return [address];
        lock (_lock)
        {
            if (!Names.TryGetValue(name, out var answers))
                throw new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.HostNotFound);
            return Array.ConvertAll(answers.Count > 1 ? answers.Dequeue() : answers.Peek(), IPAddress.Parse);
        }
    }

    private DuplexStream Connect(IPEndPoint to)
    {
        lock (_lock)
            _connected.Add(to);
        var (up, down) = (new Pipe(), new Pipe());
        _ = ServeAsync(new(up.Reader.AsStream(), down.Writer.AsStream()));
        return new(down.Reader.AsStream(), up.Writer.AsStream());
    }

    private async Task ServeAsync(DuplexStream wire)
    {
        try
        {
            await using var tls = new SslStream(wire);
            await tls.AuthenticateAsServerAsync(s_certificate);
            using var reader = new StreamReader(tls, leaveOpen: true);
            var first = await reader.ReadLineAsync() ?? "";
            while (await reader.ReadLineAsync() is { Length: > 0 })
            {
            }

            await tls.WriteAsync(Site(first));
            await tls.FlushAsync();
        }
        catch (Exception fault) when (fault is IOException or System.Security.Authentication.AuthenticationException or ObjectDisposedException)
        {
            // The client has gone, as it may.
        }
    }

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=pictures.test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
    }

    private sealed class DuplexStream(Stream reading, Stream writing) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => reading.Read(buffer, offset, count);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => reading.ReadAsync(buffer, cancellationToken);

        public override void Write(byte[] buffer, int offset, int count) => writing.Write(buffer, offset, count);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => writing.WriteAsync(buffer, cancellationToken);

        public override void Flush() => writing.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => writing.FlushAsync(cancellationToken);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            reading.Dispose();
            writing.Dispose();
            base.Dispose(disposing);
        }
    }
}
