using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Editing;

/// <summary>Structure and SEGMENTATION: the picture's layout, light and shade, in the colours of what the words say.</summary>
internal sealed record SameLayout(Picture Source, int Width, int Height, float Strength) : Edit(Width, Height)
{
    public override Picture Make(PaintOrder order)
    {
        var layout = Scaled.Cover(Blend.Opaque(Source), Width, Height);
        var scene = ScenePainter.Paint(order with { Width = Width, Height = Height });
        return Blend.Evenly(scene, Tone.Carry(layout, scene, 0.9f), Curve.Clamp(0.35f + 0.6f * Strength));
    }
}

/// <summary>Style guide: what the words say, in the colours of a picture.</summary>
internal sealed record InTheStyleOf(Picture Style, int Width, int Height, float Fidelity) : Edit(Width, Height)
{
    public override Picture Make(PaintOrder order) =>
        Texture.Carry(Tone.Carry(ScenePainter.Paint(order with { Width = Width, Height = Height }), Blend.Opaque(Style), 0.6f + 0.4f * Fidelity), Style, 0.3f * Fidelity);
}

/// <summary>Style transfer: one picture's shapes in the colours and the texture of another.</summary>
internal sealed record Restyled(Picture Source, Picture Style) : Edit(Source.Width, Source.Height)
{
    public float StyleStrength { get; init; } = 1;

    public float CompositionFidelity { get; init; } = 0.9f;

    public float ChangeStrength { get; init; } = 0.9f;

    public override Picture Make(PaintOrder order)
    {
        var source = Blend.Opaque(Source);
        var share = StyleStrength * (0.4f + 0.6f * ChangeStrength);
        var styled = Texture.Carry(Tone.Carry(source, Blend.Opaque(Style), share), Style, 0.35f * share);
        // What the composition need not keep goes to a painting of the words, or to a blur where there are none.
        var free = (1 - CompositionFidelity) * ChangeStrength;
        if (free <= 0.01f)
            return styled;
        var other = order.Prompt.Length > 0
            ? Tone.Carry(ScenePainter.Paint(order with { Width = Width, Height = Height }), Blend.Opaque(Style), share)
            : Scaled.To(Scaled.To(styled, Math.Max(1, Width / 24), Math.Max(1, Height / 24)), Width, Height);
        return Blend.Evenly(styled, other, free * 0.6f);
    }
}

/// <summary>Colour guidance with a reference: its shapes, what the words say, and the given colours over all.</summary>
internal sealed record InTheseColours(Picture Reference, int Width, int Height) : Edit(Width, Height)
{
    public override Picture Make(PaintOrder order)
    {
        var scene = ScenePainter.Paint(order with { Width = Width, Height = Height, Palette = [] });
        var picture = Blend.Evenly(Scaled.Cover(Reference, Width, Height), scene, 0.3f);
        Swatches.Dominate(picture, order.Palette, 0.85f);
        return picture;
    }
}

/// <summary>Image to image: from the source (0) to what the words say (1).</summary>
internal sealed record Reimagined(Picture Source, int Width, int Height, float Strength) : Edit(Width, Height)
{
    public override Picture Make(PaintOrder order)
    {
        if (Strength <= 0)
            return Scaled.Cover(Source, Width, Height);
        var scene = ScenePainter.Paint(order with { Width = Width, Height = Height });
        return Strength >= 1 ? scene : Blend.Evenly(Scaled.Cover(Blend.Opaque(Source), Width, Height), scene, Strength);
    }
}

/// <summary>Variation: the first picture seen again, a little nearer, a little otherwise lit; words and further pictures colour it.</summary>
internal sealed record Varied(IReadOnlyList<Picture> Sources, int Width, int Height, float Similarity, bool HasWords) : Edit(Width, Height)
{
    public override Picture Make(PaintOrder order)
    {
        var dice = Dice.For(order).For(701);
        var freedom = 1 - Similarity + 0.1f;
        var source = Sources[dice.Below(Sources.Count)];
        var zoom = 1 - dice.Between(0.05f, 0.25f) * freedom;
        int width = Math.Max(1, (int)(source.Width * zoom)), height = Math.Max(1, (int)(source.Height * zoom));
        var cut = Scaled.Cut(source, (int)((source.Width - width) * dice.Unit()), (int)((source.Height - height) * dice.Unit()), width, height);
        var picture = Scaled.Cover(cut, Width, Height);
        foreach (var other in Sources)
        {
            if (!ReferenceEquals(other, source))
                picture = Tone.Carry(picture, other, 0.5f / (Sources.Count - 1));
        }
        picture = HasWords
            ? Blend.Evenly(picture, ScenePainter.Paint(order with { Width = Width, Height = Height }), freedom * 0.45f)
            : picture;
        return Light(picture, dice, freedom);
    }

    private static Picture Light(Picture picture, Dice dice, float freedom)
    {
        float red = dice.Between(-36, 36) * freedom, green = dice.Between(-24, 24) * freedom, blue = dice.Between(-36, 36) * freedom;
        var result = Blend.Copy(picture);
        for (var i = 0; i < result.Rgba.Length; i += 4)
        {
            result.Rgba[i] = Level(result.Rgba[i] + red);
            result.Rgba[i + 1] = Level(result.Rgba[i + 1] + green);
            result.Rgba[i + 2] = Level(result.Rgba[i + 2] + blue);
        }
        return result;
    }

    private static byte Level(float value) => (byte)Math.Clamp(value + 0.5f, 0, 255);
}
