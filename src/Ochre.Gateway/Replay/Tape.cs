using System.IO.Pipelines;

namespace Ochre.Gateway.Replay;

/// <summary>One answer as it was sent: in memory while somebody reads it, in a file when it must wait.</summary>
/// <remarks>Written by one request alone. What is missing a byte is lost as a whole.</remarks>
internal sealed class Tape(TapeMemory memory, KeptFolder folder, string requestId)
{
    private readonly List<byte[]> _blocks = [];
    private KeptWriter? _writer;
    private int _free;
    private volatile bool _toFile;

    public string RequestId => requestId;

    /// <summary>Null until the answer has begun.</summary>
    public AnswerHead? Head { get; private set; }

    /// <summary>Bytes so far.</summary>
    public long Length { get; private set; }

    /// <summary>It has not all, and never will.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Where the folder has it, once it is complete there.</summary>
    public string? Place { get; private set; }

    /// <summary>From the next flush on it goes to the folder, with what it has.</summary>
    public void GoToFile() => _toFile = true;

    public void Begin(AnswerHead head) => Head = head;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!IsLost && bytes.Length > 0)
        {
            if (_free == 0 && !Grow())
                return;
            var block = _blocks[^1];
            var count = Math.Min(_free, bytes.Length);
            bytes[..count].CopyTo(block.AsSpan(block.Length - _free));
            (_free, Length) = (_free - count, Length + count);
            bytes = bytes[count..];
        }
    }

    public async ValueTask FlushAsync()
    {
        if (!_toFile || IsLost)
            return;
        try
        {
            _writer ??= await folder.BeginAsync(requestId, Head!);
            for (var i = 0; i < _blocks.Count; i++)
                await _writer.WriteAsync(Filled(i));
            Release();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            folder.Complain(fault);
            Lose();
        }
    }

    /// <summary>The answer is complete.</summary>
    public async ValueTask FinishAsync()
    {
        await FlushAsync();
        if (_writer is null || IsLost)
            return;
        try
        {
            Place = await _writer.FinishAsync();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            folder.Complain(fault);
            Lose();
        }
    }

    /// <summary>Gives up what there is.</summary>
    public void Lose()
    {
        IsLost = true;
        Release();
        _writer?.Dispose();
        if (Place is not null)
            folder.Remove(Place);
    }

    /// <summary>A complete answer, to be sent once more; null where its file is gone or damaged.</summary>
    public KeptAnswer? Open() => Place is not null ? folder.Open(Place) : new(Head!, Length, CopyAsync);

    /// <summary>An answer that an earlier run, or another gateway, has put there.</summary>
    public static Tape Of(string place, TapeMemory memory, KeptFolder folder, string requestId) => new(memory, folder, requestId) { Place = place };

    private async Task CopyAsync(PipeWriter to, CancellationToken cancellationToken)
    {
        for (var i = 0; i < _blocks.Count; i++)
            ReplaySender.ThrowIfLeft(await to.WriteAsync(Filled(i), cancellationToken));
    }

    private ReadOnlyMemory<byte> Filled(int block) => _blocks[block].AsMemory(0, _blocks[block].Length - (block == _blocks.Count - 1 ? _free : 0));

    private bool Grow()
    {
        if (memory.Rent(Length < TapeMemory.First ? TapeMemory.First : TapeMemory.Next, _toFile) is { } block)
        {
            _blocks.Add(block);
            _free = block.Length;
            return true;
        }

        // So far it was in memory alone.
        IsLost = true;
        Release();
        return false;
    }

    private void Release()
    {
        _blocks.ForEach(memory.Return);
        _blocks.Clear();
        _free = 0;
    }
}

/// <summary>A complete answer that can be sent again, as often as is wanted.</summary>
/// <param name="Length">Bytes of its body.</param>
internal sealed record KeptAnswer(AnswerHead Head, long Length, Func<PipeWriter, CancellationToken, Task> CopyAsync);
