using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Editing;

/// <summary>What the words put where something is to be repainted; as large as the source, right only within the area.</summary>
internal static class Imagined
{
    /// <summary>A thing stands on what surrounds the area, a place fills it, a mere colour dyes it.</summary>
    public static Picture In(Picture source, Area area, PaintOrder order)
    {
        var box = area.Bounds();
        var words = Words.Of(order.Prompt, order.NegativePrompt);
        var namesPlace = words.Motifs.Any(motif => motif is <= Motif.Studio and >= Motif.Sea);
        var side = Math.Max(box.Width, box.Height);
        if (!namesPlace && Sprite.Of(order, side) is { } sprite)
        {
            var ground = Fill.Hole(source, area, Dice.For(order));
            Sprite.Stand(ground, sprite, box, within: null);
            return ground;
        }
        if (words.Motifs.Count == 0 && words.Colours.Count > 0)
            return Dye.Whole(source, words.Colours[0], Dice.For(order));
        return Scene(source, box, order);
    }

    private static Picture Scene(Picture source, (int X, int Y, int Width, int Height) box, PaintOrder order)
    {
        var painted = ScenePainter.Paint(order with { Width = box.Width, Height = box.Height });
        var canvas = new Picture(source.Width, source.Height);
        Blend.Lay(canvas, painted, box.X, box.Y);
        return canvas;
    }
}
