using System.Buffers.Binary;

namespace Ochre.Gateway.Tests;

/// <summary>What a file's own header says, read here and not by what is tested.</summary>
internal static class Measured
{
    public static (string Format, string Size) Of(ReadOnlySpan<byte> file) => file switch
    {
        [0x89, 0x50, 0x4E, 0x47, ..] => ("png", $"{BinaryPrimitives.ReadInt32BigEndian(file[16..])}x{BinaryPrimitives.ReadInt32BigEndian(file[20..])}"),
        [0xFF, 0xD8, 0xFF, ..] => ("jpeg", JpegSize(file)),
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => ("webp", WebpSize(file)),
        _ => throw new InvalidDataException("This is no png, jpeg or webp file."),
    };

    // Segments from the second byte on; the first start of a frame tells.
    private static string JpegSize(ReadOnlySpan<byte> file)
    {
        for (var at = 2; ; at += 2 + BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]))
        {
            if (file[at + 1] is >= 0xC0 and <= 0xC3)
                return $"{BinaryPrimitives.ReadUInt16BigEndian(file[(at + 7)..])}x{BinaryPrimitives.ReadUInt16BigEndian(file[(at + 5)..])}";
        }
    }

    private static string WebpSize(ReadOnlySpan<byte> file)
    {
        if (file[12..].StartsWith("VP8 "u8))
            return $"{BinaryPrimitives.ReadUInt16LittleEndian(file[26..]) & 0x3FFF}x{BinaryPrimitives.ReadUInt16LittleEndian(file[28..]) & 0x3FFF}";
        if (file[12..].StartsWith("VP8L"u8) && BinaryPrimitives.ReadUInt32LittleEndian(file[21..]) is var bits)
            return $"{(bits & 0x3FFF) + 1}x{(bits >> 14 & 0x3FFF) + 1}";
        return $"{1 + (BinaryPrimitives.ReadUInt32LittleEndian(file[24..]) & 0xFFFFFF)}x{1 + (BinaryPrimitives.ReadUInt32LittleEndian(file[26..]) >> 8)}";
    }
}
