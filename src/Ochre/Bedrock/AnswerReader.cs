using System.Buffers;
using System.Text.Json;
using Ochre.Pixels;

namespace Ochre.Bedrock;

/// <summary>
/// Finds the images in an answer of Bedrock while it arrives, so that none of them need ever be held. The JSON around the images is read
/// token by token from a window of 4 to 16 KiB; each image is handed on as the base64 it came in.
/// </summary>
/// <remarks>
/// The trick: the JSON reader never sees an image. Where one opens, its characters are taken from the stream and an empty string is put in
/// their place, so the reader's state stays true for any number of images.
/// </remarks>
public sealed class AnswerReader : IDisposable
{
    // An image needs no window, and many may be on their way at once: it grows only where a value is long.
    private const int WindowSize = 4 * 1024;
    private const int WindowMax = 16 * 1024;

    // Room for the empty string that takes an image's place.
    private const int Spare = 2;
    private const int MaxFields = 256;

    // Every image opens with 64 characters on hand, unless it is shorter: enough to tell its format.
    private const int HeadSize = 64;

    private static readonly SearchValues<byte> s_base64 =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="u8);

    private readonly Stream _body;
    private readonly AnswerShape _shape;
    private readonly AnswerPath _path = new();
    private byte[] _window = ArrayPool<byte>.Shared.Rent(WindowSize);
    private JsonReaderState _state;
    private int _start;
    private int _end;
    private bool _ended;
    private bool _finished;

    // Bytes that were read from the body and not yet looked at.
    private byte[] _carry = ArrayPool<byte>.Shared.Rent(WindowSize);
    private int _carryStart;
    private int _carryEnd;

    private long _allowance;
    private bool _inImage;
    private PixelSize? _headSize;
    private long _letters;

    /// <param name="body">The body of a 200 answer; stays the caller's.</param>
    /// <param name="limit">Largest answer accepted, in bytes.</param>
    public AnswerReader(Stream body, AnswerShape shape, long limit) => (_body, _shape, _allowance) = (body, shape, limit);

    /// <summary>What stood beside the images so far.</summary>
    public AnswerFields Fields { get; } = new();

    /// <summary>Format and size of the current image, as far as its bytes have been read.</summary>
    internal ImageProbe Probe { get; private set; } = new();

    /// <summary>Whether the current image has not been read to its end.</summary>
    internal bool IsInImage => _inImage;

    /// <summary>Whether the current image is no image that was asked for but the mask beside them.</summary>
    public bool IsMask { get; private set; }

    /// <summary>Format of the current image, from its first bytes.</summary>
    public ImageFormat Format { get; private set; }

    /// <summary>Size of the current image, for a png from its first bytes; null until its header has been read.</summary>
    public PixelSize? Size => Probe.Size ?? _headSize;

    /// <summary>Goes to the next image, or the mask beside the images. False at the end of the answer: <see cref="Fields"/> is complete then.</summary>
    /// <exception cref="ImageException">The answer is not JSON, is too large, breaks off, or holds something that is no image.</exception>
    public async ValueTask<bool> NextImageAsync(CancellationToken cancellationToken)
    {
        await SkipImageAsync(cancellationToken);
        while (true)
        {
            var isMask = _shape.Mask is { } mask && _path.IsAt(mask);
            if ((isMask || _path.IsAt(_shape.Images)) && TryOpenImage())
            {
                IsMask = isMask;
                await ReadHeadAsync(cancellationToken);
                return true;
            }

            if (_finished)
                return false;
            if (!ReadToken())
                await FillAsync(cancellationToken);
        }
    }

