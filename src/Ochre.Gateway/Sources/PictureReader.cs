using Ochre.Gateway.Uploads;

namespace Ochre.Gateway.Sources;

/// <summary>Reads a request's pictures: fetched where they are elsewhere, known by their own bytes, put into the request.</summary>
internal sealed class PictureReader(SourceFetcher sources, UploadLimits limits, GatewaySettings settings)
{
    private readonly ImageLimits _limits = new() { MaxBytes = limits.MaxFileBytes, MaxPixels = settings.Inputs.MaxPixels };

    /// <returns>The edit or the variation with its pictures.</returns>
    /// <exception cref="ImageException">One is nowhere, no picture, or too large; names the field.</exception>
    public async Task<ImageRequest> ReadAsync(ImageRequest request, GivenPictures given, RequestInput input, HttpContext http)
    {
        List<ImageInput> images = [];
        foreach (var image in given.Images)
            images.Add(await ReadAsync(image, input, http));
        if (request is not EditImages edit)
            return ((VaryImages)request) with { Images = images };
        var named = new Dictionary<string, ImageInput>();
        foreach (var (name, picture) in given.Named)
            named.Add(name, await ReadAsync(picture, input, http));
        return edit with { Images = images, Mask = given.Mask is null ? null : await ReadAsync(given.Mask, input, http), Pictures = named };
    }

    private async Task<ImageInput> ReadAsync(GivenPicture picture, RequestInput input, HttpContext http) =>
        ImageInput.Read(await sources.ReadAsync(picture, input.Memory, http), picture.Field, _limits);
}
