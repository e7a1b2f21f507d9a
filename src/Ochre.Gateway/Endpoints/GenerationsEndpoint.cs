using System.Security.Cryptography;
using Ochre.Gateway.Wire;

namespace Ochre.Gateway.Endpoints;

/// <summary><c>POST /v1/images/generations</c>, and where Azure's and LiteLLM's clients look for it.</summary>
internal static class GenerationsEndpoint
{
    private static readonly string[] s_routes =
        ["/v1/images/generations", "/images/generations", "/openai/deployments/{model}/images/generations", "/deployments/{model}/images/generations"];

    public static void Map(IEndpointRouteBuilder routes, ImageDelivery delivery, GatewaySettings settings)
    {
        foreach (var route in s_routes)
            routes.MapPost(route, http => HandleAsync(http, delivery, settings));
    }

    private static async Task HandleAsync(HttpContext http, ImageDelivery delivery, GatewaySettings settings)
    {
        using var json = await JsonBody.ReadAsync(http.Request, settings.MaxBodyBytes, http.RequestAborted);
        var body = GenerationBody.Parse(json.RootElement, PathModel(http));
        var bedrockHeaders = BedrockHeaders.Read(http.Request.Headers, body.Guardrail);
        var seed = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4));
        var job = await delivery.Images.PlanAsync(body.Request, body.Model, seed, http.RequestAborted);
        await delivery.RunAsync(http, new(job, body, bedrockHeaders, "image_generation"));
    }

    // Routing leaves %2F as it is.
    internal static string? PathModel(HttpContext http) => (http.GetRouteValue("model") as string)?.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
