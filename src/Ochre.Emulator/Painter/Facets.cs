namespace Ochre.Emulator.Painter;

/// <summary>A picture folded from triangles.</summary>
internal static class Facets
{
    public static Picture Of(Picture small, int width, int height, Dice dice)
    {
        var picture = new Picture(width, height);
        var marks = new List<Mark>();
        var sketch = new Sketch(width, height, marks.Add);
        var cell = MathF.Max(6, MathF.Min(width, height) / 22f);
        int columns = (int)(width / cell) + 2, rows = (int)(height / cell) + 2;
        var seed = (uint)dice.Next();
        for (var y = 0; y < rows; y++)
        {
            for (var x = 0; x < columns; x++)
            {
                var (a, b, c, d) = (Corner(x, y), Corner(x + 1, y), Corner(x + 1, y + 1), Corner(x, y + 1));
                if (Noise.Hash(x, y, seed ^ 99) < 0.5f)
                {
                    Fold(a, b, c, 0.04f);
                    Fold(a, c, d, -0.03f);
                }
                else
                {
                    Fold(a, b, d, 0.04f);
                    Fold(b, c, d, -0.03f);
                }
            }
        }

        Lay(picture, small, marks);
        return picture;

        (float X, float Y) Corner(int x, int y) =>
            ((x - 0.5f + (Noise.Hash(x, y, seed) - 0.5f) * 0.75f) * cell, (y - 0.5f + (Noise.Hash(x, y, seed + 1) - 0.5f) * 0.75f) * cell);

        void Fold((float X, float Y) a, (float X, float Y) b, (float X, float Y) c, float lift)
        {
            var colour = Sample(small, (a.X + b.X + c.X) / 3 / width, (a.Y + b.Y + c.Y) / 3 / height).Mix(lift > 0 ? Colour.White : Colour.Black, MathF.Abs(lift));
            // A little larger than it is, so that no seam shows.
            var (mx, my) = ((a.X + b.X + c.X) / 3, (a.Y + b.Y + c.Y) / 3);
            sketch.Facet([Out(a.X, mx), Out(a.Y, my), Out(b.X, mx), Out(b.Y, my), Out(c.X, mx), Out(c.Y, my)], colour);
        }
    }

    private static float Out(float corner, float middle) => corner + MathF.Sign(corner - middle) * 0.5f;

    private static void Lay(Picture picture, Picture small, List<Mark> marks)
    {
        var row = new Row(picture.Width);
        for (row.Y = 0; row.Y < picture.Height; row.Y++)
        {
            row.Fill(Sample(small, 0.5f, (row.Y + 0.5f) / picture.Height));
            foreach (var mark in marks)
                mark.Paint(row);
            var line = picture.Rgba.AsSpan(row.Y * picture.Width * 4, picture.Width * 4);
            for (var x = 0; x < row.Width; x++)
            {
                line[x * 4] = (byte)(Curve.Clamp(row.R[x]) * 255 + 0.5f);
                line[x * 4 + 1] = (byte)(Curve.Clamp(row.G[x]) * 255 + 0.5f);
                line[x * 4 + 2] = (byte)(Curve.Clamp(row.B[x]) * 255 + 0.5f);
                line[x * 4 + 3] = 255;
            }
        }
    }

    private static Colour Sample(Picture small, float x, float y)
    {
        var at = (Math.Clamp((int)(y * small.Height), 0, small.Height - 1) * small.Width + Math.Clamp((int)(x * small.Width), 0, small.Width - 1)) * 4;
        return new(small.Rgba[at] / 255f, small.Rgba[at + 1] / 255f, small.Rgba[at + 2] / 255f);
    }
}
