using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Ochre.Bedrock;
using Ochre.Gateway.Configuration;
using Ochre.Gateway.Listing;
using Ochre.Gateway.Wire;

namespace Ochre.Gateway.Cli;

/// <summary><c>ochre models</c>: what can be asked for, from the configuration or from a gateway that runs.</summary>
internal static class ModelsCommand
{
    // 24 models with every name that an operator gave them.
    private const int MaxBytes = 16_777_216;

    private static readonly Argument<string?> s_filter = new("filter") { Description = "Only models with this in their id, name, task or alias", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> s_all = new("--all") { Description = "Models past their end of life, too" };
    private static readonly Option<bool> s_json = new("--json") { Description = "As GET /v1/models has it, in place of a table" };
    private static readonly Option<string?> s_config = new("--config", "-c") { Description = "LiteLLM's config.yaml, read as it is", HelpName = "FILE" };
    private static readonly Option<string?> s_url = new("--url") { Description = "Ask the gateway at this address, not the configuration", HelpName = "URL" };
    private static readonly Option<string?> s_key = new("--key") { Description = "Key for the gateway. Default $OCHRE_API_KEY", HelpName = "KEY" };

    public static Command Build()
    {
        var command = new Command("models", "List the models: tasks, sizes, formats, prices, end of life, regions and other names.")
        {
            s_filter, s_all, s_json, s_config, s_url, s_key,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(s_url) is not null && parsed.GetValue(s_config) is not null)
            return Fail("--url and --config exclude each other: a gateway that runs has its own configuration.");
        WireModelList list;
        try
        {
            list = parsed.GetValue(s_url) is { } url
                ? await AskAsync(url, parsed.GetValue(s_key), parsed.GetValue(s_all), cancellationToken)
                : Read(parsed.GetValue(s_config), parsed.GetValue(s_all));
        }
        catch (SettingsException wrong)
        {
            return Fail([.. wrong.Faults]);
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException or TimeoutException)
        {
            return Fail(fault.Message);
        }

        var models = Matching(list, parsed.GetValue(s_filter));
        if (parsed.GetValue(s_json))
            Console.WriteLine(JsonSerializer.Serialize(new WireModelList("list", models), s_indented.WireModelList));
        else
            Console.Write(ModelTable.Of(models));
        return 0;
    }

    private static readonly WireJson s_indented = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    // Nobody is called: neither keys nor a safe address matter here. What AWS serves is listed, whoever a gateway would call.
    private static WireModelList Read(string? config, bool all)
    {
        var settings = new SettingsReader(Environment.GetEnvironmentVariable).Read(new(Host: "127.0.0.1", Config: config, Emulator: true));
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var catalog = CatalogOf.Settings(settings, static _ => AwsIdentity.AccessKey("none", "none"), today);
        return new ModelFacts(new(catalog, settings.Succession, today)).List(withGone: all);
    }

    private static async Task<WireModelList> AskAsync(string url, string? key, bool all, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate($"{url.TrimEnd('/')}/v1/models{(all ? "?all=true" : "")}", UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new HttpRequestException($"--url '{url}' is no http or https address, such as http://127.0.0.1:4000.");
        using var handler = new SocketsHttpHandler();
        using var http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(30), MaxResponseContentBufferSize = MaxBytes };
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if ((key ?? Environment.GetEnvironmentVariable("OCHRE_API_KEY")) is { Length: > 0 } given)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", given);
        try
        {
            using var answer = await http.SendAsync(request, cancellationToken);
            var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
            if (!answer.IsSuccessStatusCode)
                throw new HttpRequestException($"{address.Authority} answered with HTTP {(int)answer.StatusCode}{Reason(body)}");
            return JsonSerializer.Deserialize(body, s_indented.WireModelList) is { Data: { } data } list && data.All(model => model.Ochre is not null)
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
            return JsonSerializer.Deserialize(body, s_indented.WireError)?.Error is { Message: { } message } ? $": {message}" : ".";
        }
        catch (JsonException)
        {
            return ".";
        }
    }

    private static List<WireModel> Matching(WireModelList list, string? filter) => [.. list.Data.Where(model => filter is null
        || ((IEnumerable<string>)[model.Id, model.Ochre.Name, .. model.Ochre.Tasks, .. model.Ochre.Aliases])
            .Any(text => text.Contains(filter, StringComparison.OrdinalIgnoreCase)))];

    private static int Fail(params ReadOnlySpan<string> faults)
    {
        foreach (var fault in faults)
            Console.Error.WriteLine($"ochre models: {fault}");
        return 2;
    }
}
