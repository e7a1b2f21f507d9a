namespace Ochre.Emulator.Painter;

/// <summary>Things on a table, their foot at (0, 0), about 100 units high.</summary>
internal static class Stills
{
    public static void Cup(Sketch s, Colour glaze)
    {
        s.Soft(0, 2, 110, 15, new Brush(Colour.Black, Colour.Black) { Opacity = 0.4f });
        s.Ellipse(0, -2, 82, 13, Brush.Down(glaze.Lighter(0.5f), glaze.Darker(0.15f)));
        s.Stroke([44, -66, 74, -70, 78, -40, 40, -26], 10, Brush.Down(glaze.Lighter(0.2f), glaze.Darker(0.25f)));
        s.Blob([-54, -84, -50, -44, -36, -10, 0, -4, 36, -10, 50, -44, 54, -84, 0, -74], Brush.Across(glaze.Lighter(0.3f), glaze.Darker(0.3f)));
        s.Ellipse(0, -84, 54, 14, glaze.Lighter(0.45f));
        s.Ellipse(0, -83, 48, 11, Brush.Down(0x4A2A1C, 0x8A5632));
        s.Blob([0, -77, -14, -84, -8, -90, 0, -86, 8, -90, 14, -84], 0xEBCFA5);
        foreach (var x in (ReadOnlySpan<int>)[-18, 4, 24])
            s.Stroke([x, -100, x + 9, -118, x - 7, -138, x + 5, -160], 9, 2, new Brush(Colour.White, Colour.White) { Opacity = 0.35f });
    }

    public static void Fruit(Sketch s, Colour skin)
    {
        s.Soft(0, 2, 70, 12, new Brush(Colour.Black, Colour.Black) { Opacity = 0.4f });
        var apple = s.Blob([0, -84, 24, -94, 52, -76, 56, -42, 36, -6, 12, 0, 0, -4, -12, 0, -36, -6, -56, -42, -52, -76, -24, -94], Brush.Down(skin.Lighter(0.12f), skin.Darker(0.3f)));
        var within = s.Within(apple);
        within.Soft(-24, -66, 26, 30, new Brush(Colour.White, Colour.White) { Opacity = 0.6f });
        within.Soft(0, -88, 26, 13, new Brush(0x4A1F14, 0x4A1F14) { Opacity = 0.6f });
        s.Stroke([0, -82, 3, -98, 11, -112], 5, 4, 0x5B3A24);
        s.Blob([5, -98, 22, -122, 50, -120, 34, -100], Brush.Across(0x8CC152, 0x3F7F38));
    }
}
