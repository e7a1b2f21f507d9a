namespace Ochre.Pixels;

/// <summary>Does to images what a plan asks: decodes once, encodes once. An image that no step changes goes through untouched.</summary>
public sealed class PixelPipeline : IDisposable
{
    private readonly PixelOptions _options;
    private readonly PixelWorkers _workers;

    // Who has paid for an image waits for a place instead of losing it.
    private readonly SemaphoreSlim _places;

    public PixelPipeline(PixelOptions options)
    {
        _options = options;
        _workers = new(options.Workers);
        _places = new(options.Workers + options.Queue);
        Held = new(options.MaxHeldBytes);
        Prepared = new(options.MaxHeldBytes,
            "Too many pictures that had to be made what a model takes are being worked on; try again in a few seconds, or send a png or jpeg without transparency.");
    }

    /// <summary>What all runs hold together.</summary>
    internal HeldBytes Held { get; }

    /// <summary>
    /// What callers' pictures that were made anew hold until Bedrock has answered. Not out of <see cref="Held"/>: there a run would wait for room that
    /// the pictures of others, who wait as well, have.
    /// </summary>
    internal HeldBytes Prepared { get; }

    /// <summary>Whether images can be converted here at all.</summary>
    public bool IsAvailable => _options.Enabled && Codec.IsAvailable;

    /// <summary>Loads the codec and makes a few pixels go through it, for which the first image would otherwise wait: a second with Debian's libvips.</summary>
    public Task WarmUpAsync() => IsAvailable ? _workers.RunAsync(Codec.TryOut) : Task.CompletedTask;

    /// <summary>Asked before anything is bought.</summary>
    /// <exception cref="ImageException">501: there is no codec. 429: too many images wait already. 400: more pixels than may be.</exception>
    public void EnsureReady(IReadOnlyList<PixelStep> steps)
    {
        if (steps.OfType<PixelStep.Cover>().FirstOrDefault() is { Size: var size } && size.Pixels > _options.Limits.MaxPixels)
            throw ImageError.Invalid("size", $"'size' is {size}; images are made to fit exactly up to {_options.Limits.MaxPixels} pixels.");
        if (steps.FirstOrDefault(step => step is PixelStep.Encode or PixelStep.Cover { IsExpected: true }) is not { } needed)
            return;
        if (!IsAvailable)
            throw Unavailable(needed);
        if (_places.CurrentCount == 0)
            throw Busy();
        Held.EnsureRoom();
    }

    /// <summary>Whether this image would be read whole, to make something of it.</summary>
    internal bool Holds(ArrivingImage image, IReadOnlyList<PixelStep> steps) =>
        IsAvailable && !PixelWish.Of(steps, image.Format, image.Size).IsNothing;

    /// <summary>Gives the image as the steps want it; it belongs to the caller then, the one that came in is used up.</summary>
    /// <exception cref="ImageException">502: Bedrock's image is broken.</exception>
    internal async Task<ArrivingImage> RunAsync(ArrivingImage image, IReadOnlyList<PixelStep> steps, CancellationToken cancellationToken)
    {
        if (!Holds(image, steps))
            return image;
        await _places.WaitAsync(cancellationToken);
        try
        {
            var file = await WholeFile.TakeAsync(image, _options.Limits.MaxBytes, cancellationToken);
            try
            {
                var header = ImageHeader.Check(file.Memory.Span, _options.Limits);
                var wish = PixelWish.Of(steps, header.Format, header.Size);
                return await _workers.RunAsync(() => Make(image, file, header, wish, cancellationToken));
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
        catch (InvalidDataException fault)
        {
            throw Broken(fault);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Makes a caller's picture what a model wants of it.</summary>
    /// <exception cref="ImageException">400: the file is broken behind its header. 501: there is no codec. 429: too many images wait.</exception>
    internal async Task<NativeFile> PrepareAsync(InputPicture picture, CancellationToken cancellationToken)
    {
        if (!IsAvailable)
            throw Unavailable($"Making '{Echo.Of(picture.Image.Field)}' what the model takes (another format, or no transparency)", picture.Image.Field);
        return await WithAsync(picture.Image, () => InputEasel.Make(picture, cancellationToken), cancellationToken);
    }

    /// <summary>The rectangle that a mask keeps; null where what it keeps has another shape, and where there is no codec to look.</summary>
    /// <exception cref="ImageException">400: the file is broken behind its header, or marks nothing. 429: too many images wait.</exception>
    internal async Task<PixelArea?> KeptByAsync(ImageInput mask, CancellationToken cancellationToken) =>
        IsAvailable ? await WithAsync(mask, () => InputEasel.KeptBy(mask, cancellationToken), cancellationToken) : null;

    private async Task<T> WithAsync<T>(ImageInput image, Func<T> work, CancellationToken cancellationToken)
    {
        var limits = _options.Limits;
        if (image.Size.Pixels > limits.MaxPixels)
            throw ImageError.ImageTooLarge(image.Field, $"is {image.Size}, more than the {limits.MaxPixels} pixels an image may have here");
        if (!await _places.WaitAsync(0, cancellationToken))
            throw Busy();
        try
        {
            return await _workers.RunAsync(work);
        }
        catch (InvalidDataException fault)
        {
            throw new ImageException(ImageError.InvalidImage(image.Field, "is broken: it cannot be decoded").Error with
            {
                OperatorHint = fault.Message,
            }, fault);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose()
    {
        _workers.Dispose();
        _places.Dispose();
    }

    // On a worker's thread. The file goes with the image that is made of it, or at the end.
    private MadeImage Make(ArrivingImage image, WholeFile file, ImageHeader header, PixelWish wish, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var easel = new PixelEasel(file.Memory, header.Format, _options.Limits, cancellationToken);
        if (wish.Cover is { } size)
            easel.Cover(size);
        var previews = easel.Previews(wish.Preview, image);
        try
        {
            if (!wish.Changes)
                return new(image.Index, image.Seed, header.Format, header.Size, file) { Previews = previews, IsMask = image.IsMask };
            var made = easel.Encode(wish.Format, wish.Quality, image, previews);
            file.Dispose();
            return made;
        }
        catch
        {
            foreach (var preview in previews)
                preview.Dispose();
            throw;
        }
    }

    private static ImageException Unavailable(PixelStep step) => step is PixelStep.Encode { Format: var format }
        ? Unavailable($"Making {format.Word()} files of this kind", "output_format")
        : Unavailable("Cropping to the exact size", "ochre.fit");

    private static ImageException Unavailable(string what, string param) => new(new(501, "server_error", "codec_unavailable",
        $"{what} needs an image codec that this gateway does not have: install libvips (Debian's package libvips42, or npm's @img/sharp-libvips-*).",
        Echo.Of(param)));

    private static ImageException Busy() => new(new(429, "rate_limit_error", "rate_limit_exceeded",
        "Too many images wait to be converted; try again in a second, or ask for the format that the model makes.")
    {
        RetryAfter = 1,
    });

    private static ImageException Broken(InvalidDataException fault) => new(
        ImageError.BadAnswer("Bedrock's answer holds an image that cannot be decoded.").Error with { OperatorHint = $"Bedrock's image is refused: {fault.Message}" },
        fault);
}
