using System.Buffers.Text;
using System.Text;

namespace Ochre.Benchmarks.Load;

/// <summary>Follows one HTTP/1.1 answer, by Content-Length or in chunks, and counts the bytes of its body.</summary>
internal sealed class AnswerLength
{
    private readonly byte[] _line = new byte[16 * 1024];
    private int _held;
    private long _left;
    private State _state;

    private enum State
    {
        Head,
        Body,
        ChunkSize,
        Chunk,
        ChunkEnd,
        Trailer,
        Done,
    }

    public long Body { get; private set; }

    public bool IsDone => _state is State.Done;

    /// <summary>Gets the body's bytes, where somebody wants to see them.</summary>
    public MemoryStream? Copy { get; set; }

    public void Reset() => (_state, _held, Body) = (State.Head, 0, 0);

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (_state is State.Done)
                throw new InvalidDataException("There is more than one answer.");
            bytes = _state is State.Body or State.Chunk ? Skip(bytes) : Line(bytes);
        }
    }

    private ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> bytes)
    {
        var count = (int)Math.Min(_left, bytes.Length);
        Copy?.Write(bytes[..count]);
        Body += count;
        _left -= count;
        if (_left == 0)
            _state = _state is State.Body ? State.Done : State.ChunkEnd;
        return bytes[count..];
    }

    // The head is taken whole, everything else by the line.
    private ReadOnlySpan<byte> Line(ReadOnlySpan<byte> bytes)
    {
        var ending = _state is State.Head ? "\r\n\r\n"u8 : "\r\n"u8;
        foreach (var letter in bytes)
        {
            _line[_held++] = letter;
            bytes = bytes[1..];
            if (!_line.AsSpan(0, _held).EndsWith(ending))
                continue;
            var line = _line.AsSpan(0, _held - 2);
            _held = 0;
            Take(line);
            return bytes;
        }

        return bytes;
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        switch (_state)
        {
            case State.Head:
                TakeHead(Encoding.ASCII.GetString(line));
                break;
            case State.ChunkSize:
                if (!Utf8Parser.TryParse(line, out _left, out _, 'x'))
                    throw new InvalidDataException("A chunk has no size.");
                _state = _left > 0 ? State.Chunk : State.Trailer;
                break;
            default:
                _state = _state is State.ChunkEnd ? State.ChunkSize : State.Done;
                break;
        }
    }

    private void TakeHead(string head)
    {
        const string Length = "\r\nContent-Length: ";
        if (!head.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal))
            throw new InvalidDataException(head);
        var at = head.IndexOf(Length, StringComparison.OrdinalIgnoreCase);
        _left = at < 0 ? 0 : long.Parse(head.AsSpan(at + Length.Length, head.IndexOf('\r', at + Length.Length) - at - Length.Length));
        _state = at < 0 ? State.ChunkSize : State.Body;
    }
}
