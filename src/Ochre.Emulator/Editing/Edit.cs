using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Editing;

/// <summary>A change to pictures that came with a body: pure, and the same for the same order.</summary>
/// <param name="Width">Of what comes out, in pixels.</param>
internal abstract record Edit(int Width, int Height)
{
    /// <summary>The mask that an answer gives back, in the model's own polarity; null where none was asked for.</summary>
    public Picture? ReturnedMask { get; init; }

    /// <param name="order">What the words ask for; its size is this edit's.</param>
    public abstract Picture Make(PaintOrder order);
}
