using Microsoft.AspNetCore.Authorization;

namespace Ochre.Gateway.Auth;

/// <summary>Asks for a key on every route that is not marked as open, before a byte of the body is read, and for the administrator's where it must be.</summary>
/// <param name="keys">Null where nothing is counted: then there are no keys but those of the configuration.</param>
internal sealed class KeyCheck(ConfiguredKeys configured, VirtualKeys? keys)
{
    private static readonly object s_caller = new();

    // Azure's clients send api-key, LiteLLM's and others one of the rest; where several are sent the explicit header wins.
    public static readonly string[] Headers = ["x-litellm-api-key", "x-api-key", "api-key"];

    /// <summary>Who calls; <see cref="Caller.Anyone"/> where no key is asked for.</summary>
    public static Caller CallerOf(HttpContext http) => http.Items[s_caller] as Caller ?? Caller.Anyone;

    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var endpoint = http.GetEndpoint();
        if (endpoint is not null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)
        {
            var (caller, error) = await IdentifyAsync(http);
            error ??= Refusal(caller!, Access.Needed(endpoint));
            if (error is not null)
            {
                await Refusals.WriteAsync(http, error);
                return;
            }

            http.Items[s_caller] = caller;
        }

        await next(http);
    }

    private async ValueTask<(Caller? Caller, ImageError? Error)> IdentifyAsync(HttpContext http)
    {
        var given = Given(http.Request.Headers);
        if (given is null)
            return configured.IsOpen ? (Caller.Anyone, null) : (null, NoKey);
        if (configured.Find(given) is { } known)
            return (known, null);
        var (key, error) = keys is null ? default : await keys.FindAsync(given, http.RequestAborted);
        if (key is not null)
            return (new(key.Id, Role.User) { Key = key }, null);
        // Where no key is asked for, clients that must send one send anything; but not one of ours that no longer opens.
        return error is null && configured.IsOpen && !KeyText.IsOurs(given) ? (Caller.Anyone, null) : (null, error ?? WrongKey);
    }

    private static ImageError NoKey => new(401, "invalid_request_error", null,
        "No API key: send it as 'Authorization: Bearer KEY', or in the header 'x-api-key' or 'api-key'.");

    private static ImageError WrongKey => new(401, "invalid_request_error", "invalid_api_key", "The API key is not known here.");

    private static ImageError? Refusal(Caller caller, Role needed) => (needed, caller.Role) switch
    {
        (Role.User, _) or (_, Role.Admin) => null,
        _ when caller.Id.Length == 0 => new(401, "invalid_request_error", null,
            "This route is the administrator's, with an open gateway too: send the admin key as 'Authorization: Bearer KEY'; 'ochre keys admin' says where it is."),
        _ => new(403, "permission_error", "admin_required", "This route is the administrator's; send the master key."),
    };

    private static string? Given(IHeaderDictionary headers)
    {
        foreach (var name in Headers)
        {
            if (headers[name].ToString() is { Length: > 0 } key)
                return WithoutBearer(key) ?? key;
        }

        return WithoutBearer(headers.Authorization.ToString());
    }

    private static string? WithoutBearer(string header)
    {
        const string Bearer = "Bearer ";
        return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && header.Length > Bearer.Length ? header[Bearer.Length..].Trim() : null;
    }
}
