using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Editing;

/// <summary>How much each pixel may change: 255 wholly, 0 not at all. What a mask of any polarity becomes.</summary>
internal sealed class Area(int width, int height, byte[] weights)
{
    public Area(int width, int height) : this(width, height, new byte[width * height])
    {
    }

    public int Width { get; } = width;

    public int Height { get; } = height;

    public byte[] Weights { get; } = weights;

    public bool IsEmpty => !Weights.AsSpan().ContainsAnyExcept((byte)0);

    /// <summary>Pixels that change at all.</summary>
    public int Count => Weights.Length - Weights.AsSpan().Count((byte)0);

    /// <summary>By brightness: white changes, grey in part.</summary>
    public static Area OfWhite(Picture mask) => Of(mask, pixel => (byte)((pixel[0] * 77 + pixel[1] * 150 + pixel[2] * 29 + 128) >> 8));

    /// <summary>By alpha: transparent changes.</summary>
    public static Area OfTransparent(Picture picture) => Of(picture, pixel => (byte)(255 - pixel[3]));

    public static Area Of(Picture picture, Func<ReadOnlySpan<byte>, byte> weigh)
    {
        var area = new Area(picture.Width, picture.Height);
        for (var i = 0; i < area.Weights.Length; i++)
            area.Weights[i] = weigh(picture.Rgba.AsSpan(i * 4, 4));
        return area;
    }

    public Area Inverted() => new(Width, Height, Array.ConvertAll(Weights, weight => (byte)(255 - weight)));

    /// <summary>The nearest weights at another size, as Stability fits a mask to its image.</summary>
    public Area At(int width, int height)
    {
        if ((width, height) == (Width, Height))
            return this;
        var area = new Area(width, height);
        for (var y = 0; y < height; y++)
        {
            var row = y * Height / height * Width;
            for (var x = 0; x < width; x++)
                area.Weights[y * width + x] = Weights[row + (int)((long)x * Width / width)];
        }
        return area;
    }

    /// <summary>Black and white as a mask is sent: where this changes is <paramref name="changed"/>, 0 or 255.</summary>
    public Picture Drawn(byte changed)
    {
        var picture = new Picture(Width, Height);
        for (var i = 0; i < Weights.Length; i++)
        {
            picture.Rgba.AsSpan(i * 4, 3).Fill((byte)(Weights[i] >= 128 ? changed : 255 - changed));
            picture.Rgba[i * 4 + 3] = 255;
        }
        return picture;
    }

    /// <summary>The smallest rectangle around what changes; empty where nothing does.</summary>
    public (int X, int Y, int Width, int Height) Bounds()
    {
        int left = Width, right = -1, top = Height, bottom = -1;
        for (var y = 0; y < Height; y++)
        {
            var row = Weights.AsSpan(y * Width, Width);
            var first = row.IndexOfAnyExcept((byte)0);
            if (first < 0)
                continue;
            (left, right) = (Math.Min(left, first), Math.Max(right, row.LastIndexOfAnyExcept((byte)0)));
            (top, bottom) = (Math.Min(top, y), y);
        }
        return right < 0 ? default : (left, top, right - left + 1, bottom - top + 1);
    }

    /// <summary>Wider by up to so many pixels, ever weaker: what grow_mask means. Nothing farther away changes.</summary>
    public Area Grown(int pixels)
    {
        if (pixels == 0 || IsEmpty)
            return this;
        var distances = Spread.From(this, weight => weight >= 128, pixels);
        var grown = new Area(Width, Height);
        for (var i = 0; i < distances.Length; i++)
            grown.Weights[i] = Math.Max(Weights[i], (byte)Math.Max(0, 255 - 255 * distances[i] / (pixels * 5 + 5)));
        return grown;
    }

    /// <summary>Weaker towards its edge, within itself: what is painted passes into what is kept without a seam.</summary>
    public Area Softened(int pixels)
    {
        var distances = Spread.From(this, weight => weight == 0, pixels);
        var soft = new Area(Width, Height);
        for (var i = 0; i < distances.Length; i++)
            soft.Weights[i] = (byte)(Weights[i] * Math.Min(distances[i], pixels * 5) / (pixels * 5));
        return soft;
    }

    /// <summary>The rectangle around it.</summary>
    public Area Boxed()
    {
        var (left, top, width, height) = Bounds();
        var box = new Area(Width, Height);
        for (var y = top; y < top + height; y++)
            box.Weights.AsSpan(y * Width + left, width).Fill(255);
        return box;
    }

    /// <summary>How far a passage may reach into what is kept, in pixels: a little, by the size of the picture.</summary>
    public static int Reach(Picture picture) => Math.Max(1, Math.Min(picture.Width, picture.Height) / 64);
}
