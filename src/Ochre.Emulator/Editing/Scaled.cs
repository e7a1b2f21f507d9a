using System.Numerics;
using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Editing;

/// <summary>A picture at another size, by cubic curves (Catmull-Rom): sharp when it grows, without shimmer when it shrinks.</summary>
internal static class Scaled
{
    public static Picture To(Picture picture, int width, int height)
    {
        if ((picture.Width, picture.Height) == (width, height))
            return picture;
        var across = Taps.For(picture.Width, width);
        var down = Taps.For(picture.Height, height);
        var result = new Picture(width, height);
        var kept = new Dictionary<int, Vector4[]>();
        var spare = new Stack<Vector4[]>();
        for (var y = 0; y < height; y++)
        {
            var tap = down[y];
            foreach (var old in kept.Keys.Where(row => row < tap.First).ToArray())
            {
                spare.Push(kept[old]);
                kept.Remove(old);
            }
            for (var row = tap.First; row < tap.First + tap.Weights.Length; row++)
            {
                if (!kept.ContainsKey(row))
                    kept[row] = Across(picture, row, across, spare.TryPop(out var used) ? used : new Vector4[width]);
            }
            Down(kept, tap, result.Rgba.AsSpan(y * width * 4, width * 4));
        }
        return result;
    }

    /// <summary>Cut to another shape around its middle, then brought to size: nothing is squeezed.</summary>
    public static Picture Cover(Picture picture, int width, int height)
    {
        var (across, down) = (long)picture.Width * height > (long)width * picture.Height
            ? ((int)Math.Max(1, (long)picture.Height * width / height), picture.Height)
            : (picture.Width, (int)Math.Max(1, (long)picture.Width * height / width));
        return To(Cut(picture, (picture.Width - across) / 2, (picture.Height - down) / 2, across, down), width, height);
    }

    public static Picture Cut(Picture picture, int left, int top, int width, int height)
    {
        if ((width, height) == (picture.Width, picture.Height))
            return picture;
        var cut = new Picture(width, height);
        for (var y = 0; y < height; y++)
            picture.Rgba.AsSpan(((top + y) * picture.Width + left) * 4, width * 4).CopyTo(cut.Rgba.AsSpan(y * width * 4));
        return cut;
    }

    // Colours are weighed by their alpha, so that what cannot be seen does not bleed into what can.
    private static Vector4[] Across(Picture picture, int y, Tap[] taps, Vector4[] result)
    {
        var row = picture.Rgba.AsSpan(y * picture.Width * 4, picture.Width * 4);
        Span<Vector4> source = new Vector4[picture.Width];
        for (var x = 0; x < source.Length; x++)
        {
            float alpha = row[x * 4 + 3];
            source[x] = new Vector4(row[x * 4], row[x * 4 + 1], row[x * 4 + 2], 255) * (alpha / 255);
        }
        for (var x = 0; x < result.Length; x++)
        {
            var (first, weights) = taps[x];
            var sum = source[first] * weights[0];
            for (var i = 1; i < weights.Length; i++)
                sum += source[first + i] * weights[i];
            result[x] = sum;
        }
        return result;
    }

    private static void Down(Dictionary<int, Vector4[]> rows, Tap tap, Span<byte> rgba)
    {
        var count = tap.Weights.Length;
        var lines = new Vector4[count][];
        for (var i = 0; i < count; i++)
            lines[i] = rows[tap.First + i];
        var half = new Vector4(0.5f);
        for (var x = 0; x < rgba.Length / 4; x++)
        {
            var sum = lines[0][x] * tap.Weights[0];
            for (var i = 1; i < count; i++)
                sum += lines[i][x] * tap.Weights[i];
            if (sum.W is > 0 and < 254.9f)
                sum = new Vector4(sum.X, sum.Y, sum.Z, 0) * (255 / sum.W) + new Vector4(0, 0, 0, sum.W);
            sum = Vector4.Min(Vector4.Max(sum + half, Vector4.Zero), new(255));
            (rgba[x * 4], rgba[x * 4 + 1], rgba[x * 4 + 2], rgba[x * 4 + 3]) = ((byte)sum.X, (byte)sum.Y, (byte)sum.Z, (byte)sum.W);
        }
    }
}

/// <summary>The samples that make one of a scaled line, and how much of each.</summary>
internal readonly record struct Tap(int First, float[] Weights)
{
    public void Deconstruct(out int first, out float[] weights) => (first, weights) = (First, Weights);
}

internal static class Taps
{
    public static Tap[] For(int from, int to)
    {
        var step = (float)from / to;
        var reach = MathF.Max(1, step);
        var taps = new Tap[to];
        for (var i = 0; i < to; i++)
        {
            var middle = (i + 0.5f) * step - 0.5f;
            var (first, last) = (Math.Max(0, (int)MathF.Ceiling(middle - 2 * reach)), Math.Min(from - 1, (int)MathF.Floor(middle + 2 * reach)));
            var weights = new float[last - first + 1];
            var sum = 0f;
            for (var k = 0; k < weights.Length; k++)
                sum += weights[k] = Cubic((first + k - middle) / reach);
            for (var k = 0; k < weights.Length; k++)
                weights[k] /= sum;
            taps[i] = new(first, weights);
        }
        return taps;
    }

    private static float Cubic(float x)
    {
        x = MathF.Abs(x);
        return x < 1 ? (1.5f * x - 2.5f) * x * x + 1 : x < 2 ? ((-0.5f * x + 2.5f) * x - 4) * x + 2 : 0;
    }
}
