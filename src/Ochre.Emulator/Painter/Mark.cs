using System.Numerics;

namespace Ochre.Emulator.Painter;

/// <summary>A shape on the painting: how much of each pixel it covers, what it is filled with, and what is drawn within its edge.</summary>
internal abstract class Mark(Brush brush, int left, int top, int right, int bottom) : Layer
{
    /// <summary>Marks seen only through this one.</summary>
    public List<Mark> Inside { get; } = [];

    protected int Left { get; } = left;

    protected int Right { get; } = right;

    /// <summary>Share of the gradient at pixel (0, 0), and its growth a pixel across and down.</summary>
    public (float At, float Across, float Down) Slope { get; init; }

    public sealed override void Paint(Row row) => Paint(row, 0, 0, default);

    /// <summary>Fills in the cover of a row from <see cref="Left"/>, and says between which of its pixels there is any.</summary>
    protected abstract (int From, int To) Cover(int y, Span<float> cover);

    private void Paint(Row row, int depth, int clipLeft, ReadOnlySpan<float> clip)
    {
        if (row.Y < top || row.Y >= bottom || Left >= Right)
            return;
        var cover = row.Scratch(depth)[..(Right - Left)];
        var (from, to) = Cover(row.Y, cover);
        if (!clip.IsEmpty)
            (from, to) = (Math.Max(from, clipLeft - Left), Math.Min(to, clipLeft + clip.Length - Left));
        if (from >= to)
            return;

        cover = cover[from..to];
        var start = Left + from;
        if (!clip.IsEmpty)
            Multiply(cover, clip[(start - clipLeft)..]);
        if (brush.Opacity < 1)
            Scale(cover, brush.Opacity);

        row.Blend(start, cover, brush.From, brush.To, Slope.At + Slope.Across * start + Slope.Down * row.Y, Slope.Across);
        foreach (var mark in Inside)
            mark.Paint(row, depth + 1, start, cover);
    }

    private static void Multiply(Span<float> cover, ReadOnlySpan<float> clip)
    {
        var i = 0;
        for (; i <= cover.Length - Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(cover[i..]) * new Vector<float>(clip[i..])).CopyTo(cover[i..]);
        for (; i < cover.Length; i++)
            cover[i] *= clip[i];
    }

    private static void Scale(Span<float> cover, float share)
    {
        var i = 0;
        for (; i <= cover.Length - Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(cover[i..]) * share).CopyTo(cover[i..]);
        for (; i < cover.Length; i++)
            cover[i] *= share;
    }
}
