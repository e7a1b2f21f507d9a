using Ochre.Bedrock;
using Ochre.Pixels;

namespace Ochre;

/// <summary>A plan's calls with every picture as the model wants it, and the memory that holds those which had to be made.</summary>
internal sealed class PreparedCalls : IDisposable
{
    private readonly List<NativeFile> _files = [];
    private readonly List<HeldBytes.Share> _shares = [];

    private PreparedCalls(IReadOnlyList<BedrockCall> calls) => Calls = calls;

    public IReadOnlyList<BedrockCall> Calls { get; private set; }

    /// <exception cref="ImageException">A picture is broken, or a body would be larger than Bedrock takes.</exception>
    public static async Task<PreparedCalls> MakeAsync(
        IReadOnlyList<BedrockCall> calls, PixelPipeline pixels, CancellationToken cancellationToken)
    {
        var prepared = new PreparedCalls(calls);
        try
        {
            await prepared.MakePicturesAsync(pixels, cancellationToken);
            foreach (var call in prepared.Calls)
                RefuseTooLarge(call.Body);
            return prepared;
        }
        catch
        {
            prepared.Dispose();
            throw;
        }
    }

    /// <summary>May be called again.</summary>
    public void Dispose()
    {
        _files.ForEach(file => ((IDisposable)file).Dispose());
        _shares.ForEach(share => share.Dispose());
    }

    // A picture that stands in ten calls is made once.
    private async Task MakePicturesAsync(PixelPipeline pixels, CancellationToken cancellationToken)
    {
        Dictionary<InputPicture, InputPicture> made = [];
        foreach (var picture in Calls.SelectMany(call => call.Body.Pictures).Where(picture => picture.NeedsPixels || (picture.WantsPixels && pixels.IsAvailable)))
        {
            if (made.ContainsKey(picture))
                continue;
            var file = await TakeAsync(picture, pixels, cancellationToken);
            made.Add(picture, new(picture.Image.Made(file.Memory), PictureUse.AsGiven));
        }

        if (made.Count > 0)
            Calls = [.. Calls.Select(call => call with { Body = call.Body.With(picture => made.GetValueOrDefault(picture, picture)) })];
    }

    private async Task<NativeFile> TakeAsync(InputPicture picture, PixelPipeline pixels, CancellationToken cancellationToken)
    {
        var expected = Math.Min(4 * picture.Image.Size.Pixels, BedrockBody.MaxLength);
        var share = pixels.Prepared.TakeNow(expected);
        _shares.Add(share);
        var file = await pixels.PrepareAsync(picture, cancellationToken);
        _files.Add(file);
        share.Correct(file.Memory.Length - expected);
        // What could not be sent is not added to.
        if (_files.Sum(made => (long)made.Memory.Length) is var all && all / 3 * 4 > BedrockBody.MaxLength)
            throw TooLarge(picture.Image, all / 3 * 4);
        return file;
    }

    private static void RefuseTooLarge(BedrockBody body)
    {
        if (body.Length <= BedrockBody.MaxLength)
            return;
        if (body.Pictures.MaxBy(picture => picture.Image.File.Length)?.Image is not { } largest)
            throw new ImageException(new(413, "invalid_request_error", "request_too_large", $"The request to Bedrock would have {body.Length} bytes; it takes at most {BedrockBody.MaxLength}."));
        throw TooLarge(largest, body.Length);
    }

    private static ImageException TooLarge(ImageInput largest, long all) => ImageError.ImageTooManyBytes(largest.Field,
        $"has {largest.File.Length} bytes, and all together the request to Bedrock would have {all}; it takes at most {BedrockBody.MaxLength}, base64 and all");
}