    /// <summary>Reads on in the current image: base64 as it came, checked to be nothing else. 0 at its end.</summary>
    public async ValueTask<int> ReadImageAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        if (!_inImage)
            return 0;
        var count = await ReadRawAsync(destination, cancellationToken);
        if (count == 0)
            throw BrokenOff();
        return TakeImage(destination.Span[..count]);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_window);
        ArrayPool<byte>.Shared.Return(_carry);
    }

    private int TakeImage(Span<byte> piece)
    {
        var end = piece.IndexOfAnyExcept(s_base64);
        var letters = end < 0 ? piece : piece[..end];
        _letters += letters.Length;
        if (!Probe.IsDone)
            Probe.FeedBase64(letters);
        if (end < 0)
            return piece.Length;
        if (piece[end] != '"' || _letters == 0 || _letters % 4 != 0)
            throw ImageError.BadAnswer("Bedrock's answer holds an image that is not base64.");
        PushBack(piece[(end + 1)..]);
        CloseImage();
        return end;
    }

    private async ValueTask SkipImageAsync(CancellationToken cancellationToken)
    {
        if (!_inImage)
            return;
        var scratch = ArrayPool<byte>.Shared.Rent(WindowMax);
        try
        {
            while (_inImage)
                await ReadImageAsync(scratch, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }
    }

    // An image opens where a quote is the next thing at the images' place. What follows the quote moves to the carry.
    private bool TryOpenImage()
    {
        var gap = _window.AsSpan(_start, _end - _start).IndexOfAnyExcept(" \t\r\n,"u8);
        if (gap < 0 || _window[_start + gap] != '"')
            return false;
        var quote = _start + gap;
        PushBack(_window.AsSpan(quote + 1, _end - quote - 1));
        _end = quote;
        _inImage = true;
        _letters = 0;
        Probe = new();
        return true;
    }

    // The reader goes on as if the image had been an empty string; the window has two bytes more than it is filled with.
    private void CloseImage()
    {
        _inImage = false;
        "\"\""u8.CopyTo(_window.AsSpan(_end));
        _end += 2;
        _path.SkipOneValue();
    }

    private async ValueTask ReadHeadAsync(CancellationToken cancellationToken)
    {
        while (_carryEnd - _carryStart < HeadSize && !_carry.AsSpan(_carryStart, _carryEnd - _carryStart).Contains((byte)'"'))
        {
            MakeRoomInCarry(HeadSize);
            var count = await ReadBodyAsync(_carry.AsMemory(_carryEnd), cancellationToken);
            if (count == 0)
                throw BrokenOff();
            _carryEnd += count;
        }

        var head = new ImageProbe();
        var known = _carry.AsSpan(_carryStart, Math.Min(HeadSize, _carryEnd - _carryStart));
        var letters = known.IndexOfAnyExcept(s_base64);
        head.FeedBase64(letters < 0 ? known : known[..letters]);
        _headSize = head.Size;
        Format = head.Format ?? throw ImageError.BadAnswer("Bedrock's answer holds an image that is no png, jpeg or webp file.");
    }

    private bool ReadToken()
    {
        try
        {
            var reader = new Utf8JsonReader(_window.AsSpan(_start, _end - _start), _ended, _state);
            if (!reader.Read())
            {
                _finished = _ended;
                return _finished;
            }

            if (_path.Take(ref reader) is { } path)
            {
                if (Fields.Count == MaxFields)
                    throw ImageError.BadAnswer("Bedrock's answer holds more fields than an image answer has.");
                Fields.Add(path, Text(ref reader));
            }

            _start += (int)reader.BytesConsumed;
            _state = reader.CurrentState;
            return true;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw ImageError.BadAnswer("Bedrock's answer is not the JSON that was promised.", fault);
        }
    }

    private static string? Text(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String => reader.GetString(),
        _ => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
    };

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        Compact();
        if (_end >= _window.Length - Spare)
            Grow();
        var count = await ReadRawAsync(_window.AsMemory(_end, _window.Length - Spare - _end), cancellationToken);
        _ended = count == 0;
        _end += count;
    }

    private void Compact()
    {
        _window.AsSpan(_start, _end - _start).CopyTo(_window);
        (_start, _end) = (0, _end - _start);
    }

    private void Grow()
    {
        if (_window.Length >= WindowMax)
            throw ImageError.BadAnswer("Bedrock's answer holds a value of more than 16 KiB where no image belongs.");
        var grown = ArrayPool<byte>.Shared.Rent(_window.Length * 2);
        _window.AsSpan(0, _end).CopyTo(grown);
        ArrayPool<byte>.Shared.Return(_window);
        _window = grown;
    }

    private async ValueTask<int> ReadRawAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        var carried = Math.Min(_carryEnd - _carryStart, destination.Length);
        if (carried == 0)
            return await ReadBodyAsync(destination, cancellationToken);
        _carry.AsSpan(_carryStart, carried).CopyTo(destination.Span);
        _carryStart += carried;
        return carried;
    }

    private async ValueTask<int> ReadBodyAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        int count;
        try
        {
            count = await _body.ReadAsync(destination, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException)
        {
            throw BrokenOff(fault);
        }

        _allowance -= count;
        return _allowance >= 0 ? count : throw ImageError.BadAnswer("Bedrock's answer is larger than an image answer may be.");
    }

    // What was read too far goes in front of what is carried already.
    private void PushBack(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        if (_carryStart == _carryEnd && bytes.Length <= _carry.Length)
            (_carryStart, _carryEnd) = (bytes.Length, bytes.Length);
        if (_carryStart < bytes.Length)
            MoveCarry(bytes.Length);
        _carryStart -= bytes.Length;
        bytes.CopyTo(_carry.AsSpan(_carryStart));
    }

    private void MakeRoomInCarry(int room)
    {
        if (_carry.Length - _carryEnd < room)
            MoveCarry(0, room);
    }

    private void MoveCarry(int front, int back = 0)
    {
        var held = _carryEnd - _carryStart;
        var moved = ArrayPool<byte>.Shared.Rent(Math.Max(WindowSize, front + held + back));
        _carry.AsSpan(_carryStart, held).CopyTo(moved.AsSpan(front));
        ArrayPool<byte>.Shared.Return(_carry);
        (_carry, _carryStart, _carryEnd) = (moved, front, front + held);
    }

    private static ImageException BrokenOff(Exception? cause = null) =>
        ImageError.BadAnswer("Bedrock's answer broke off before its end.", cause);
}
