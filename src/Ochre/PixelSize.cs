using System.Globalization;

namespace Ochre;

/// <summary>Width and height in pixels.</summary>
public readonly record struct PixelSize(int Width, int Height)
{
    /// <summary>Largest side a caller may ask for, in pixels.</summary>
    public const int MaxSide = 8192;

    /// <summary>Reads <c>1024x1024</c>: two whole numbers of 1 to 8192 in ASCII digits, joined by a lower-case x.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out PixelSize size)
    {
        size = default;
        var x = text.IndexOf('x');
        if (x < 0 || !TryParseSide(text[..x], out var width) || !TryParseSide(text[(x + 1)..], out var height))
            return false;
        size = new(width, height);
        return true;
    }

    /// <summary>Width divided by height.</summary>
    public double Ratio => (double)Width / Height;

    public long Pixels => (long)Width * Height;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Width}x{Height}");

    private static bool TryParseSide(ReadOnlySpan<char> text, out int side) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out side) && side is >= 1 and <= MaxSide;
}
