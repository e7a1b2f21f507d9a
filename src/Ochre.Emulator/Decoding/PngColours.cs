using System.Buffers.Binary;

namespace Ochre.Emulator.Decoding;

/// <summary>How the samples of a PNG become RGBA.</summary>
/// <param name="type">0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA.</param>
internal sealed class PngColours(int depth, int type)
{
    private readonly uint[] _palette = new uint[256];
    private int _paletteSize;

    // Grey, or red, green and blue: the one colour that stands for transparent.
    private int[]? _transparent;

    private int Channels => type switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    public int BitsPerPixel => depth * Channels;

    public void SetPalette(ReadOnlySpan<byte> body)
    {
        _paletteSize = Math.Min(body.Length / 3, 256);
        for (var i = 0; i < _paletteSize; i++)
            _palette[i] = 0xFF000000u | (uint)(body[i * 3] | body[i * 3 + 1] << 8 | body[i * 3 + 2] << 16);
    }

    public void SetTransparent(ReadOnlySpan<byte> body)
    {
        if (type == 3)
        {
            for (var i = 0; i < Math.Min(body.Length, _paletteSize); i++)
                _palette[i] = _palette[i] & 0xFFFFFF | (uint)body[i] << 24;
        }
        else if (type is 0 or 2 && body.Length >= Channels * 2)
        {
            _transparent = new int[Channels];
            for (var i = 0; i < Channels; i++)
                _transparent[i] = BinaryPrimitives.ReadUInt16BigEndian(body[(i * 2)..]);
        }
    }

    public void Unpack(ReadOnlySpan<byte> line, Span<byte> rgba, int width)
    {
        if (depth == 8 && type == 6)
            line[..(width * 4)].CopyTo(rgba);
        else if (depth == 8 && type == 2 && _transparent is null)
            UnpackRgb(line, rgba, width);
        else if (type == 3)
        {
            if (_paletteSize == 0)
                throw new InvalidDataException("a palette is missing");
            for (var x = 0; x < width; x++)
                BinaryPrimitives.WriteUInt32LittleEndian(rgba[(x * 4)..], _palette[Sample(line, x)]);
        }
        else
            UnpackAny(line, rgba, width);
    }

    private static void UnpackRgb(ReadOnlySpan<byte> line, Span<byte> rgba, int width)
    {
        for (int from = 0, to = 0; to + 3 < width * 4 && from + 2 < line.Length; from += 3, to += 4)
        {
            rgba[to] = line[from];
            rgba[to + 1] = line[from + 1];
            rgba[to + 2] = line[from + 2];
            rgba[to + 3] = 255;
        }
    }

    private void UnpackAny(ReadOnlySpan<byte> line, Span<byte> rgba, int width)
    {
        var channels = Channels;
        for (var x = 0; x < width; x++)
        {
            var first = Sample(line, x * channels);
            var (second, third) = type is 2 or 6 ? (Sample(line, x * channels + 1), Sample(line, x * channels + 2)) : (first, first);
            var alpha = type >= 4 ? Level(Sample(line, x * channels + channels - 1)) : (byte)255;
            if (_transparent is { } gone && first == gone[0] && (channels == 1 || (second == gone[1] && third == gone[2])))
                alpha = 0;
            (rgba[x * 4], rgba[x * 4 + 1], rgba[x * 4 + 2], rgba[x * 4 + 3]) = (Level(first), Level(second), Level(third), alpha);
        }
    }

    private int Sample(ReadOnlySpan<byte> line, int index) => depth switch
    {
        8 => line[index],
        16 => BinaryPrimitives.ReadUInt16BigEndian(line[(index * 2)..]),
        _ => line[index * depth / 8] >> (8 - depth - index * depth % 8) & ((1 << depth) - 1),
    };

    private byte Level(int sample) => depth == 16 ? (byte)(sample >> 8) : (byte)(sample * 255 / ((1 << depth) - 1));
}
