namespace Ochre.Emulator.Tests.Painter;

/// <summary>A baseline JPEG decoder written from ITU-T T.81 for the tests, slow and plain; it shares nothing with the writer.</summary>
internal sealed class JpegDecoder
{
    private static readonly int[] ZigZag = [.. Enumerable.Range(0, 64).OrderBy(i => i / 8 + i % 8).ThenBy(i => (i / 8 + i % 8) % 2 == 0 ? i % 8 : i / 8)];

    private readonly int[][] _quantisers = new int[4][];
    private readonly Dictionary<(int Length, int Code), byte>[] _codes = new Dictionary<(int, int), byte>[32];
    private readonly List<(int Id, int H, int V, int Table)> _parts = [];
    private byte[] _scan = [];
    private int _bit;

    public int Width { get; private set; }

    public int Height { get; private set; }

    /// <summary>Red, green, blue of each pixel.</summary>
    public double[] Decode(ReadOnlySpan<byte> jpeg)
    {
        Assert.Equal([0xFF, 0xD8], jpeg[..2].ToArray());
        var at = 2;
        while (true)
        {
            Assert.Equal(0xFF, jpeg[at]);
            var marker = jpeg[at + 1];
            var length = jpeg[at + 2] << 8 | jpeg[at + 3];
            var body = jpeg.Slice(at + 4, length - 2);
            at += 2 + length;
            if (marker == 0xDA)
                break;
            Read(marker, body);
        }

        Assert.Equal([0xFF, 0xD9], jpeg[^2..].ToArray());
        var scan = new List<byte>();
        for (; at < jpeg.Length - 2; at++)
        {
            scan.Add(jpeg[at]);
            if (jpeg[at] == 0xFF)
                Assert.Equal(0, jpeg[++at]);
        }

        _scan = [.. scan];
        return Pixels();
    }

    private void Read(byte marker, ReadOnlySpan<byte> body)
    {
        if (marker == 0xDB)
        {
            for (; body.Length > 0; body = body[65..])
                _quantisers[body[0]] = [.. body.Slice(1, 64).ToArray().Select(value => (int)value)];
        }
        else if (marker == 0xC0)
        {
            (Height, Width) = (body[1] << 8 | body[2], body[3] << 8 | body[4]);
            for (var i = 0; i < body[5]; i++)
                _parts.Add((body[6 + i * 3], body[7 + i * 3] >> 4, body[7 + i * 3] & 15, body[8 + i * 3]));
        }
        else if (marker == 0xC4)
        {
            while (body.Length > 0)
            {
                var codes = _codes[body[0]] = [];
                var (code, symbol) = (0, 17);
                for (var length = 1; length <= 16; length++, code <<= 1)
                    for (var i = 0; i < body[length]; i++)
                        codes[(length, code++)] = body[symbol++];
                body = body[symbol..];
            }
        }
    }

    private double[] Pixels()
    {
        int across = (Width + 15) / 16, down = (Height + 15) / 16;
        var planes = _parts.Select(part => new double[across * down * 64 * part.H * part.V]).ToArray();
        var dc = new int[_parts.Count];
        for (var unit = 0; unit < across * down; unit++)
            for (var p = 0; p < _parts.Count; p++)
                for (var b = 0; b < _parts[p].H * _parts[p].V; b++)
                {
                    var block = Block(p, ref dc[p]);
                    int left = (unit % across * _parts[p].H + b % _parts[p].H) * 8, top = (unit / across * _parts[p].V + b / _parts[p].H) * 8;
                    for (var i = 0; i < 64; i++)
                        planes[p][(top + i / 8) * across * 8 * _parts[p].H + left + i % 8] = block[i];
                }

        var rgb = new double[Width * Height * 3];
        for (var i = 0; i < Width * Height; i++)
        {
            var (x, y) = (i % Width, i / Width);
            double At(int p) => planes[p][y * _parts[p].V / 2 * across * 8 * _parts[p].H + x * _parts[p].H / 2];
            double luma = At(0) + 128, blue = At(1), red = At(2);
            (rgb[i * 3], rgb[i * 3 + 1], rgb[i * 3 + 2]) =
                (Math.Clamp(luma + 1.402 * red, 0, 255), Math.Clamp(luma - 0.344136 * blue - 0.714136 * red, 0, 255), Math.Clamp(luma + 1.772 * blue, 0, 255));
        }

        return rgb;
    }

    private double[] Block(int part, ref int dc)
    {
        var table = part == 0 ? 0 : 1;
        var coefficients = new double[64];
        var quantisers = _quantisers[_parts[part].Table];
        dc += Extended(Symbol(table));
        coefficients[0] = dc * quantisers[0];
        for (var k = 1; k < 64; k++)
        {
            var symbol = Symbol(16 + table);
            if (symbol == 0)
                break;
            k += symbol >> 4;
            if ((symbol & 15) != 0)
                coefficients[ZigZag[k]] = Extended(symbol & 15) * quantisers[k];
        }

        return Inverse(coefficients);
    }

    private static double[] Inverse(double[] f)
    {
        double Basis(int k, int n) => (k == 0 ? Math.Sqrt(0.125) : 0.5) * Math.Cos((2 * n + 1) * k * Math.PI / 16);
        var rows = new double[64];
        var block = new double[64];
        for (var i = 0; i < 64; i++)
            for (var k = 0; k < 8; k++)
                rows[i] += f[i / 8 * 8 + k] * Basis(k, i % 8);
        for (var i = 0; i < 64; i++)
            for (var k = 0; k < 8; k++)
                block[i] += rows[k * 8 + i % 8] * Basis(k, i / 8);
        return block;
    }

    private int Symbol(int table)
    {
        var code = 0;
        for (var length = 1; length <= 16; length++)
        {
            code = code << 1 | Bit();
            if (_codes[table].TryGetValue((length, code), out var symbol))
                return symbol;
        }

        throw new InvalidDataException("no such code");
    }

    private int Extended(int size)
    {
        var value = 0;
        for (var i = 0; i < size; i++)
            value = value << 1 | Bit();
        return size > 0 && value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
    }

    private int Bit()
    {
        var bit = _scan[_bit / 8] >> (7 - _bit % 8) & 1;
        _bit++;
        return bit;
    }
}
