namespace Ochre.Bedrock;

/// <summary>The body of an answer, read under its watch: a silence that is too long becomes a timeout.</summary>
internal sealed class WatchedStream(Stream body, AnswerWatch watch) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    // The watch's token holds the caller's, so the one given here is not needed.
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        watch.Breathe();
        var read = body.ReadAsync(buffer, watch.Token);
        if (!read.IsCompletedSuccessfully)
            return AwaitAsync(read);
        watch.Rest();
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await body.DisposeAsync();
        await base.DisposeAsync();
    }

    private async ValueTask<int> AwaitAsync(ValueTask<int> read)
    {
        try
        {
            return await read;
        }
        catch (Exception fault) when (watch.Explain(fault) is { } timeout)
        {
            throw timeout;
        }
        finally
        {
            watch.Rest();
        }
    }
}
