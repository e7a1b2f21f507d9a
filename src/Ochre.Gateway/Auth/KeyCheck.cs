using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authorization;

namespace Ochre.Gateway.Auth;

/// <summary>Asks for a key on every route that is not marked as open, before a byte of the body is read.</summary>
internal sealed class KeyCheck(IReadOnlyList<string> keys)
{
    private static readonly object s_caller = new();
    private readonly byte[][] _hashes = [.. keys.Select(Hash)];

    /// <summary>Who calls, as the hash of his key; "" where no key is asked for.</summary>
    public static string CallerOf(HttpContext http) => http.Items[s_caller] as string ?? "";

    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var endpoint = http.GetEndpoint();
        if (_hashes.Length == 0 || endpoint is null || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            return next(http);
        var given = Given(http.Request.Headers);
        if (given is null)
            return Refusals.WriteAsync(http, new(401, "invalid_request_error", null,
                "No API key: send it as 'Authorization: Bearer KEY', or in the header 'x-api-key' or 'api-key'."));
        var hash = Hash(given);
        if (Matches(hash))
        {
            http.Items[s_caller] = Convert.ToHexStringLower(hash);
            return next(http);
        }

        return Refusals.WriteAsync(http, new(401, "invalid_request_error", "invalid_api_key",
            "The API key is not known here."));
    }

    // Azure's clients send api-key, others x-api-key; where several are sent the explicit header wins.
    private static string? Given(IHeaderDictionary headers)
    {
        const string Bearer = "Bearer ";
        foreach (var name in (string[])["x-api-key", "api-key"])
        {
            if (headers[name].ToString() is { Length: > 0 } key)
                return key;
        }

        var authorization = headers.Authorization.ToString();
        return authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && authorization.Length > Bearer.Length
            ? authorization[Bearer.Length..].Trim()
            : null;
    }

    // Hashed first and compared with all, so that the time tells neither the length nor which key was near.
    private bool Matches(byte[] hash)
    {
        var known = false;
        foreach (var key in _hashes)
            known |= CryptographicOperations.FixedTimeEquals(key, hash);
        return known;
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
