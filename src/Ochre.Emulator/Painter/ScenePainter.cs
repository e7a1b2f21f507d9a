namespace Ochre.Emulator.Painter;

/// <summary>Paints a picture from an order. The same order gives the same bytes on every machine.</summary>
internal static class ScenePainter
{
    public static Picture Paint(PaintOrder order)
    {
        var style = Styles.Of(order, Words.Of(order.Prompt, order.NegativePrompt));
        var (width, height) = Canvas(style, order.Width, order.Height);
        var scene = new Scene(order, width, height);
        Places.Compose(scene);
        var picture = Lay(scene, Hand.Of(order.Model, style, (uint)scene.Dice.For(3).Next(), width, height));
        picture = Finishes.Apply(style, picture, scene, order.Width, order.Height);
        if (order.Palette.Count > 0)
            Swatches.Dominate(picture, order.Palette, 0.9f);
        return picture;
    }

    // Pixel art and facets need few pixels, a tile a quarter of them.
    private static (int Width, int Height) Canvas(Style style, int width, int height)
    {
        var block = style switch
        {
            Style.Pixel => Finishes.Block(width, height),
            Style.LowPoly => Math.Max(1, Math.Min(width, height) / 256),
            Style.Tile => 2,
            _ => 1,
        };
        return ((width + block - 1) / block, (height + block - 1) / block);
    }

    private static Picture Lay(Scene scene, Hand hand)
    {
        var picture = new Picture(scene.Width, scene.Height);
        var row = new Row(scene.Width);
        for (row.Y = 0; row.Y < scene.Height; row.Y++)
        {
            for (var i = Bottommost(scene.Layers, row.Y); i < scene.Layers.Count; i++)
                scene.Layers[i].Paint(row);
            hand.Finish(row, picture.Rgba.AsSpan(row.Y * scene.Width * 4, scene.Width * 4));
        }

        return picture;
    }

    private static int Bottommost(IReadOnlyList<Layer> layers, int y)
    {
        for (var i = layers.Count - 1; i > 0; i--)
            if (layers[i].Hides(y))
                return i;
        return 0;
    }
}
