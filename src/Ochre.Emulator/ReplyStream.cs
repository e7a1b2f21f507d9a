namespace Ochre.Emulator;

/// <summary>
/// A body as a connection gives it: a piece at a time, and at <paramref name="cutAt"/> the error that SocketsHttpHandler
/// raises when a server goes away before the length it promised.
/// </summary>
internal sealed class ReplyStream(ReadOnlyMemory<byte> body, int? cutAt) : Stream
{
    // The most a TLS record holds: readers meet values split over pieces here as they do on the network.
    private const int Piece = 16 * 1024;

    private int _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var end = cutAt ?? body.Length;
        var count = Math.Min(Math.Min(buffer.Length, Piece), end - _position);
        if (count <= 0)
            return cutAt is null || buffer.Length is 0 ? 0
                : throw new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely.");
        body.Span.Slice(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<int>(cancellationToken)
            : ValueTask.FromResult(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
