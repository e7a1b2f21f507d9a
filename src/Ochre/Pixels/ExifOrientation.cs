using System.Buffers.Binary;

namespace Ochre.Pixels;

/// <summary>How a JPEG asks to be shown: cameras and phones save the sensor's rows and note how they were held.</summary>
/// <remarks>Source: EXIF 2.32 (CIPA DC-008), tag 0x0112 of the first directory in the APP1 segment.</remarks>
internal static class ExifOrientation
{
    private const ushort Tag = 0x0112;
    private const ushort Short = 3;

    /// <summary>1 (as it is stored) to 8; from 5 up, width and height change places.</summary>
    public static int Of(ReadOnlySpan<byte> jpeg)
    {
        for (var at = 2; at + 4 <= jpeg.Length && jpeg[at] == 0xFF;)
        {
            var marker = jpeg[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(jpeg[(at + 2)..]);
            // From the start of the pixels on there is nothing of this kind any more.
            if (marker is 0xDA or 0xD9 || length < 2 || at + 2 + length > jpeg.Length)
                break;
            var segment = jpeg.Slice(at + 4, length - 2);
            if (marker == 0xE1 && segment.StartsWith("Exif\0\0"u8))
                return OfTiff(segment[6..]);
            at += 2 + length;
        }

        return 1;
    }

    private static int OfTiff(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8)
            return 1;
        var little = tiff.StartsWith("II"u8);
        var at = little ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (at > tiff.Length - 2)
            return 1;
        var count = Word(tiff[(int)at..], little);
        for (var entry = (int)at + 2; count > 0 && entry + 12 <= tiff.Length; entry += 12, count--)
        {
            if (Word(tiff[entry..], little) == Tag && Word(tiff[(entry + 2)..], little) == Short)
                return Word(tiff[(entry + 8)..], little) is >= 1 and <= 8 and var orientation ? orientation : 1;
        }

        return 1;
    }

    private static ushort Word(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
