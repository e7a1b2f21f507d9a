using Ochre.Bedrock;

namespace Ochre;

/// <summary>One run's part of what may be held: asked for once, when the first image that must be held has begun to arrive.</summary>
internal sealed class RunShare(HeldBytes all, ImagePlan plan, CancellationToken stop) : IDisposable
{
    // An answer that does not tell its length. Bedrock's do; 1024x1024 pixels of png are 1 to 3 MB.
    private const long UnknownLength = 4 * 1024 * 1024;

    private readonly Lock _lock = new();
    private Task<HeldBytes.Share>? _share;
    private long _expectedOfImage;

    /// <summary>Waits until the images of the whole run may be held, as long as they are like this one.</summary>
    /// <param name="size">Of the first image, where it is known.</param>
    public Task TakeAsync(BedrockAnswer answer, BedrockCall call, PixelSize? size)
    {
        lock (_lock)
        {
            if (_share is null)
            {
                _expectedOfImage = Expected(answer.Length / call.Images ?? UnknownLength, size);
                _share = all.TakeAsync(_expectedOfImage * plan.Images, stop);
            }

            return _share;
        }
    }

    /// <summary>So many images need so many bytes, now that they are all read and made.</summary>
    public async Task SettleAsync(int images, long bytes)
    {
        if (_share is not null)
            (await _share).Correct(bytes - images * _expectedOfImage);
    }

    public void Dispose()
    {
        if (_share is { IsCompletedSuccessfully: true, Result: var share })
            share.Dispose();
    }

    // What is made of an image is not larger than its pixels; as it comes it is known to the byte.
    private long Expected(long arriving, PixelSize? size)
    {
        if (plan.Steps.Count == 0)
            return arriving;
        var made = plan.Steps.OfType<PixelStep.Cover>().FirstOrDefault()?.Size ?? size;
        return arriving + (made is { } known ? 4 * known.Pixels : arriving);
    }
}
