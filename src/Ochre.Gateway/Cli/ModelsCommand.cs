using System.CommandLine;
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
    private static readonly Argument<string?> s_filter = new("filter") { Description = "Only models with this in their id, name, task or alias", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> s_all = new("--all") { Description = "Models past their end of life, too" };
    private static readonly Option<bool> s_json = new("--json") { Description = "As GET /v1/models has it, in place of a table" };
    private static readonly Option<string?> s_config = new("--config", "-c") { Description = "LiteLLM's config.yaml, read as it is", HelpName = "FILE" };
    private static readonly Option<string?> s_url = new("--url") { Description = "Ask the gateway at this address, not the configuration", HelpName = "URL" };
    private static readonly Option<string?> s_key = new("--key") { Description = "Key for the gateway. Default $OCHRE_API_KEY", HelpName = "KEY" };

    private static readonly WireJson s_indented = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

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
                ? await ServedModels.AskAsync(url, parsed.GetValue(s_key), parsed.GetValue(s_all), cancellationToken)
                : Read(parsed.GetValue(s_config), parsed.GetValue(s_all));
        }
        catch (SettingsException wrong)
        {
            return Fail([.. wrong.Faults]);
        }
        catch (Exception fault) when (fault is HttpRequestException or TimeoutException)
        {
            return Fail(fault.Message);
        }

        var models = Matching(list, parsed.GetValue(s_filter));
        if (parsed.GetValue(s_json))
            Console.WriteLine(JsonSerializer.Serialize(new WireModelList("list", models), s_indented.WireModelList));
        else
            Console.Write(models is [] && !parsed.GetValue(s_all) ? $"No model fits; --all lists those past their end of life too.{Environment.NewLine}" : ModelTable.Of(models));
        return 0;
    }

    // Nobody is called: neither keys nor a safe address matter here. What AWS serves is listed, whoever a gateway would call.
    private static WireModelList Read(string? config, bool all)
    {
        var settings = new SettingsReader(Environment.GetEnvironmentVariable).Read(new(Host: "127.0.0.1", Config: config, Emulator: true));
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var catalog = CatalogOf.Settings(settings, static _ => AwsIdentity.AccessKey("none", "none"), today);
        return new ModelFacts(new(catalog, settings.Succession, today, new(Auth.Caller.Anyone, catalog))).List(withGone: all);
    }

    private static List<WireModel> Matching(WireModelList list, string? filter) => [.. list.Data.Where(model => filter is null
        || ((IEnumerable<string>)[model.Id, model.Ochre.Model, model.Ochre.Name, .. model.Ochre.Tasks, .. model.Ochre.Aliases])
            .Any(text => text.Contains(filter, StringComparison.OrdinalIgnoreCase)))];

    private static int Fail(params ReadOnlySpan<string> faults)
    {
        foreach (var fault in faults)
            Console.Error.WriteLine($"ochre models: {fault}");
        return 2;
    }
}
