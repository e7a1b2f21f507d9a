using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Editing;

/// <summary>The thing that a prompt names, alone on nothing: painted on black and on white, the difference is its alpha.</summary>
internal static class Sprite
{
    /// <summary>Cut to the thing itself; null where the words name a place, a colour or nothing known.</summary>
    /// <param name="side">How large the thing is painted, about, in pixels.</param>
    public static Picture? Of(PaintOrder order, int side)
    {
        side = Math.Clamp(side, 64, 1024) * 4 / 3;
        var scene = new Scene(order with { NegativePrompt = order.NegativePrompt + " flock birds" }, side, side);
        if (scene.Plan.Creatures.Count + scene.Plan.Things.Count == 0)
            return null;
        scene.Ground = _ => side * 0.9f;
        Subjects.Place(scene);
        var picture = Lay(scene, side);
        return Bounds(picture) is { Width: > 0 } box ? Scaled.Cut(picture, box.X, box.Y, box.Width, box.Height) : null;
    }

    /// <summary>As large as fits, in the middle and on the floor of a rectangle.</summary>
    public static void Stand(Picture on, Picture sprite, (int X, int Y, int Width, int Height) box, Area? within)
    {
        var scale = MathF.Min((float)box.Width / sprite.Width, (float)box.Height / sprite.Height);
        int width = Math.Max(1, (int)(sprite.Width * scale)), height = Math.Max(1, (int)(sprite.Height * scale));
        Blend.Lay(on, Scaled.To(sprite, width, height), box.X + (box.Width - width) / 2, box.Y + box.Height - height, within);
    }

    private static Picture Lay(Scene scene, int side)
    {
        var picture = new Picture(side, side);
        var (dark, light) = (new Row(side), new Row(side));
        for (var y = 0; y < side; y++)
        {
            (dark.Y, light.Y) = (y, y);
            dark.Fill(Colour.Black);
            light.Fill(Colour.White);
            foreach (var layer in scene.Layers)
            {
                layer.Paint(dark);
                layer.Paint(light);
            }
            for (var x = 0; x < side; x++)
            {
                var alpha = Curve.Clamp(1 - (light.G[x] - dark.G[x]));
                if (alpha < 0.004f)
                    continue;
                var pixel = picture.Rgba.AsSpan((y * side + x) * 4, 4);
                (pixel[0], pixel[1], pixel[2]) = (Level(dark.R[x] / alpha), Level(dark.G[x] / alpha), Level(dark.B[x] / alpha));
                pixel[3] = Level(alpha);
            }
        }
        return picture;
    }

    private static byte Level(float value) => (byte)(Curve.Clamp(value) * 255 + 0.5f);

    // Soft shadows are not the thing.
    private static (int X, int Y, int Width, int Height) Bounds(Picture picture) =>
        Area.Of(picture, pixel => pixel[3] > 160 ? (byte)255 : (byte)0).Bounds();
}
