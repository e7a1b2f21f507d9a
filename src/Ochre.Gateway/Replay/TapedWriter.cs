using System.Buffers;
using System.IO.Pipelines;

namespace Ochre.Gateway.Replay;

/// <summary>Writes to the client in the client's own buffers, and copies onto the tape what was written.</summary>
internal sealed class TapedWriter(TapedResponse response, PipeWriter client) : PipeWriter
{
    private Memory<byte> _given;
    private byte[]? _own;

    public override bool CanGetUnflushedBytes => client.CanGetUnflushedBytes;

    public override long UnflushedBytes => client.UnflushedBytes;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (!response.IsAlone)
        {
            GiveBack();
            return _given = client.GetMemory(sizeHint);
        }

        // Nobody's buffers to write to.
        if (_own is null || _own.Length < sizeHint)
        {
            GiveBack();
            _own = ArrayPool<byte>.Shared.Rent(Math.Max(sizeHint, TapeMemory.Next));
        }

        return _given = _own;
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        response.Tape.Write(_given.Span[..bytes]);
        if (_own is null)
            client.Advance(bytes);
    }

    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        response.Begin();
        if (!response.IsAlone)
            await FlushClientAsync(cancellationToken);
        await response.Tape.FlushAsync();
        return new(isCanceled: false, isCompleted: response.IsAlone && response.Tape.IsLost);
    }

    public override void CancelPendingFlush() => client.CancelPendingFlush();

    /// <summary>The answer's end is the server's to write.</summary>
    public override void Complete(Exception? exception = null) => GiveBack();

    private async ValueTask FlushClientAsync(CancellationToken cancellationToken)
    {
        try
        {
            if ((await client.FlushAsync(cancellationToken)).IsCompleted)
                response.Leave();
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException or ObjectDisposedException && !cancellationToken.IsCancellationRequested)
        {
            response.Leave();
        }
    }

    private void GiveBack()
    {
        if (_own is not null)
            ArrayPool<byte>.Shared.Return(_own);
        _own = null;
    }
}
