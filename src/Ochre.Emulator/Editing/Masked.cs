using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Editing;

/// <summary>Inpainting: the area is painted from the words, everything else stays bit-equal.</summary>
internal sealed record Repainted(Picture Source, Area Area) : Edit(Source.Width, Source.Height)
{
    public override Picture Make(PaintOrder order) => Area.IsEmpty
        ? Source
        : Blend.Over(Source, Imagined.In(Source, Area, order), Area.Softened(2));
}

/// <summary>Amazon's outpainting: the words paint a whole picture, and what is kept stands before it, bit-equal.</summary>
internal sealed record Surrounded(Picture Source, Area Area) : Edit(Source.Width, Source.Height)
{
    public override Picture Make(PaintOrder order) => Blend.Over(Source, ScenePainter.Paint(order), Area.Softened(2));
}

/// <summary>The area is filled from what surrounds it, everything else stays bit-equal.</summary>
internal sealed record Erased(Picture Source, Area Area) : Edit(Source.Width, Source.Height)
{
    public override Picture Make(PaintOrder order) => Blend.Over(Source, Fill.Hole(Source, Area, Dice.For(order)), Area);
}

/// <summary>The area takes another colour, by its hue alone where it has one.</summary>
internal sealed record Recoloured(Picture Source, Area Area) : Edit(Source.Width, Source.Height)
{
    public override Picture Make(PaintOrder order)
    {
        var colours = Words.Of(order.Prompt, order.NegativePrompt).Colours;
        var dice = Dice.For(order);
        var colour = colours.Count > 0 ? colours[0] : Colour.FromHue(Dice.For(order.Prompt).Unit(), 0.8f, 0.9f);
        return Dye.On(Source, Area, colour, dice);
    }
}

/// <summary>What was found goes, and what the words name stands in its place; nothing outside the rectangle around it changes.</summary>
internal sealed record Replaced(Picture Source, Area Area) : Edit(Source.Width, Source.Height)
{
    public override Picture Make(PaintOrder order)
    {
        var box = Area.Bounds();
        if (box.Width == 0)
            return Source;
        if (Sprite.Of(order, Math.Max(box.Width, box.Height)) is not { } sprite)
            return Blend.Over(Source, Imagined.In(Source, Area, order), Area.Softened(2));
        var result = Blend.Over(Source, Fill.Hole(Source, Area, Dice.For(order)), Area);
        Sprite.Stand(result, sprite, box, within: null);
        return result;
    }
}

/// <summary>The subject alone: what lies behind is transparent, and the colours are those of the source, bit by bit.</summary>
internal sealed record CutOut(Picture Source) : Edit(Source.Width, Source.Height)
{
    public override Picture Make(PaintOrder order)
    {
        // One pixel of the edge is half there, for it has something of both.
        var behind = Selection.Subject(Source).Inverted().Grown(1);
        var result = Blend.Copy(Source);
        for (var i = 0; i < behind.Weights.Length; i++)
            result.Rgba[i * 4 + 3] = Math.Min(result.Rgba[i * 4 + 3], (byte)(255 - behind.Weights[i]));
        return result;
    }
}

/// <summary>Virtual try-on: the garment's own pixels in the area, everything else bit-equal.</summary>
internal sealed record Worn(Picture Source, Picture Garment, Area Area) : Edit(Source.Width, Source.Height)
{
    public override Picture Make(PaintOrder order)
    {
        var (x, y, width, height) = Area.Bounds();
        if (width == 0)
            return Source;
        var (left, top, across, down) = Selection.Subject(Garment).Bounds();
        // Its middle: there it is cloth from edge to edge, whatever its sleeves do.
        var cloth = Scaled.Cover(Scaled.Cut(Garment, left + across / 4, top + down / 12, Math.Max(1, across / 2), Math.Max(1, down * 5 / 6)), width, height);
        var canvas = Fill.Hole(Source, Area, Dice.For(order));
        Blend.Lay(canvas, cloth, x, y);
        return Blend.Over(Source, canvas, Area.Softened(2));
    }
}
