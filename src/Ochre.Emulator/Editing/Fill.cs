using System.Numerics;
using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Editing;

/// <summary>
/// Closes a hole from its surroundings: what is known is averaged down until the hole is gone, then drawn back up into it,
/// and grained as the surroundings are.
/// </summary>
internal static class Fill
{
    /// <param name="dice">Grain differs by seed, the colours below it do not.</param>
    public static Picture Hole(Picture source, Area area, Dice dice)
    {
        var (x, y, width, height) = area.Bounds();
        if (width == 0)
            return source;
        // Half as much again on each side knows enough.
        int left = Math.Max(0, x - width / 2 - 8), top = Math.Max(0, y - height / 2 - 8);
        int right = Math.Min(source.Width, x + width * 3 / 2 + 8), bottom = Math.Min(source.Height, y + height * 3 / 2 + 8);
        var known = Known(source, area, left, top, right - left, bottom - top);
        var filled = Close(known);
        var result = Blend.Copy(source);
        var grain = Grain(source, area, left, top, right, bottom);
        for (var row = top; row < bottom; row++)
        {
            for (var column = left; column < right; column++)
            {
                var at = row * source.Width + column;
                if (area.Weights[at] == 0)
                    continue;
                var colour = filled.Pixels[(row - top) * filled.Width + column - left] + new Vector4((dice.Unit() + dice.Unit() - 1) * grain);
                Put(result.Rgba.AsSpan(at * 4, 4), colour);
            }
        }
        return result;
    }

    private static Level Known(Picture source, Area area, int left, int top, int width, int height)
    {
        var level = new Level(width, height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var at = (top + y) * source.Width + left + x;
                if (area.Weights[at] == 0 && source.Rgba[at * 4 + 3] > 0)
                    level.Pixels[y * width + x] = new(source.Rgba[at * 4], source.Rgba[at * 4 + 1], source.Rgba[at * 4 + 2], 1);
            }
        }
        return level;
    }

    // W says how much of a pixel is known.
    private static Level Close(Level level)
    {
        if (level.Width == 1 && level.Height == 1)
            return level;
        var small = new Level((level.Width + 1) / 2, (level.Height + 1) / 2);
        for (var y = 0; y < level.Height; y++)
            for (var x = 0; x < level.Width; x++)
                small.Pixels[y / 2 * small.Width + x / 2] += level.Pixels[y * level.Width + x];
        for (var i = 0; i < small.Pixels.Length; i++)
        {
            if (small.Pixels[i].W > 1)
                small.Pixels[i] /= small.Pixels[i].W;
        }
        Close(small);
        for (var y = 0; y < level.Height; y++)
        {
            for (var x = 0; x < level.Width; x++)
            {
                ref var pixel = ref level.Pixels[y * level.Width + x];
                if (pixel.W < 1)
                    pixel += small.At((x + 0.5f) / 2 - 0.5f, (y + 0.5f) / 2 - 0.5f) * (1 - pixel.W);
            }
        }
        return level;
    }

    // Half the mean step from a known pixel to the one beside it, where the step is small enough to be texture and no edge.
    private static float Grain(Picture source, Area area, int left, int top, int right, int bottom)
    {
        var (sum, count) = (0L, 1L);
        for (var y = top; y < bottom; y += 2)
        {
            for (var x = left + 1; x < right; x += 2)
            {
                var at = y * source.Width + x;
                var step = Math.Abs(source.Rgba[at * 4 + 1] - source.Rgba[at * 4 - 3]);
                if (area.Weights[at] == 0 && area.Weights[at - 1] == 0 && step < 16)
                    (sum, count) = (sum + step, count + 1);
            }
        }
        return (float)sum / count;
    }

    private static void Put(Span<byte> pixel, Vector4 colour)
    {
        colour = Vector4.Min(Vector4.Max(colour + new Vector4(0.5f), Vector4.Zero), new(255));
        (pixel[0], pixel[1], pixel[2], pixel[3]) = ((byte)colour.X, (byte)colour.Y, (byte)colour.Z, 255);
    }

    private sealed class Level(int width, int height)
    {
        public int Width { get; } = width;

        public int Height { get; } = height;

        public Vector4[] Pixels { get; } = new Vector4[width * height];

        public Vector4 At(float x, float y)
        {
            x = Math.Clamp(x, 0, Width - 1);
            y = Math.Clamp(y, 0, Height - 1);
            var (left, top) = ((int)x, (int)y);
            var (right, bottom) = (Math.Min(left + 1, Width - 1), Math.Min(top + 1, Height - 1));
            var upper = Vector4.Lerp(Pixels[top * Width + left], Pixels[top * Width + right], x - left);
            var lower = Vector4.Lerp(Pixels[bottom * Width + left], Pixels[bottom * Width + right], x - left);
            return Vector4.Lerp(upper, lower, y - top);
        }
    }
}
