using System.Net.Http.Headers;
using System.Text.Json;
using Ochre.Gateway.Wire;

namespace Ochre.Gateway.Cli;

/// <summary>The models of a gateway that runs, asked for over HTTP.</summary>
internal static class ServedModels
{
    // Ten thousand names and more.
    private const int MaxBytes = 33_554_432;

    /// <param name="url">Scheme, host and, where it has one, the prefix of its routes.</param>
    /// <param name="key">Null takes <c>OCHRE_API_KEY</c>.</param>
    /// <param name="all">Those that are gone, too.</param>
    /// <exception cref="HttpRequestException">It cannot be asked, refuses, or is none of ours.</exception>
    /// <exception cref="TimeoutException">It gave no answer in time.</exception>
    public static async Task<WireModelList> AskAsync(string url, string? key, bool all, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate($"{url.TrimEnd('/')}/v1/models{(all ? "?all=true" : "")}", UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new HttpRequestException($"--url '{url}' is no http or https address, such as http://127.0.0.1:4000.");
        using var handler = new SocketsHttpHandler();
        using var http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(30), MaxResponseContentBufferSize = MaxBytes };
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if ((key ?? Environment.GetEnvironmentVariable("OCHRE_API_KEY"))?.Trim() is { Length: > 0 } given)
        {
            request.Headers.Authorization = AuthenticationHeaderValue.TryParse($"Bearer {given}", out var header)
                ? header
                : throw new HttpRequestException("The key holds what no header takes: a line break, say.");
        }

        try
        {
            using var answer = await http.SendAsync(request, cancellationToken);
            var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
            if (!answer.IsSuccessStatusCode)
                throw new HttpRequestException($"{address.Authority} answered with HTTP {(int)answer.StatusCode}{Reason(body)}");
            return JsonSerializer.Deserialize(body, WireJson.Plain.WireModelList) is { Data: { } data } list && data.All(model => model.Ochre is not null)
                ? list
                : throw new HttpRequestException($"{address.Authority} is no gateway of Ochre's: its models have no 'ochre'.");
        }
        catch (JsonException fault)
        {
            throw new HttpRequestException($"{address.Authority} is no gateway of Ochre's: {fault.Message}", fault);
        }
        catch (TaskCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{address.Authority} gave no answer within {http.Timeout.TotalSeconds:0} s.", fault);
        }
    }

    private static string Reason(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, WireJson.Plain.WireError)?.Error is { Message: { } message } ? $": {message}" : ".";
        }
        catch (JsonException)
        {
            return ".";
        }
    }
}
