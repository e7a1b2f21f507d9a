using System.Text.Json;
using Ochre.Emulator.Decoding;

namespace Ochre.Emulator.Contracts;

/// <summary>An image as base64, without a data URI prefix, in one of the formats the model documents and within its bounds.</summary>
/// <param name="WebP">Stability's models take WebP too; Amazon's take PNG and JPEG.</param>
/// <remarks>The pages give formats and bounds; no page says what the refusals read, so these sentences are ours.</remarks>
internal sealed record ImageData(bool WebP = false) : Rule
{
    /// <summary>Pixels a side.</summary>
    public int MinSide { get; init; } = 1;

    public int MaxSide { get; init; } = int.MaxValue;

    /// <summary>Pixels in all.</summary>
    public int MinPixels { get; init; } = 1;

    public int MaxPixels { get; init; } = ImageReader.MaxPixels;

    /// <summary>How many times longer one side may be than the other.</summary>
    public double MaxRatio { get; init; } = double.PositiveInfinity;

    /// <summary>Bytes of the file.</summary>
    public int MaxBytes { get; init; } = int.MaxValue;

    /// <summary>Bits a channel.</summary>
    public int MaxDepth { get; init; } = 16;

    /// <summary>No pixel may be transparent; looked at where the picture is decoded.</summary>
    public bool Opaque { get; init; }

    public override void Check(JsonElement value, string pointer, Violations found)
    {
        if (!Expect(JsonValueKind.String, value, pointer, found))
            return;
        if (!value.TryGetBytesFromBase64(out var bytes))
            found.Add(pointer, "the value is not valid base64");
        else if (Problem(bytes) is { } problem)
            found.Add(pointer, problem);
    }

    private string? Problem(byte[] file)
    {
        if (ImageHeader.Sniff(file) is not { } format || (format == ImageFormat.WebP && !WebP))
            return $"the image is not {(WebP ? "JPEG, PNG or WebP" : "PNG or JPEG")}";
        if (file.Length > MaxBytes)
            return $"the image has {file.Length} bytes, more than {MaxBytes}";
        if (ImageHeader.Read(file) is not { } header)
            return "the image cannot be decoded";
        var size = $"{header.Width}x{header.Height}";
        return Math.Min(header.Width, header.Height) < MinSide ? $"{size} pixels: each side must be at least {MinSide}"
            : Math.Max(header.Width, header.Height) > MaxSide ? $"{size} pixels: each side must be at most {MaxSide}"
            : header.Pixels < MinPixels ? $"{size} is less than {MinPixels} pixels"
            : header.Pixels > MaxPixels ? $"{size} is more than {MaxPixels} pixels"
            : Ratio(header) > MaxRatio ? $"the aspect ratio of {size} is not between 1:{MaxRatio} and {MaxRatio}:1"
            : header.Depth > MaxDepth ? $"the image has {header.Depth} bits per channel, more than {MaxDepth}"
            : null;
    }

    private static double Ratio(ImageHeader header) =>
        (double)Math.Max(header.Width, header.Height) / Math.Min(header.Width, header.Height);
}
