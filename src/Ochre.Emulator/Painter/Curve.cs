namespace Ochre.Emulator.Painter;

/// <summary>Curves made of additions and multiplications only: the platform's Math.Sin differs in the last bit between machines.</summary>
internal static class Curve
{
    public const float Turn = 6.2831853f;

    /// <summary>Sine, right to three decimals, of any angle in radians.</summary>
    public static float Sin(float angle)
    {
        var turns = angle * (1 / Turn);
        turns -= MathF.Floor(turns + 0.5f);
        var arch = turns * (8 - 16 * MathF.Abs(turns));
        return arch * (0.775f + 0.225f * MathF.Abs(arch));
    }

    public static float Cos(float angle) => Sin(angle + Turn / 4);

    public static float Clamp(float value) => value < 0 ? 0 : value > 1 ? 1 : value;

    public static float Mix(float from, float to, float share) => from + (to - from) * share;

    /// <summary>0 before the first edge, 1 after the second, smooth between.</summary>
    public static float Step(float first, float second, float value)
    {
        var t = Clamp((value - first) / (second - first));
        return t * t * (3 - 2 * t);
    }
}
