using System.Security.Cryptography;
using System.Text.Json;
using Ochre.Gateway.Auth;
using Ochre.Gateway.Replay;
using Ochre.Gateway.Wire;

namespace Ochre.Gateway.Endpoints;

/// <summary><c>POST /v1/images/generations</c>, and where Azure's and LiteLLM's clients look for it.</summary>
internal static class GenerationsEndpoint
{
    private static readonly string[] s_routes =
        ["/v1/images/generations", "/images/generations", "/openai/deployments/{model}/images/generations", "/deployments/{model}/images/generations"];

    public static void Map(IEndpointRouteBuilder routes, ImageDelivery delivery, Replays replays, Live live)
    {
        foreach (var route in s_routes)
            routes.MapPost(route, http => HandleAsync(http, delivery, replays, live.Now)).OpenTo(Role.User).WithMetadata(Spend.Rates.BuysImages.Mark);
    }

    private static async Task HandleAsync(HttpContext http, ImageDelivery delivery, Replays replays, LiveSettings now)
    {
        using var json = await JsonBody.ReadAsync(http.Request, now.Settings.MaxBodyBytes, http.RequestAborted);
        await replays.RunAsync(http, "generations", json.RootElement, [], () => GenerateAsync(http, json.RootElement, delivery, now));
    }

    private static async Task GenerateAsync(HttpContext http, JsonElement json, ImageDelivery delivery, LiveSettings now)
    {
        var body = now.Settings.Extras.Apply(GenerationBody.Parse(json, PathModel(http)));
        ModelAccess.Of(http, now.Catalog).Require(body.Model);
        now = await now.KnowingAsync(body.Model, http.RequestAborted);
        var model = now.Catalog.Find(body.Model);
        var bedrockHeaders = now.Headers(http, body, model.Headers);
        var seed = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4));
        var job = await now.Images.PlanAsync(body.Request, model, seed, http.RequestAborted);
        await delivery.RunAsync(http, new(now, job, body, bedrockHeaders, "image_generation"));
    }

    // Routing leaves %2F as it is.
    internal static string? PathModel(HttpContext http) => (http.GetRouteValue("model") as string)?.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
