namespace Ochre.Emulator.Decoding;

/// <summary>The colours seen so far, by their hash; brought up to date when one is asked for. Source: RFC 9649, 3.6.2.3.</summary>
internal sealed class Vp8LCache(uint[] pixels, int bits)
{
    private readonly uint[] _colours = new uint[bits > 0 ? 1 << bits : 0];
    private int _seen;

    /// <param name="done">How many pixels there are.</param>
    public uint Find(int index, int done)
    {
        for (; _seen < done; _seen++)
            _colours[0x1E35A7BDu * pixels[_seen] >> (32 - bits)] = pixels[_seen];
        return _colours[index];
    }
}
