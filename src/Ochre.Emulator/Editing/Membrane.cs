using System.Numerics;

namespace Ochre.Emulator.Editing;

/// <summary>Values known here and there, spread smoothly over the rest: averaged down until no hole is left, then drawn back up.</summary>
internal sealed class Membrane(int width, int height)
{
    public int Width { get; } = width;

    public int Height { get; } = height;

    /// <summary>W says how much of a pixel is known, 0 to 1.</summary>
    public Vector4[] Pixels { get; } = new Vector4[width * height];

    public static Membrane Close(Membrane level)
    {
        if (level.Width == 1 && level.Height == 1)
            return level;
        var small = Close(level.Halved());
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

    private Membrane Halved()
    {
        var small = new Membrane((Width + 1) / 2, (Height + 1) / 2);
        for (var y = 0; y < Height; y++)
            for (var x = 0; x < Width; x++)
                small.Pixels[y / 2 * small.Width + x / 2] += Pixels[y * Width + x];
        for (var i = 0; i < small.Pixels.Length; i++)
        {
            if (small.Pixels[i].W > 1)
                small.Pixels[i] /= small.Pixels[i].W;
        }
        return small;
    }

    private Vector4 At(float x, float y)
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
