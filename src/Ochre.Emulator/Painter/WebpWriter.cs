using System.Buffers.Binary;
using System.Numerics;

namespace Ochre.Emulator.Painter;

/// <summary>A picture as lossless WebP (VP8L, RFC 9649): green subtracted, neighbours averaged, runs shortened.</summary>
internal static class WebpWriter
{
    private const int MinRun = 4;
    private const int MaxRun = 4096;
    private const int FirstRunSymbol = 256;

    // "The pixel to the left", in the numbering of distances by neighbourhood (RFC 9649, 4.2.2).
    private const int LeftPixel = 2;

    public static byte[] Write(Picture picture)
    {
        var bits = new WebpBits(picture.Rgba.Length / 2 + 256);
        var residuals = WebpResiduals.Of(picture, out var opaque);
        bits.Put(0x2F, 8);
        bits.Put((uint)picture.Width - 1, 14);
        bits.Put((uint)picture.Height - 1, 14);
        bits.Put(opaque ? 0u : 1u, 1);
        bits.Put(0, 3);
        WriteTransforms(bits);
        WritePixels(bits, residuals);
        return Riff(bits.Finish());
    }

    private static void WriteTransforms(WebpBits bits)
    {
        const uint SubtractGreen = 2, Predictor = 0, AverageOfLeftAndTop = 7;
        bits.Put(1 | (SubtractGreen << 1), 3);
        bits.Put(1 | (Predictor << 1), 3);
        bits.Put(7, 3);
        // The image of predictors has one colour, so each of its five codes is a single symbol and its pixels take no bits.
        bits.Put(0, 1);
        foreach (var symbol in (ReadOnlySpan<uint>)[AverageOfLeftAndTop, 0, 0, 255, 0])
        {
            bits.Put(0b101, 3);
            bits.Put(symbol, 8);
        }

        bits.Put(0, 1);
    }

    private static void WritePixels(WebpBits bits, uint[] residuals)
    {
        int[] green = new int[256 + 24], red = new int[256], blue = new int[256], alpha = new int[256], distance = new int[40];
        Count(residuals, green, red, blue, alpha, distance);
        WebpCode greens = new(green), reds = new(red), blues = new(blue), alphas = new(alpha), distances = new(distance);
        bits.Put(0, 2);
        foreach (var code in (WebpCode[])[greens, reds, blues, alphas, distances])
            code.Describe(bits);

        for (var i = 0; i < residuals.Length;)
        {
            var pixel = residuals[i];
            var run = RunAt(residuals, i);
            if (run == 0)
            {
                greens.Put(bits, (byte)(pixel >> 8));
                reds.Put(bits, (byte)(pixel >> 16));
                blues.Put(bits, (byte)pixel);
                alphas.Put(bits, (int)(pixel >> 24));
                i++;
                continue;
            }

            var (prefix, extra, length) = Prefix(run);
            greens.Put(bits, FirstRunSymbol + prefix);
            bits.Put(extra, length);
            distances.Put(bits, Prefix(LeftPixel).Symbol);
            i += run;
        }
    }

    private static void Count(uint[] residuals, int[] green, int[] red, int[] blue, int[] alpha, int[] distance)
    {
        for (var i = 0; i < residuals.Length;)
        {
            var pixel = residuals[i];
            var run = RunAt(residuals, i);
            if (run == 0)
            {
                green[(byte)(pixel >> 8)]++;
                red[(byte)(pixel >> 16)]++;
                blue[(byte)pixel]++;
                alpha[pixel >> 24]++;
                i++;
                continue;
            }

            green[FirstRunSymbol + Prefix(run).Symbol]++;
            distance[Prefix(LeftPixel).Symbol]++;
            i += run;
        }
    }

    private static int RunAt(uint[] pixels, int start)
    {
        if (start == 0 || pixels[start] != pixels[start - 1])
            return 0;
        var end = start + 1;
        var limit = Math.Min(pixels.Length, start + MaxRun);
        while (end < limit && pixels[end] == pixels[start])
            end++;
        return end - start < MinRun ? 0 : end - start;
    }

    // Lengths and distances share one prefix coding (RFC 9649, 4.2.2).
    private static (int Symbol, uint Extra, int ExtraBits) Prefix(int value)
    {
        var rest = value - 1;
        if (rest < 4)
            return (rest, 0, 0);
        var highest = BitOperations.Log2((uint)rest);
        return (2 * highest + ((rest >> (highest - 1)) & 1), (uint)rest & ((1u << (highest - 1)) - 1), highest - 1);
    }

    private static byte[] Riff(ReadOnlySpan<byte> stream)
    {
        var padded = stream.Length + (stream.Length & 1);
        var file = new byte[20 + padded];
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), 12 + padded);
        "WEBPVP8L"u8.CopyTo(file.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), stream.Length);
        stream.CopyTo(file.AsSpan(20));
        return file;
    }
}
