using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ochre.Gateway.Auth;
using Ochre.Gateway.Listing;
using Ochre.Gateway.Wire;

namespace Ochre.Gateway.Endpoints;

/// <summary>LiteLLM's <c>GET /model/info</c>: every entry of every name, or the one of <c>?litellm_model_id=</c>.</summary>
internal sealed partial class ModelInfoEndpoint(ModelListings listings)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var route in (string[])["/model/info", "/v1/model/info"])
            routes.MapGet(route, AnswerAsync).OpenTo(Role.User);
    }

    private Task AnswerAsync(HttpContext http)
    {
        var all = listings.For(http).Names().SelectMany(listed => listed.Entries.Select((entry, index) => Item(listed.Name, entry, index)));
        if (new QueryFilters(http.Request.Query).One("litellm_model_id") is not { } id)
            return JsonAnswer.WriteAsync(http, new([.. all]), WireJson.Default.WireModelInfoList);
        List<WireModelInfo> found = [.. all.Where(item => item.ModelInfo.Id == id)];
        return found.Count > 0
            ? JsonAnswer.WriteAsync(http, new(found), WireJson.Default.WireModelInfoList)
            : throw new ImageException(new(400, "invalid_request_error", "model_not_found",
                $"No entry has the id '{Echo.Of(id, 100)}'. GET /model/info lists them; model_info.id of each is what is meant.", "litellm_model_id"));
    }

    private static WireModelInfo Item(string name, ModelTarget entry, int index)
    {
        var model = entry.Model;
        return new(name, Parameters(entry), new(
            entry.EntryId ?? Hash($"{name}\n{model.Id}\n{entry.CallId}\n{entry.Region}\n{index}"), DbModel: false, model.Id,
            ImageRoutes.StartsFromWords(model) ? "image_generation" : "image_edit", "bedrock", ImageRoutes.Of(model),
            model.Prices?.For(new(model.Tasks[0], model.Sizes.Default)), ModelFacts.Day(model.EndOfLife)));
    }

    private static JsonObject Parameters(ModelTarget entry)
    {
        var parameters = new JsonObject { ["model"] = $"bedrock/{entry.Model.Id}" };
        if (entry.CallId != entry.Model.CallId)
            parameters["model_id"] = Account().Replace(entry.CallId, "${1}************:");
        foreach (var (name, value) in ((string, JsonNode?)[])
            [("aws_region_name", entry.Region), ("weight", entry.Weight), ("rpm", entry.RequestsPerMinute), ("order", entry.Order)])
        {
            if (value is not null)
                parameters[name] = value;
        }

        // What the model does not have may be anything, a secret among it.
        foreach (var (name, value) in entry.Defaults.Where(pair => entry.Model.Knows(pair.Key)))
            parameters[name] = value?.DeepClone();
        return parameters;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    [GeneratedRegex(@"^(arn:[^:]*:[^:]*:[^:]*:)[0-9]{12}:")]
    private static partial Regex Account();
}
