using System.CommandLine;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ochre.Gateway.Auth;
using Ochre.Gateway.Configuration;

namespace Ochre.Gateway.Cli;

/// <summary>A running gateway, as the commands that ask one see it.</summary>
internal sealed class GatewayClient(Uri url, string key) : IDisposable
{
    public static readonly Option<string?> Url = new("--url") { Description = "The gateway. Default $OCHRE_URL, else http://127.0.0.1:4000", HelpName = "URL" };
    public static readonly Option<string?> Key = new("--key") { Description = "The master key. Default $OCHRE_MASTER_KEY, $LITELLM_MASTER_KEY, else admin.key of the data folder", HelpName = "KEY" };
    public static readonly Option<string?> Data = new("--data-dir") { Description = "The gateway's data folder, for its admin key. Default $OCHRE_DATA_DIR, else $XDG_STATE_HOME/ochre", HelpName = "FOLDER" };

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = url, Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>Null after it has said what is missing.</summary>
    public static GatewayClient? Of(ParseResult parsed)
    {
        if (AddressOf(parsed) is not { } url)
            return null;
        var key = parsed.GetValue(Key) ?? Env("OCHRE_MASTER_KEY") ?? Env("LITELLM_MASTER_KEY") ?? FileKey(parsed);
        if (key is null)
            Say("There is no master key: give it with --key or in OCHRE_MASTER_KEY, or say with --data-dir where the gateway keeps its admin.key.");
        return key is null ? null : new(url, key);
    }

    /// <summary>Where the gateway is, with a slash at its end; null after it has said that this is no address.</summary>
    public static Uri? AddressOf(ParseResult parsed)
    {
        var address = parsed.GetValue(Url) ?? Env("OCHRE_URL") ?? "http://127.0.0.1:4000";
        if (Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out var url) && url.Scheme is ("http" or "https"))
            return url;
        Say($"'{address}' is not an http or https address.");
        return null;
    }

    public static string AdminKeyPath(ParseResult parsed) => AdminKeyFile.PathIn(parsed.GetValue(Data) ?? DataFolder.Of(Env));

    /// <summary>Null after it has said why there is no answer.</summary>
    public async Task<JsonNode?> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        try
        {
            using var answer = await _http.SendAsync(request, cancellationToken);
            var json = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
            if (answer.IsSuccessStatusCode)
                return json;
            Say($"{url} answered {(int)answer.StatusCode}: {(string?)json?["error"]?["message"] ?? "nothing that Ochre would say."}");
        }
        catch (HttpRequestException fault)
        {
            Say($"{url} does not answer: {fault.Message} Is the gateway running? --url or OCHRE_URL says where.");
        }
        catch (JsonException)
        {
            Say($"{url} answers, but not as Ochre does.");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Say($"{url} did not answer within {_http.Timeout.TotalSeconds:0} s.");
        }

        return null;
    }

    public void Dispose() => _http.Dispose();

    private static string? FileKey(ParseResult parsed)
    {
        try
        {
            return SecretFile.Read(AdminKeyPath(parsed)) is { } bytes ? Encoding.UTF8.GetString(bytes).Trim() : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? Env(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static void Say(string text) => Console.Error.WriteLine($"ochre: {text}");
}
