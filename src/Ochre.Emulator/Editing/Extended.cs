using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Editing;

/// <summary>Outpainting: the source bit-equal at a place of a larger canvas, its mirror image around it, passing into what the words say.</summary>
internal sealed record Extended(Picture Source, int Left, int Up, int Width, int Height) : Edit(Width, Height)
{
    /// <summary>0.1 to 1: how soon the mirror image gives way.</summary>
    public float Creativity { get; init; } = 0.5f;

    public override Picture Make(PaintOrder order)
    {
        var canvas = new Picture(Width, Height);
        var scene = Around(order);
        // Over this many pixels the mirror image gives way to the scene.
        var reach = Math.Min(Source.Width, Source.Height) * (1.1f - Creativity) * 0.22f;
        for (var y = 0; y < Height; y++)
        {
            var (sy, dy) = Mirrored(y - Up, Source.Height);
            var row = canvas.Rgba.AsSpan(y * Width * 4, Width * 4);
            for (var x = 0; x < Width; x++)
            {
                var (sx, dx) = Mirrored(x - Left, Source.Width);
                var from = Source.Rgba.AsSpan((sy * Source.Width + sx) * 4, 4);
                var to = row.Slice(x * 4, 4);
                from.CopyTo(to);
                if (dx + dy == 0)
                    continue;
                var weight = (int)(Curve.Step(0, 1, MathF.Sqrt(dx * dx + dy * dy) / reach) * 255);
                var painted = scene.Rgba.AsSpan((y * Width + x) * 4, 3);
                for (var c = 0; c < 3; c++)
                    to[c] = (byte)((from[c] * (255 - weight) + painted[c] * weight + 127) / 255);
                to[3] = 255;
            }
        }
        return canvas;
    }

    // In the colours of the source, so that it belongs; without words the source itself, large and out of focus.
    private Picture Around(PaintOrder order)
    {
        if (order.Prompt.Length > 0)
            return Tone.Carry(ScenePainter.Paint(order with { Width = Width, Height = Height }), Source, 0.6f);
        var small = Scaled.Cover(Blend.Opaque(Source), Math.Max(4, Width / 40), Math.Max(4, Height / 40));
        return Scaled.To(small, Width, Height);
    }

    // Where a pixel beyond the edge is mirrored from, and how far beyond it is.
    private static (int At, int Beyond) Mirrored(int at, int length)
    {
        var beyond = at < 0 ? -at : at >= length ? at - length + 1 : 0;
        var period = Math.Max(1, 2 * length - 2);
        at = Math.Abs(at) % period;
        return (at < length ? at : period - at, beyond);
    }
}
