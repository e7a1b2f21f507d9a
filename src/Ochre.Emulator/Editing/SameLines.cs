using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Editing;

/// <summary>Sketch and CANNY_EDGE: the lines of the picture stay where they are, and what they enclose is painted from the words.</summary>
internal sealed record SameLines(Picture Source, int Width, int Height, float Strength) : Edit(Width, Height)
{
    public override Picture Make(PaintOrder order)
    {
        var drawing = Scaled.Cover(Blend.Opaque(Source), Width, Height);
        var lines = Lines.Of(drawing);
        var scene = ScenePainter.Paint(order with { Width = Width, Height = Height });
        var painted = Blend.Evenly(scene, Panes(scene, lines), 0.55f + 0.45f * Strength);
        for (var i = 0; i < lines.Weights.Length; i++)
        {
            var dark = lines.Weights[i] * Strength / 255;
            for (var c = 0; c < 3; c++)
                painted.Rgba[i * 4 + c] = (byte)(painted.Rgba[i * 4 + c] * (1 - dark * 0.85f));
        }
        return painted;
    }

    // Every part that lines enclose in the mean colour of the painting under it.
    private static Picture Panes(Picture scene, Area lines)
    {
        var labels = new int[lines.Weights.Length];
        var open = new Stack<int>();
        var count = 1;
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] == 0 && lines.Weights[i] < 96)
                Regions.Flood(lines.Width, labels, i, count++, at => lines.Weights[at] < 96, open);
        }
        var sums = new (long R, long G, long B, long Count)[count];
        for (var i = 0; i < labels.Length; i++)
        {
            ref var sum = ref sums[labels[i]];
            sum = (sum.R + scene.Rgba[i * 4], sum.G + scene.Rgba[i * 4 + 1], sum.B + scene.Rgba[i * 4 + 2], sum.Count + 1);
        }
        var panes = Blend.Copy(scene);
        for (var i = 0; i < labels.Length; i++)
        {
            var (r, g, b, n) = sums[labels[i]];
            if (labels[i] > 0)
                (panes.Rgba[i * 4], panes.Rgba[i * 4 + 1], panes.Rgba[i * 4 + 2]) = ((byte)(r / n), (byte)(g / n), (byte)(b / n));
        }
        return panes;
    }
}
