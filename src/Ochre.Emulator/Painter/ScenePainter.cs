namespace Ochre.Emulator.Painter;

/// <summary>Paints a picture from an order. The same order gives the same bytes on every machine.</summary>
internal static class ScenePainter
{
    public static Picture Paint(PaintOrder order)
    {
        var scene = new Scene(order, order.Width, order.Height);
        Places.Compose(scene);
        return Lay(scene, order);
    }

    private static Picture Lay(Scene scene, PaintOrder order)
    {
        var picture = new Picture(scene.Width, scene.Height);
        var hand = new Hand(order.Model, (uint)scene.Dice.For(3).Next(), scene.Width, scene.Height);
        var row = new Row(scene.Width);
        for (var y = 0; y < scene.Height; y++)
        {
            row.Y = y;
            for (var i = Bottommost(scene.Layers, y); i < scene.Layers.Count; i++)
                scene.Layers[i].Paint(row);
            hand.Finish(row, picture.Rgba.AsSpan(y * scene.Width * 4, scene.Width * 4));
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
