namespace Ochre.Emulator.Painter;

/// <summary>Draws the whole picture towards the colours the prompt names, each pixel as bright as it was.</summary>
internal sealed class Tinge : Layer
{
    private readonly Colour[] _ramp = new Colour[256];
    private readonly float _share;

    public Tinge(IReadOnlyList<Colour> colours, float share)
    {
        _share = share;
        var byLuma = colours.OrderBy(colour => colour.Luma).ToArray();
        for (var i = 0; i < _ramp.Length; i++)
        {
            var luma = i / 255f;
            var at = luma * (byLuma.Length - 1);
            var from = (int)at;
            _ramp[i] = byLuma[from].Mix(byLuma[Math.Min(from + 1, byLuma.Length - 1)], at - from).AtLuma(luma);
        }
    }

    public override void Paint(Row row)
    {
        for (var x = 0; x < row.Width; x++)
        {
            float r = row.R[x], g = row.G[x], b = row.B[x];
            var tinge = _ramp[(int)(Curve.Clamp(0.299f * r + 0.587f * g + 0.114f * b) * 255)];
            row.R[x] = r + (tinge.R - r) * _share;
            row.G[x] = g + (tinge.G - g) * _share;
            row.B[x] = b + (tinge.B - b) * _share;
        }
    }
}
