using System.Numerics;
using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Editing;

/// <summary>
/// Closes a hole from its surroundings: with a piece of the picture that fits its edge, or with the mirror image of what lies beside it where
/// no piece is large enough; either is drawn to the edge's own colours.
/// </summary>
internal static class Fill
{
    // How many pixels around the hole say what its colours should be.
    private const int Rim = 6;

    public static Picture Hole(Picture source, Area area, Dice dice)
    {
        var box = area.Bounds();
        var result = Blend.Copy(source);
        if (box.Width == 0)
            return result;
        // Nothing is known around a hole as large as the picture: what is left is what it was, out of focus.
        if (area.Count == area.Weights.Length)
            return Scaled.To(Scaled.To(source, Math.Max(1, source.Width / 32), Math.Max(1, source.Height / 32)), source.Width, source.Height);
        int left = Math.Max(0, box.X - Rim), top = Math.Max(0, box.Y - Rim);
        var window = (X: left, Y: top, Width: Math.Min(source.Width, box.X + box.Width + Rim) - left, Height: Math.Min(source.Height, box.Y + box.Height + Rim) - top);
        var piece = Patch.Find(source, area, window, dice) is { } shift ? Patch.At(source, window, shift) : Patch.Beside(source, area, window, box);
        var passage = Membrane.Close(Rimmed(source, area, window, piece));
        for (var y = 0; y < window.Height; y++)
        {
            for (var x = 0; x < window.Width; x++)
            {
                var at = (top + y) * source.Width + left + x;
                if (area.Weights[at] > 0)
                    Put(result.Rgba.AsSpan(at * 4, 4), passage.Pixels[y * window.Width + x] + Colour(source, piece[y * window.Width + x]));
            }
        }
        return result;
    }

    // What is known of the rim: its colours, less those of the piece that goes beside them.
    private static Membrane Rimmed(Picture source, Area area, (int X, int Y, int Width, int Height) window, int[] piece)
    {
        var cut = new Area(window.Width, window.Height);
        for (var y = 0; y < window.Height; y++)
            area.Weights.AsSpan((window.Y + y) * area.Width + window.X, window.Width).CopyTo(cut.Weights.AsSpan(y * window.Width));
        var distances = Spread.From(cut, weight => weight > 0, Rim);
        var known = new Membrane(window.Width, window.Height);
        for (var i = 0; i < distances.Length; i++)
        {
            var at = (window.Y + i / window.Width) * source.Width + window.X + i % window.Width;
            if (distances[i] is > 0 and <= Rim * 5 && source.Rgba[at * 4 + 3] > 0)
                known.Pixels[i] = (Colour(source, at) - Colour(source, piece[i])) with { W = 1 };
        }
        return known;
    }

    // Nothing, where nothing is known.
    private static Vector4 Colour(Picture source, int at) => at < 0 ? default : new(source.Rgba[at * 4], source.Rgba[at * 4 + 1], source.Rgba[at * 4 + 2], 0);

    private static void Put(Span<byte> pixel, Vector4 colour)
    {
        colour = Vector4.Min(Vector4.Max(colour + new Vector4(0.5f), Vector4.Zero), new(255));
        (pixel[0], pixel[1], pixel[2], pixel[3]) = ((byte)colour.X, (byte)colour.Y, (byte)colour.Z, 255);
    }
}
