using Ochre.Gateway.Uploads;

namespace Ochre.Gateway.Wire;

/// <summary>
/// The body of <c>POST /v1/images/variations</c>, in each of its three forms. OpenAI has no prompt, quality and style here: where a model
/// has them, they are the model's own parameters.
/// </summary>
internal static class VariationBody
{
    /// <summary>The only place where its fields are checked; its pictures are named here and read later.</summary>
    /// <exception cref="ImageException">A field is missing, of the wrong type or out of range; names it.</exception>
    public static (ImageBody Body, GivenPictures Pictures) Parse(RequestInput input, string? pathModel)
    {
        if (input.Fields.Bool("stream") is true)
            throw ImageError.Invalid("stream", "Variations are not streamed; leave 'stream' out, or send the picture to /v1/images/edits.");
        var pictures = GivenPictures.OfVariation(input);
        var wanted = CommonFields.Take(input.Fields, pathModel);
        var body = wanted.Of(RequestWords.Variation(input.Fields, new() { Images = [] }));
        return (body with { Ignored = [.. body.Ignored, .. pictures.Ignored] }, pictures);
    }
}
