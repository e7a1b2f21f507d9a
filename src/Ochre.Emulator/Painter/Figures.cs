namespace Ochre.Emulator.Painter;

/// <summary>A robot and a person, their feet at (0, 0), about 210 units high.</summary>
internal static class Figures
{
    public static void Robot(Sketch s, Colour metal)
    {
        var dark = metal.Darker(0.45f);
        Colour glow = 0x5CF2E3;
        s.Soft(0, 0, 80, 13, new Brush(Colour.Black, Colour.Black) { Opacity = 0.42f });
        foreach (var side in (ReadOnlySpan<int>)[-1, 1])
        {
            s.Pill(side * 22 - 11, -44, 22, 36, 6, Brush.Across(metal.Darker(0.1f), dark));
            s.Pill(side * 24 - 19, -16, 38, 17, 8, Brush.Down(metal, dark));
            s.Stroke([side * 52, -94, side * 74, -78, side * 70, -50], 15, 13, Brush.Down(metal.Darker(0.15f), dark));
            s.Circle(side * 70, -46, 14, Brush.Down(metal.Lighter(0.2f), dark));
            s.Circle(side * 52, -96, 13, Brush.Down(metal.Lighter(0.2f), dark));
        }

        var body = s.Pill(-50, -112, 100, 74, 22, Brush.Across(metal.Lighter(0.25f), metal.Darker(0.25f)));
        s.Within(body).Soft(-20, -106, 70, 22, new Brush(Colour.White, Colour.White) { Opacity = 0.4f });
        s.Pill(-28, -94, 56, 36, 9, dark.Darker(0.4f));
        s.Blob([0, -66, -14, -80, -7, -89, 0, -84, 7, -89, 14, -80], Brush.Light(0xFF7D77));
        s.Box(-9, -124, 18, 14, dark);
        s.Stroke([0, -196, 0, -208, 0, -214], 5, dark);
        s.Soft(0, -220, 26, 26, Brush.Light(0xFFB84D, 0.7f));
        s.Circle(0, -219, 9, Brush.Light(0xFFC66B));
        foreach (var side in (ReadOnlySpan<int>)[-1, 1])
            s.Pill(side * 64 - 8, -172, 16, 32, 6, Brush.Down(metal, dark));
        var head = s.Pill(-62, -200, 124, 80, 28, Brush.Across(metal.Lighter(0.35f), metal.Darker(0.15f)));
        s.Within(head).Soft(-24, -200, 70, 24, new Brush(Colour.White, Colour.White) { Opacity = 0.5f });
        s.Pill(-48, -186, 96, 54, 20, Brush.Down(0x16202E, 0x25364A));
        foreach (var side in (ReadOnlySpan<int>)[-1, 1])
        {
            s.Soft(side * 23, -162, 26, 26, Brush.Light(glow, 0.5f));
            s.Ellipse(side * 23, -162, 11, 13, Brush.Light(glow));
            s.Circle(side * 23 - 3.5f, -167, 3.6f, Brush.Light(Colour.White));
        }

        s.Stroke([-13, -146, 0, -140, 13, -146], 3.4f, Brush.Light(glow));
    }

    public static void Person(Sketch s, Colour coat, Dice dice)
    {
        Colour skin = dice.Pick<int>([0xF2C9A5, 0xD9A074, 0xA56B45, 0x7A4A30]);
        Colour hair = dice.Pick<int>([0x2B1F1C, 0x5A3622, 0xA86B33, 0xC9C2BA]);
        s.Blob([-56, -104, -66, -160, -40, -206, 0, -216, 40, -206, 66, -160, 56, -104, 30, -84, -30, -84], Brush.Down(hair.Lighter(0.1f), hair.Darker(0.2f)));
        var body = s.Blob([-92, 6, -84, -54, -48, -80, 0, -88, 48, -80, 84, -54, 92, 6], Brush.Down(coat.Lighter(0.08f), coat.Darker(0.25f)));
        s.Within(body).Soft(-40, -66, 50, 40, new Brush(Colour.White, Colour.White) { Opacity = 0.2f });
        s.Stroke([0, -112, 0, -94, 0, -78], 32, 38, Brush.Down(skin.Darker(0.2f), skin.Darker(0.08f)));
        var face = s.Blob([0, -200, 34, -188, 44, -152, 34, -116, 0, -98, -34, -116, -44, -152, -34, -188], Brush.Down(skin.Lighter(0.08f), skin.Darker(0.06f)));
        s.Within(face).Blob([-60, -150, -36, -176, 10, -188, 50, -160, 60, -220, -60, -220], Brush.Down(hair.Lighter(0.15f), hair));
        var features = s.At(0, -146, 0.92f);
        Face.Blush(features, 14, 27, 9);
        Face.Eyes(features, -2, 18, 6.6f);
        features.Stroke([-26, -15, -18, -18, -10, -15], 2.6f, 1.6f, hair.Darker(0.2f));
        features.Stroke([26, -15, 18, -18, 10, -15], 2.6f, 1.6f, hair.Darker(0.2f));
        features.Stroke([-1, 6, 3, 13, -2, 14], 2, 1.4f, skin.Darker(0.35f));
        features.Stroke([-11, 25, 0, 31, 11, 25], 3, 0xB0524C);
    }
}
