using System.Text.Json;
using Ochre.Emulator.Contracts;
using Ochre.Emulator.Decoding;
using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Editing;

/// <summary>Every edit on one sheet: what is sent, its mask or second picture, and what comes back. How the edits are looked at.</summary>
public static class EditSheet
{
    private const int Gap = 6;
    private const int Line = 14;

    /// <summary>Writes a JPEG, each case a strip of three pictures over its name, in columns.</summary>
    /// <param name="tile">Side of a picture, in pixels.</param>
    public static void Write(Stream jpeg, int columns, int tile)
    {
        ArgumentNullException.ThrowIfNull(jpeg);
        var cases = EditSheetCases.All;
        var rows = (cases.Count + columns - 1) / columns;
        var (across, down) = (3 * (tile + 2) + 3 * Gap, tile + Line + 2 * Gap);
        var sheet = new Picture(columns * across, rows * down);
        sheet.Rgba.AsSpan().Fill(255);
        for (var i = 0; i < cases.Count; i++)
        {
            var (left, top) = (i / rows * across + Gap, i % rows * down + Gap);
            var pictures = Pictures(cases[i]);
            for (var slot = 0; slot < 3; slot++)
            {
                if (pictures[slot] is { } picture)
                    Place(sheet, picture, left + slot * (tile + 2), top, tile);
            }
            Lettering.Write(sheet, cases[i].Name, left, top + tile + 4);
        }
        jpeg.Write(JpegWriter.Write(sheet));
    }

    private static Picture?[] Pictures(EditCase shown)
    {
        using var body = JsonDocument.Parse(shown.Body);
        var job = Models.Find(shown.Model, out _)!.Body.Read(body.RootElement, new(1));
        return [shown.Source, shown.Second, ImageReader.Read(job.Paint(shown.Model, job.Seed))];
    }

    // Whole, on a chessboard where it is transparent.
    private static void Place(Picture sheet, Picture picture, int left, int top, int tile)
    {
        var scale = (float)tile / Math.Max(picture.Width, picture.Height);
        var small = Scaled.To(picture, Math.Max(1, (int)(picture.Width * scale)), Math.Max(1, (int)(picture.Height * scale)));
        for (var y = 0; y < small.Height; y++)
        {
            for (var x = 0; x < small.Width; x++)
                sheet.Rgba.AsSpan(((top + y) * sheet.Width + left + x) * 4, 3).Fill((byte)((x / 8 + y / 8) % 2 == 0 ? 235 : 205));
        }
        Blend.Lay(sheet, small, left, top);
    }
}
