using Ochre.Emulator.Decoding;
using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Tests.Decoding;

internal static class Decoded
{
    public static Picture Of(byte[] file) => ImageReader.Read(file);
}
