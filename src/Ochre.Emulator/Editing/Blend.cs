using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Editing;

/// <summary>One picture over another of the same size.</summary>
internal static class Blend
{
    public static Picture Copy(Picture picture) => new(picture.Width, picture.Height, [.. picture.Rgba]);

    /// <summary>Where the area has no weight the pixels stay bit-equal, alpha included; elsewhere the new ones come in, opaque.</summary>
    public static Picture Over(Picture source, Picture over, Area area)
    {
        var result = Copy(source);
        for (var i = 0; i < area.Weights.Length; i++)
        {
            int weight = area.Weights[i];
            if (weight > 0)
                Mix(result.Rgba.AsSpan(i * 4, 4), over.Rgba.AsSpan(i * 4, 4), weight);
        }
        return result;
    }

    /// <summary>All of it, to one share: 0 is the source, 1 the other.</summary>
    public static Picture Evenly(Picture source, Picture over, float share)
    {
        var weight = (int)(share * 255 + 0.5f);
        var result = new Picture(source.Width, source.Height);
        for (var i = 0; i < result.Rgba.Length; i++)
            result.Rgba[i] = (byte)((source.Rgba[i] * (255 - weight) + over.Rgba[i] * weight + 127) / 255);
        return result;
    }

    /// <summary>Lays a picture with alpha on another, its corner at a place; what hangs over is cut off.</summary>
    public static void Lay(Picture on, Picture piece, int left, int top, Area? within = null)
    {
        for (var y = Math.Max(0, -top); y < Math.Min(piece.Height, on.Height - top); y++)
        {
            for (var x = Math.Max(0, -left); x < Math.Min(piece.Width, on.Width - left); x++)
            {
                var at = (top + y) * on.Width + left + x;
                var pixel = piece.Rgba.AsSpan((y * piece.Width + x) * 4, 4);
                var weight = pixel[3] * (within?.Weights[at] ?? 255) / 255;
                if (weight > 0)
                    Mix(on.Rgba.AsSpan(at * 4, 4), pixel, weight);
            }
        }
    }

    /// <summary>A copy without transparency, on white.</summary>
    public static Picture Opaque(Picture picture)
    {
        var result = Copy(picture);
        for (var i = 0; i < result.Rgba.Length; i += 4)
        {
            int alpha = result.Rgba[i + 3];
            if (alpha == 255)
                continue;
            for (var c = 0; c < 4; c++)
                result.Rgba[i + c] = (byte)(255 + (result.Rgba[i + c] - 255) * alpha / 255);
            result.Rgba[i + 3] = 255;
        }
        return result;
    }

    private static void Mix(Span<byte> to, ReadOnlySpan<byte> from, int weight)
    {
        for (var c = 0; c < 3; c++)
            to[c] = (byte)((to[c] * (255 - weight) + from[c] * weight + 127) / 255);
        to[3] = (byte)(to[3] + (255 - to[3]) * weight / 255);
    }
}
