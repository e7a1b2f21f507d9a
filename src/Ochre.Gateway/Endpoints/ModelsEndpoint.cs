using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Ochre.Gateway.Wire;
using Ochre.Succession;

namespace Ochre.Gateway.Endpoints;

/// <summary><c>GET /v1/models</c> and <c>/v1/models/{id}</c>: what can be called now, as data.</summary>
internal sealed class ModelsEndpoint(Live live, SuccessionRule succession, TimeProvider time)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var route in (string[])["/v1/models", "/models"])
        {
            routes.MapGet(route, ListAsync);
            routes.MapGet(route + "/{**id}", FindAsync);
        }
    }

    private Task ListAsync(HttpContext http)
    {
        var catalog = live.Now.Catalog;
        var models = catalog.Models.Where(IsServed).Select(model => Describe(model.Id, model));
        var aliases = catalog.Aliases.Select(alias => (alias.Name, catalog.Find(alias.Name).Model))
            .Where(alias => IsServed(alias.Model)).Select(alias => Describe(alias.Name, alias.Model));
        return WriteAsync(http, JsonSerializer.SerializeToUtf8Bytes(
            new WireModelList("list", [.. models.Concat(aliases).DistinctBy(model => model.Id)]), WireJson.Default.WireModelList));
    }

    private Task FindAsync(HttpContext http)
    {
        var id = IdOf(http);
        try
        {
            var model = live.Now.Catalog.Find(id).Model;
            DeprecationHeaders.Set(http.Response.Headers, Deprecation.Of(model, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)));
            if (IsServed(model))
                return WriteAsync(http, JsonSerializer.SerializeToUtf8Bytes(Describe(id, model), WireJson.Default.WireModel));
            return Refusals.WriteAsync(http, NotFound(
                $"The model '{model.Id}' is deprecated: Bedrock stopped serving it on {Day(model.EndOfLife)}. Its successor is '{model.Successor}'."));
        }
        catch (ImageException unknown)
        {
            return Refusals.WriteAsync(http, NotFound(unknown.Error.Message));
        }
    }

    private static ImageError NotFound(string message) => new(404, "invalid_request_error", "model_not_found", message);

    // Routing leaves %2F as it is, so that an ARN must be unescaped by hand.
    private static string IdOf(HttpContext http)
    {
        var target = http.Features.Get<IHttpRequestFeature>()?.RawTarget is { Length: > 0 } raw ? raw : http.Request.Path.ToUriComponent();
        var path = target.Split('?')[0];
        var start = path.LastIndexOf("/models/", StringComparison.OrdinalIgnoreCase);
        return start < 0 ? http.GetRouteValue("id") as string ?? "" : Uri.UnescapeDataString(path[(start + "/models/".Length)..]);
    }

    private bool IsServed(ImageModel model) => succession.IsServed(model, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));

    private WireModel Describe(string id, ImageModel model) =>
        new(id, "model", model.Created, model.Provider, Day(model.EndOfLife), new(
            model.Name, [.. model.Tasks.Select(task => task.Word())], [.. model.Formats.Select(format => format.Word())],
            model.ImagesPerCall, model.PromptMax, Sizes(model.Sizes), model.Sizes.Describe(), Price(model.Prices), Lifecycle(model), model.Regions,
            [.. live.Now.Catalog.AliasesOf(model)], model.Parameters) { Abilities = WireAbilities.Of(model) });

    private static List<string>? Sizes(SizeRule rule) => rule switch
    {
        SizeRule.Listed listed => [.. listed.Sizes.Select(size => size.ToString())],
        SizeRule.Ratios ratios => [.. ratios.All.Select(ratio => ratio.Size.ToString())],
        _ => null,
    };

    private static WirePrice? Price(PriceTable? prices) => prices is null ? null : new(
        Usd(prices.Lines.Min(line => line.Usd)), Usd(prices.Lines.Max(line => line.Usd)), Day(prices.AsOf)!);

    private WireLifecycle Lifecycle(ImageModel model)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var status = model.EndOfLife <= today ? "EOL" : model.LegacySince <= today ? "LEGACY" : "ACTIVE";
        return new(status, Day(model.LegacySince), Day(model.EndOfLife), model.Successor);
    }

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Usd(decimal usd) => usd.ToString("0.########", CultureInfo.InvariantCulture);

    private static Task WriteAsync(HttpContext http, byte[] json)
    {
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = json.Length;
        return http.Response.Body.WriteAsync(json, http.RequestAborted).AsTask();
    }
}
