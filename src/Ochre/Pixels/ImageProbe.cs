using System.Buffers.Binary;
using System.Buffers.Text;

namespace Ochre.Pixels;

/// <summary>
/// Reads format and size from an image's own header while its bytes pass by, in any pieces. Looks at magic bytes only, decodes no pixel,
/// holds 64 bytes.
/// </summary>
/// <remarks>Sources: PNG specification §11.2.2 (IHDR), ITU T.81 annex B (JPEG markers), RFC 9649 (WebP container).</remarks>
internal sealed class ImageProbe
{
    private readonly byte[] _window = new byte[64];
    private int _held;
    private long _skip;
    private State _state = State.Sniff;
    private readonly byte[] _letters = new byte[4];
    private int _lettersHeld;

    private enum State
    {
        Sniff,
        Png,
        Webp,
        JpegMarker,
        JpegLength,
        JpegFrame,
        Done,
        Failed,
    }

    /// <summary>Null until the first 16 bytes have passed, or when they are of no known format.</summary>
    public ImageFormat? Format { get; private set; }

    /// <summary>Null until the header has passed.</summary>
    public PixelSize? Size { get; private set; }

    /// <summary>Nothing more will be learnt from further bytes.</summary>
    public bool IsDone => _state is State.Done or State.Failed;

    /// <summary>Takes the next characters of base64, in any pieces; characters that are not base64 end the probing.</summary>
    public void FeedBase64(ReadOnlySpan<byte> letters)
    {
        Span<byte> bytes = stackalloc byte[768];
        while (!IsDone && letters.Length > 0)
        {
            if (_lettersHeld > 0 || letters.Length < 4)
            {
                var taken = Math.Min(4 - _lettersHeld, letters.Length);
                letters[..taken].CopyTo(_letters.AsSpan(_lettersHeld));
                letters = letters[taken..];
                _lettersHeld += taken;
                if (_lettersHeld < 4)
                    return;
                _lettersHeld = 0;
                FeedGroups(_letters, bytes);
                continue;
            }

            var whole = Math.Min(1024, letters.Length & ~3);
            FeedGroups(letters[..whole], bytes);
            letters = letters[whole..];
        }
    }

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!IsDone)
        {
            var skipped = (int)Math.Min(_skip, bytes.Length);
            _skip -= skipped;
            bytes = bytes[skipped..];

            var wanted = Math.Max(0, Needed() - _held);
            var taken = _skip > 0 ? 0 : Math.Min(wanted, bytes.Length);
            bytes[..taken].CopyTo(_window.AsSpan(_held));
            bytes = bytes[taken..];
            _held += taken;
            if (_skip > 0 || _held < Needed())
                return;
            Step();
        }
    }

    private void FeedGroups(ReadOnlySpan<byte> groups, Span<byte> scratch)
    {
        if (Base64.DecodeFromUtf8(groups, scratch, out _, out var written) == System.Buffers.OperationStatus.Done)
            Feed(scratch[..written]);
        else
            _state = State.Failed;
    }

    private int Needed() => _state switch
    {
        State.Sniff => 16,
        State.Png => 24,
        State.Webp => _window[15] == 'L' ? 25 : 30,
        State.JpegMarker => 2,
        State.JpegLength => 4,
        _ => 9,
    };

    private void Step()
    {
        switch (_state)
        {
            case State.Sniff:
                Sniff();
                break;
            case State.Png:
                Finish(Big32(16), Big32(20));
                break;
            case State.Webp:
                ReadWebp();
                break;
            case State.JpegMarker:
                ReadMarker();
                break;
            case State.JpegLength:
                SkipSegment();
                break;
            default:
                Finish(Big16(7), Big16(5));
                break;
        }
    }

    private void Sniff()
    {
        Format = FormatOf(_window.AsSpan(0, 16));
        _state = Format switch
        {
            ImageFormat.Png => State.Png,
            ImageFormat.Webp => State.Webp,
            ImageFormat.Jpeg => State.JpegMarker,
            _ => State.Failed,
        };
        if (_state is State.JpegMarker)
            Drop(2);
    }

    private static ImageFormat? FormatOf(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13];
        ReadOnlySpan<byte> jpeg = [0xFF, 0xD8, 0xFF];
        if (head.StartsWith(png))
            return ImageFormat.Png;
        if (head.StartsWith(jpeg))
            return ImageFormat.Jpeg;
        return head.StartsWith("RIFF"u8) && head[8..15].SequenceEqual("WEBPVP8"u8) ? ImageFormat.Webp : null;
    }

    private void ReadWebp()
    {
        switch (_window[15])
        {
            case (byte)'X':
                Finish(1 + Little24(24), 1 + Little24(27));
                break;
            case (byte)'L' when _window[20] == 0x2F:
                var bits = BinaryPrimitives.ReadUInt32LittleEndian(_window.AsSpan(21));
                Finish(1 + (int)(bits & 0x3FFF), 1 + (int)((bits >> 14) & 0x3FFF));
                break;
            case (byte)' ':
                Finish(Little16(26) & 0x3FFF, Little16(28) & 0x3FFF);
                break;
            default:
                _state = State.Failed;
                break;
        }
    }

    private void ReadMarker()
    {
        var marker = _window[1];
        if (_window[0] != 0xFF || marker is 0xD9 or 0xDA)
            _state = State.Failed;
        else if (marker is 0xFF)
            Drop(1);
        else if (marker is 0x01 or (>= 0xD0 and <= 0xD8))
            Drop(2);
        else
            _state = marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC) ? State.JpegFrame : State.JpegLength;
    }

    private void SkipSegment()
    {
        var length = 2 + Big16(2);
        var held = Math.Min(_held, length);
        Drop(held);
        _skip = length - held;
        _state = State.JpegMarker;
    }

    private void Finish(int width, int height)
    {
        if (width > 0 && height > 0)
            Size = new(width, height);
        _state = Size is null ? State.Failed : State.Done;
    }

    private void Drop(int count)
    {
        _window.AsSpan(count, _held - count).CopyTo(_window);
        _held -= count;
    }

    private int Big16(int at) => BinaryPrimitives.ReadUInt16BigEndian(_window.AsSpan(at));

    private int Big32(int at) => (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32BigEndian(_window.AsSpan(at)));

    private int Little16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(_window.AsSpan(at));

    private int Little24(int at) => Little16(at) | (_window[at + 2] << 16);
}
