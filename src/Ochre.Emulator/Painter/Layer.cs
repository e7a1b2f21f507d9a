namespace Ochre.Emulator.Painter;

/// <summary>One thing in the painting. A painting is a list of layers, back to front, laid row by row.</summary>
internal abstract class Layer
{
    public abstract void Paint(Row row);

    /// <summary>Whether nothing behind this layer shows in a row, so that it need not be painted.</summary>
    public virtual bool Hides(int y) => false;
}
