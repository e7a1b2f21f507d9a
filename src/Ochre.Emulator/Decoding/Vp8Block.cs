namespace Ochre.Emulator.Decoding;

/// <summary>A macroblock's modes and coefficients.</summary>
internal sealed class Vp8Block
{
    /// <summary>Whole prediction of brightness by one of the first four modes, or sixteen modes of their own.</summary>
    public bool Split { get; set; }

    public int Mode { get; set; }

    public int ColourMode { get; set; }

    public int Segment { get; set; }

    public bool Skipped { get; set; }

    public byte[] Modes { get; } = new byte[16];

    /// <summary>16 blocks of brightness, 4 of each colour; 16 coefficients each, row by row, multiplied out.</summary>
    public short[] Coefficients { get; } = new short[24 * 16];
}
