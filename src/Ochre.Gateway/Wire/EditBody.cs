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
        CommonFields.RefuseLowModeration(fields);
        if (fields.Word("input_fidelity", "low", "high") == "high")
            throw new ImageException(new(400, "invalid_request_error", "invalid_input_fidelity_model",
                "The 'input_fidelity' parameter is not supported on Bedrock with the value 'high'; leave it out or send 'low'.", "input_fidelity"));
        var pictures = GivenPictures.OfEdit(input);
        var request = new EditImages
        {
            Images = [],
            Prompt = prompt ?? "",
            Quality = CommonFields.Quality(fields),
            Background = CommonFields.Background(fields),
        };
        var body = CommonFields.Finish(fields, request, pathModel, stream);
        return (body with { Ignored = [.. body.Ignored, .. pictures.Ignored] }, pictures);
    }
}
