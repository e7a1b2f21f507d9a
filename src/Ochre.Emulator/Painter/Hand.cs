using System.Numerics;
using System.Runtime.InteropServices;

namespace Ochre.Emulator.Painter;

/// <summary>How a model finishes a picture: warmth, contrast, grain and vignette, a little different for each.</summary>
internal sealed class Hand
{
    private readonly uint _seed;
    private readonly float[] _vignette;
    private readonly float _height;

    /// <summary>The model's hand at a style: a photograph is grainier than paint, and a flat print has no grain at all.</summary>
    public static Hand Of(string model, Style style, uint seed, int width, int height) => style switch
    {
        Style.Photo or Style.Cinema => new(model, seed, width, height) { Grain = 3.2f, Vignette = 0.2f },
        Style.Film or Style.Noir => new(model, seed, width, height) { Grain = 7, Vignette = 0.22f },
        Style.Flat or Style.Comic or Style.Pixel or Style.Sketch or Style.LineArt or Style.LowPoly =>
            new(model, seed, width, height) { Grain = 0, Vignette = 0.03f },
        Style.Watercolour => new(model, seed, width, height) { Vignette = 0 },
        _ => new(model, seed, width, height),
    };

    private Hand(string model, uint seed, int width, int height)
    {
        var dice = Dice.For(model);
        (Warmth, Contrast, Colourfulness) = (dice.Between(-0.02f, 0.03f), dice.Between(1.0f, 1.07f), dice.Between(1.0f, 1.14f));
        Grain = dice.Between(0.6f, 1.4f);
        _seed = seed ^ (uint)dice.Next();
        _height = height;
        _vignette = new float[width];
        for (var x = 0; x < width; x++)
            _vignette[x] = Square((x + 0.5f) / width * 2 - 1);
    }

    public float Warmth { get; init; }

    public float Contrast { get; init; }

    public float Colourfulness { get; init; }

    /// <summary>In steps of 1/255; half a step or more also hides the steps of a gradient.</summary>
    public float Grain { get; init; }

    public float Vignette { get; init; } = 0.07f;

    public void Finish(Row row, Span<byte> rgba)
    {
        var pixels = MemoryMarshal.Cast<byte, uint>(rgba);
        var vertical = Square((row.Y + 0.5f) / _height * 2 - 1);
        var ramp = Vector.CreateSequence(0u, 1u);
        var line = new Vector<uint>((uint)row.Y * 0x85EBCA77 ^ _seed);
        var x = 0;
        for (; x <= row.Width - Vector<float>.Count; x += Vector<float>.Count)
        {
            Vector<float> r = new(row.R, x), g = new(row.G, x), b = new(row.B, x);
            var luma = r * 0.299f + g * 0.587f + b * 0.114f;
            var shade = (Vector<float>.One - (new Vector<float>(_vignette, x) + new Vector<float>(vertical)) * Vignette) * 255f;
            var grain = Speckle((ramp + new Vector<uint>((uint)x)) * 0x9E3779B1u ^ line);
            var packed = Level(r, luma, 1 + Warmth, shade, grain)
                | (Level(g, luma, 1, shade, grain) << 8)
                | (Level(b, luma, 1 - Warmth, shade, grain) << 16)
                | new Vector<uint>(0xFF000000);
            packed.CopyTo(pixels[x..]);
        }

        for (; x < row.Width; x++)
            FinishOne(row, x, vertical, rgba.Slice(x * 4, 4));
    }

    private Vector<uint> Level(Vector<float> value, Vector<float> luma, float gain, Vector<float> shade, Vector<float> grain)
    {
        var vivid = luma + (value - luma) * Colourfulness;
        var level = ((vivid - new Vector<float>(0.5f)) * (Contrast * gain) + new Vector<float>(0.5f * gain)) * shade + grain;
        return Vector.ConvertToInt32(Vector.Min(Vector.Max(level, Vector<float>.Zero), new Vector<float>(255.4f))).As<int, uint>();
    }

    // The sum of two even chances, around half a step so that truncating rounds.
    private Vector<float> Speckle(Vector<uint> hash)
    {
        hash = (hash ^ (hash >> 15)) * 0x2C1B3C6Du;
        hash = (hash ^ (hash >> 12)) * 0x297A2D39u;
        hash ^= hash >> 15;
        var sum = (hash & new Vector<uint>(0xFFFF)) + (hash >> 16);
        return (Vector.ConvertToSingle(sum.As<uint, int>()) * (1 / 65536f) - Vector<float>.One) * Grain + new Vector<float>(0.5f);
    }

    private void FinishOne(Row row, int x, float vertical, Span<byte> pixel)
    {
        float r = row.R[x], g = row.G[x], b = row.B[x];
        var luma = r * 0.299f + g * 0.587f + b * 0.114f;
        var shade = (1 - (_vignette[x] + vertical) * Vignette) * 255f;
        var hash = (uint)x * 0x9E3779B1u ^ ((uint)row.Y * 0x85EBCA77 ^ _seed);
        hash = (hash ^ (hash >> 15)) * 0x2C1B3C6Du;
        hash = (hash ^ (hash >> 12)) * 0x297A2D39u;
        hash ^= hash >> 15;
        var grain = ((hash & 0xFFFF) + (hash >> 16)) * (1 / 65536f) - 1;
        grain = grain * Grain + 0.5f;
        pixel[0] = One(r, luma, 1 + Warmth, shade, grain);
        pixel[1] = One(g, luma, 1, shade, grain);
        pixel[2] = One(b, luma, 1 - Warmth, shade, grain);
        pixel[3] = 255;
    }

    private byte One(float value, float luma, float gain, float shade, float grain)
    {
        var vivid = luma + (value - luma) * Colourfulness;
        return (byte)Math.Clamp(((vivid - 0.5f) * (Contrast * gain) + 0.5f * gain) * shade + grain, 0, 255.4f);
    }

    private static float Square(float value) => value * value;
}
