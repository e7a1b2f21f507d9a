namespace Ochre.Emulator.Painter;

/// <summary>What is up there besides sun and clouds: planets, flocks, rainbows, curtains of northern light, rain and snow.</summary>
internal static class Heavens
{
    public static void Planet(Sketch s, Colour land, bool ring, Dice dice)
    {
        s.Soft(0, 0, 150, 150, Brush.Light(land.Lighter(0.3f), 0.35f));
        if (ring)
            Ring(s, land, 0.5f, 1);
        var globe = s.Circle(0, 0, 70, Brush.Across(land.Lighter(0.35f), land.Darker(0.2f)));
        var within = s.Within(globe);
        for (var i = 0; i < 7; i++)
        {
            float y = -62 + i * 20 + dice.Between(-4, 4), h = dice.Between(4, 11);
            within.Blob([-90, y, -30, y + dice.Between(-4, 4), 30, y + 5, 90, y + 2, 90, y + h, 0, y + h + 4, -90, y + h], new Brush(i % 2 == 0 ? land.Darker(0.22f) : land.Lighter(0.4f), land) { Opacity = 0.55f });
        }

        within.Soft(-34, -36, 60, 60, Brush.Light(Colour.White, 0.35f));
        within.Soft(78, 40, 112, 118, Brush.Light(0x05060F, 0.94f));
        if (ring)
            Ring(s, land, 0, 0.5f);
    }

    private static void Ring(Sketch s, Colour land, float from, float to)
    {
        foreach (var (radius, width, opacity) in (ReadOnlySpan<(float, float, float)>)[(130, 7, 0.5f), (118, 12, 0.8f), (103, 9, 0.6f)])
        {
            var arc = new float[26];
            for (var i = 0; i < 13; i++)
            {
                var angle = (from + (to - from) * i / 12f) * Curve.Turn;
                arc[2 * i] = radius * Curve.Cos(angle);
                arc[2 * i + 1] = radius * 0.26f * Curve.Sin(angle) - arc[2 * i] * 0.22f;
            }

            s.Stroke(arc, width * 0.62f, new Brush(land.Lighter(0.55f), land.Lighter(0.3f)) { Opacity = opacity });
        }
    }

    public static void Flock(Sketch s, Dice dice, int count, Colour colour)
    {
        for (var i = 0; i < count; i++)
        {
            var bird = s.At(dice.Between(-100, 100), dice.Between(-40, 40), dice.Between(0.5f, 1.1f), 0, dice.Between(-0.2f, 0.2f));
            var lift = dice.Between(3, 8);
            bird.Stroke([0, 0, -7, -lift, -16, -lift * 0.4f], 2.6f, 0.8f, colour);
            bird.Stroke([0, 0, 7, -lift, 16, -lift * 0.4f], 2.6f, 0.8f, colour);
        }
    }

    public static void Rainbow(Sketch s, float x, float y, float radius)
    {
        ReadOnlySpan<int> bands = [0xE5484D, 0xF28C38, 0xF7D95A, 0x59B66A, 0x4C8FE0, 0x7C5BC4];
        for (var band = 0; band < bands.Length; band++)
        {
            var arc = new float[26];
            for (var i = 0; i < 13; i++)
            {
                var angle = (0.5f + i / 24f) * Curve.Turn;
                arc[2 * i] = x + (radius - band * radius * 0.03f) * Curve.Cos(angle);
                arc[2 * i + 1] = y + (radius - band * radius * 0.03f) * Curve.Sin(angle);
            }

            s.Stroke(arc, radius * 0.034f, Brush.Light(bands[band], 0.42f));
        }
    }

    /// <summary>Falling rain or snow over the whole painting.</summary>
    public static void Fall(Scene scene, bool snow)
    {
        var dice = scene.Dice.For(51);
        var unit = scene.Unit;
        for (var i = 0; i < 170; i++)
        {
            float x = dice.Unit() * scene.Width, y = dice.Unit() * scene.Height, near = dice.Unit();
            if (snow)
                scene.Plain.Soft(x, y, unit * (0.004f + 0.008f * near * near), unit * (0.004f + 0.008f * near * near), Brush.Light(Colour.White, 0.5f + 0.45f * near));
            else
                scene.Plain.Stroke([x, y, x - unit * 0.012f * (1 + near), y + unit * 0.05f * (1 + near)], unit * 0.0016f, Brush.Light(0xDCE8F2, 0.16f + 0.2f * near));
        }
    }
}
