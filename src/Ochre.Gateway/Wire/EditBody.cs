using Ochre.Gateway.Uploads;

namespace Ochre.Gateway.Wire;

/// <summary>The body of <c>POST /v1/images/edits</c>, in each of its three forms.</summary>
internal static class EditBody
{
    /// <summary>The only place where its fields are checked; its pictures are named here and read later.</summary>
    /// <exception cref="ImageException">A field is missing, of the wrong type or out of range; names it.</exception>
    public static (ImageBody Body, GivenPictures Pictures) Parse(RequestInput input, string? pathModel)
    {
        var fields = input.Fields;
        var prompt = fields.String("prompt");
        var stream = CommonFields.Stream(fields);
        var pictures = GivenPictures.OfEdit(input);
        var wanted = CommonFields.Take(fields, pathModel);
        var body = wanted.Of(RequestWords.Edit(fields, new() { Images = [], Prompt = prompt ?? "" }), stream);
        return (body with { Ignored = [.. body.Ignored, .. pictures.Ignored] }, pictures);
    }
}
