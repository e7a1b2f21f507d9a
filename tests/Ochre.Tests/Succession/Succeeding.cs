using System.Text.Json.Nodes;
using Ochre.Succession;

namespace Ochre.Tests.Succession;

/// <summary>From a wish for a model that is gone to what its successor is sent, on a day when all of Amazon's are gone.</summary>
internal static class Succeeding
{
    public const string Canvas = "amazon.nova-canvas-v1:0";
    public const string Titan = "amazon.titan-image-generator-v2:0";
    public const string Xl = "stability.stable-diffusion-xl-v1";

    public static readonly DateOnly Today = new(2026, 11, 21);

    /// <param name="Ignored">Joined by commas, in their order.</param>
    public sealed record Came(string Model, JsonObject Body, ImagePlan Plan, string Ignored, string Adjusted)
    {
        public string? Field(string name) => Body[name]?.ToString();
    }

    public static Came Succeed(string model, ImageRequest request, string extra = "{}", string defaults = "{}")
    {
        var answer = SuccessionRule.Auto.Resolve(
            ModelCatalog.Default.Find(model), request with { Extra = Planning.Json(extra), Defaults = Planning.Json(defaults) }, ModelCatalog.Default, Today);
        var plan = answer.Target.Family.Plan(answer.Request, answer.Target.Model, Planning.Random).After(answer.Notes, answer.Quality);
        return new(answer.Target.Model.Id, plan.Body(), plan, string.Join(',', plan.Notes.Ignored), string.Join(',', plan.Notes.Adjusted));
    }

    public static ImageError Refused(string model, ImageRequest request, string extra = "{}") =>
        Assert.Throws<ImageException>(() => Succeed(model, request, extra)).Error;

    /// <summary>The names of a body's fields, joined by commas: neither more nor fewer were sent.</summary>
    public static string Fields(this JsonObject body) => string.Join(',', body.Select(field => field.Key).Order(StringComparer.Ordinal));
}
