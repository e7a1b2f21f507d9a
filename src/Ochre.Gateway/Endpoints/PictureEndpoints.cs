using System.Security.Cryptography;
using Ochre.Gateway.Auth;
using Ochre.Gateway.Replay;
using Ochre.Gateway.Sources;
using Ochre.Gateway.Uploads;
using Ochre.Gateway.Wire;

namespace Ochre.Gateway.Endpoints;

/// <summary><c>POST /v1/images/edits</c> and <c>/variations</c>, and where Azure's and LiteLLM's clients look for them.</summary>
internal sealed class PictureEndpoints(RequestReader requests, PictureReader pictures, ImageDelivery delivery, Replays replays, Live live)
{
    private static readonly string[] s_prefixes = ["/v1", "", "/openai/deployments/{model}", "/deployments/{model}"];

    private delegate (ImageBody Body, GivenPictures Pictures) Parse(RequestInput input, string? pathModel);

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var prefix in s_prefixes)
        {
            routes.MapPost($"{prefix}/images/edits", http => AnswerAsync(http, "edits", EditBody.Parse)).OpenTo(Role.User).WithMetadata(Spend.Rates.BuysImages.Mark);
            routes.MapPost($"{prefix}/images/variations", http => AnswerAsync(http, "variations", VariationBody.Parse)).OpenTo(Role.User).WithMetadata(Spend.Rates.BuysImages.Mark);
        }
    }

    private async Task AnswerAsync(HttpContext http, string task, Parse parse)
    {
        var now = live.Now;
        // The pictures' memory is the request's: it goes back when Bedrock has taken the last of them.
        using var input = await requests.ReadAsync(http);
        await replays.RunAsync(http, task, input.Json, input.Pictures, () => MakeAsync(http, input, parse, now));
    }

    private async Task MakeAsync(HttpContext http, RequestInput input, Parse parse, LiveSettings now)
    {
        var (body, given) = parse(input, GenerationsEndpoint.PathModel(http));
        body = now.Settings.Extras.Apply(body);
        ModelAccess.Of(http, now.Catalog).Require(body.Model);
        now = await now.KnowingAsync(body.Model, http.RequestAborted);
        // For a model that does not exist nothing is fetched.
        var model = now.Catalog.Find(body.Model);
        var bedrockHeaders = now.Headers(http, body, model.Headers);
        body = body with { Request = await pictures.ReadAsync(body.Request, given, input, http) };
        var seed = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4));
        var job = await now.Images.PlanAsync(body.Request, model, seed, http.RequestAborted);
        await delivery.RunAsync(http, new(now, job, body, bedrockHeaders, "image_edit"));
    }
}
