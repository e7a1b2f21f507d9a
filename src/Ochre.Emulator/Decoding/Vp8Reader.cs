using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Decoding;

/// <summary>A key frame of VP8, which is a lossy WebP. Source: RFC 6386.</summary>
internal sealed class Vp8Reader
{
    private readonly int _width;
    private readonly int _height;
    private readonly int _across;
    private readonly int _down;
    private readonly Vp8Header _header;
    private readonly Vp8Bits _first;
    private readonly Vp8Bits[] _partitions;
    private readonly Vp8Plane _luma;
    private readonly Vp8Plane _blue;
    private readonly Vp8Plane _red;

    public Vp8Reader(ReadOnlySpan<byte> frame)
    {
        var tag = frame[0] | frame[1] << 8 | frame[2] << 16;
        (_width, _height) = ((frame[6] | frame[7] << 8) & 0x3FFF, (frame[8] | frame[9] << 8) & 0x3FFF);
        if ((tag & 1) != 0 || _width * _height == 0 || (long)_width * _height > ImageReader.MaxPixels)
            throw new InvalidDataException("no key frame, or one of too many pixels");
        (_across, _down) = ((_width + 15) / 16, (_height + 15) / 16);
        var rest = frame[10..];
        var length = Math.Min(tag >> 5, rest.Length);
        _first = new(rest[..length].ToArray());
        _header = new(_first);
        _partitions = Partitions(rest[length..], _header.Partitions);
        (_luma, _blue, _red) = (new(_across * 16, _down * 16), new(_across * 8, _down * 8), new(_across * 8, _down * 8));
    }

    public Picture Read()
    {
        var modes = new Vp8Modes(_first, _header, _across);
        var tokens = new Vp8Tokens(_header, _across);
        var filter = new Vp8Filter(_header, _across, _down);
        var block = new Vp8Block();
        for (var y = 0; y < _down; y++)
        {
            modes.BeginRow();
            tokens.BeginRow();
            for (var x = 0; x < _across; x++)
            {
                modes.Read(block, x);
                var any = tokens.Read(_partitions[y % _partitions.Length], block, x);
                filter.Note(x, y, block, any);
                Predict(block, x, y);
            }
        }
        // Prediction sees the pixels before the filter: it comes last.
        filter.Apply(_luma, _blue, _red);
        return Colours();
    }

    private static Vp8Bits[] Partitions(ReadOnlySpan<byte> data, int count)
    {
        var partitions = new Vp8Bits[count];
        var rest = data[Math.Min(data.Length, 3 * (count - 1))..];
        for (var i = 0; i < count; i++)
        {
            var length = i == count - 1 ? rest.Length : Math.Min(rest.Length, data[i * 3] | data[i * 3 + 1] << 8 | data[i * 3 + 2] << 16);
            partitions[i] = new(rest[..length].ToArray());
            rest = rest[length..];
        }
        return partitions;
    }

    private void Predict(Vp8Block block, int x, int y)
    {
        if (block.Split)
            PredictSplit(block, x, y);
        else
            Vp8Predict.Square(_luma, x * 16, y * 16, 16, block.Mode);
        Vp8Predict.Square(_blue, x * 8, y * 8, 8, block.ColourMode);
        Vp8Predict.Square(_red, x * 8, y * 8, 8, block.ColourMode);
        if (!block.Split)
            for (var i = 0; i < 16; i++)
                Add(block, i, _luma, x * 16 + i % 4 * 4, y * 16 + i / 4 * 4);
        for (var i = 0; i < 4; i++)
        {
            Add(block, 16 + i, _blue, x * 8 + i % 2 * 4, y * 8 + i / 2 * 4);
            Add(block, 20 + i, _red, x * 8 + i % 2 * 4, y * 8 + i / 2 * 4);
        }
    }

    // What stands above and to the right of the rightmost blocks is the row above the macroblock, for all four of them.
    private void PredictSplit(Vp8Block block, int x, int y)
    {
        Span<byte> corner = stackalloc byte[4];
        var above = _luma.At(x * 16, y * 16 - 1);
        if (y > 0 && x == _across - 1)
            corner.Fill(_luma.Pixels[above + 15]);
        else
            _luma.Pixels.AsSpan(above + 16, 4).CopyTo(corner);
        for (var i = 0; i < 16; i++)
        {
            int left = x * 16 + i % 4 * 4, top = y * 16 + i / 4 * 4;
            var beyond = i % 4 == 3 ? corner : _luma.Pixels.AsSpan(_luma.At(left + 4, top - 1), 4);
            Vp8Predict.Small(_luma, left, top, block.Modes[i], beyond);
            Add(block, i, _luma, left, top);
        }
    }

    private static void Add(Vp8Block block, int index, Vp8Plane plane, int x, int y) =>
        Vp8Inverse.Add(block.Coefficients.AsSpan(index * 16, 16), plane.Pixels.AsSpan(plane.At(x, y)), plane.Stride);

    private Picture Colours()
    {
        var picture = new Picture(_width, _height);
        for (var y = 0; y < _height; y++)
        {
            for (var x = 0; x < _width; x++)
            {
                int luma = _luma.Pixels[_luma.At(x, y)] * 19077 >> 8, u = Colour(_blue, x, y), v = Colour(_red, x, y);
                var i = (y * _width + x) * 4;
                picture.Rgba[i] = Level(luma + (v * 26149 >> 8) - 14234);
                picture.Rgba[i + 1] = Level(luma - (u * 6419 >> 8) - (v * 13320 >> 8) + 8708);
                picture.Rgba[i + 2] = Level(luma + (u * 33050 >> 8) - 17685);
                picture.Rgba[i + 3] = 255;
            }
        }
        return picture;
    }

    // A pixel has nine parts of its own sample, three of each beside it and one of the one across, as libwebp stretches.
    private int Colour(Vp8Plane plane, int x, int y)
    {
        int cx = x >> 1, cy = y >> 1;
        var nx = Math.Clamp(cx + ((x & 1) == 0 ? -1 : 1), 0, (_width - 1) >> 1);
        var ny = Math.Clamp(cy + ((y & 1) == 0 ? -1 : 1), 0, (_height - 1) >> 1);
        return (9 * plane.Pixels[plane.At(cx, cy)] + 3 * plane.Pixels[plane.At(nx, cy)]
            + 3 * plane.Pixels[plane.At(cx, ny)] + plane.Pixels[plane.At(nx, ny)] + 8) >> 4;
    }

    private static byte Level(int value) => (byte)Math.Clamp(value >> 6, 0, 255);
}
