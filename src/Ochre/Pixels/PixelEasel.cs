namespace Ochre.Pixels;

/// <summary>One image in work: the rasters it went through, disposed together, the last one first.</summary>
internal sealed class PixelEasel : IDisposable
{
    // Good enough for something that is looked at for a second.
    private const int PreviewQuality = 75;

    private readonly Stack<Raster> _rasters = new();
    private readonly CancellationToken _stop;

    /// <exception cref="InvalidDataException">The file is broken, or has more pixels than its header said.</exception>
    public PixelEasel(ReadOnlyMemory<byte> file, ImageFormat format, ImageLimits limits, CancellationToken stop)
    {
        _stop = stop;
        try
        {
            _rasters.Push(Codec.Open(file, format));
            if (_rasters.Peek().Size is { } size && size.Pixels > limits.MaxPixels)
                throw new InvalidDataException($"it is {size}, more than {limits.MaxPixels} pixels");
            _rasters.Push(_rasters.Peek().Plain());
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Cover(PixelSize size) => _rasters.Push(_rasters.Peek().Cover(size));

    /// <summary>1/8, 1/4 and 1/2 of the size, as many as are asked for.</summary>
    public IReadOnlyList<MadeImage> Previews(PixelStep.Preview? step, ArrivingImage of)
    {
        if (step is null)
            return [];
        _rasters.Push(_rasters.Peek().InMemory(_stop));
        var size = _rasters.Peek().Size;
        List<MadeImage> made = [];
        try
        {
            for (var shift = 3; made.Count < step.Count; shift--)
            {
                _stop.ThrowIfCancellationRequested();
                var part = new PixelSize(Math.Max(1, size.Width >> shift), Math.Max(1, size.Height >> shift));
                using var smaller = _rasters.Peek().Cover(part);
                made.Add(new(of.Index, of.Seed, step.Format, part, smaller.Encode(step.Format, PreviewQuality, _stop)));
            }
        }
        catch
        {
            made.ForEach(preview => preview.Dispose());
            throw;
        }

        return made;
    }

    public MadeImage Encode(ImageFormat format, int quality, ArrivingImage of, IReadOnlyList<ArrivingImage> previews)
    {
        _stop.ThrowIfCancellationRequested();
        var raster = _rasters.Peek();
        return new(of.Index, of.Seed, format, raster.Size, raster.Encode(format, quality, _stop)) { Previews = previews, IsMask = of.IsMask };
    }

    public void Dispose()
    {
        while (_rasters.TryPop(out var raster))
            raster.Dispose();
    }
}
