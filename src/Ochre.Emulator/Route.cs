namespace Ochre.Emulator;

internal enum RouteKind { Unknown, Invoke, OtherInvoke, ListModels, GetModel, ListProfiles, GetProfile, CreateProfile, DeleteProfile, GetAvailability, Invocations }

/// <summary>Which operation a method and a path name. Source: the URIs of the API reference.</summary>
/// <param name="Id">The model or profile in the path, percent-decoded.</param>
internal readonly record struct Route(RouteKind Kind, string Id = "")
{
    public static Route Of(string method, string path) => (method, path.Split('/')) switch
    {
        ("POST", ["", "model", { Length: > 0 } id, "invoke"]) => new(RouteKind.Invoke, Decode(id)),
        ("POST", ["", "model", { Length: > 0 } id, "invoke-with-response-stream" or "converse" or "converse-stream"]) =>
            new(RouteKind.OtherInvoke, Decode(id)),
        ("GET", ["", "foundation-models"]) => new(RouteKind.ListModels),
        ("GET", ["", "foundation-models", { Length: > 0 } id]) => new(RouteKind.GetModel, Decode(id)),
        ("GET", ["", "inference-profiles"]) => new(RouteKind.ListProfiles),
        ("GET", ["", "inference-profiles", { Length: > 0 } id]) => new(RouteKind.GetProfile, Decode(id)),
        ("POST", ["", "inference-profiles"]) => new(RouteKind.CreateProfile),
        ("DELETE", ["", "inference-profiles", { Length: > 0 } id]) => new(RouteKind.DeleteProfile, Decode(id)),
        ("GET", ["", "foundation-model-availability", { Length: > 0 } id]) => new(RouteKind.GetAvailability, Decode(id)),
        ("GET" or "DELETE", ["", "_emulator", "invocations"]) => new(RouteKind.Invocations),
        _ => new(RouteKind.Unknown),
    };

    private static string Decode(string segment) => Uri.UnescapeDataString(segment);
}
