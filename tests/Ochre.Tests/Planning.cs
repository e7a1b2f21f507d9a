using System.Text;
using System.Text.Json.Nodes;
using Ochre.Bedrock;

namespace Ochre;

/// <summary>From a model's name and a wish to a plan, as the service does it, and the comparisons its tests need.</summary>
internal static class Planning
{
    public const uint Random = 123_456_789;

    public static ImagePlan Plan(string? model, ImageRequest request, uint random = Random)
    {
        var target = ModelCatalog.Default.Find(model);
        return target.Family.Plan(request, target.Model, random);
    }

    public static ImagePlan Plan(string? model, string extra, ImageRequest? request = null) =>
        Plan(model, (request ?? Fox) with { Extra = Json(extra) });

    /// <summary>A grey png of one pixel.</summary>
    public const string Dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==";

    /// <summary>A grey png of 320 by 320, the smallest that Canvas takes.</summary>
    public const string Tile = "iVBORw0KGgoAAAANSUhEUgAAAUAAAAFACAAAAADo+/p2AAABmElEQVR42u3QMQEAAAwCIKMb3RA7BxFIOYkCgQIFCkSgQIECEShQoEAEChQoEIECBQpEoECBAhEoUKBABAoUKBCBAgUKRKBAgQIRKFCgQIEIFChQIAIFChSIQIECBSJQoECBCBQoUCACBQoUiECBAgUiUKBAgQgUKFAgAgUKFChQgUCBAgUiUKBAgQgUKFAgAgUKFIhAgQIFIlCgQIEIFChQIAIFChSIQIECBSJQoECBCBQoUKBABAoUKBCBAgUKRKBAgQIRKFCgQAQKFCgQgQIFCkSgQIECEShQoEAEChQoEIECBQoUqECgQIECEShQoEAEChQoEIECBQpEoECBAhEoUKBABAoUKBCBAgUKRKBAgQIRKFCgQAQKFChQIAIFChSIQIECBSJQoECBCBQoUCACBQoUiECBAgUiUKBAgQgUKFAgAgUKFIhAgQIFClQgUKBAgQgUKFAgAgUKFIhAgQIFIlCgQIEIFChQIAIFChSIQIECBSJQoECBCBQoUCACBQoUKBCBAgUKRKBAgQIRKFCgQAQKFPjDAC4fC7mgeWBJAAAAAElFTkSuQmCC";

    public static GenerateImages Fox { get; } = new() { Prompt = "fox" };

    public static ImageError Refusal(string? model, ImageRequest request) =>
        Assert.Throws<ImageException>(() => Plan(model, request)).Error;

    public static ImageError Refusal(string? model, string extra) => Refusal(model, Fox with { Extra = Json(extra) });

    /// <summary>In it, <c>$TILE</c> stands for <see cref="Tile"/>.</summary>
    public static JsonObject Json(string json) => JsonNode.Parse(json.Replace("$TILE", Tile, StringComparison.Ordinal))!.AsObject();

    public static string Text(this BedrockCall call) => string.Concat(call.Body.Pieces().Select(piece => Encoding.UTF8.GetString(piece.Span)));

    public static JsonObject Body(this ImagePlan plan, int call = 0) => Json(plan.Calls[call].Text());

    /// <summary>The same JSON; the order of names counts too, because AWS's samples have one.</summary>
    public static void AssertBody(string expected, BedrockCall call) => Assert.Equal(expected.Replace("$TILE", Tile, StringComparison.Ordinal), call.Text());

    public static PixelSize Size(string text) => PixelSize.TryParse(text, out var size) ? size : throw new ArgumentException(text);

    public static AnswerFields Fields(params (string Path, string? Value)[] fields)
    {
        var read = new AnswerFields();
        foreach (var (path, value) in fields)
            read.Add(path, value);
        return read;
    }
}
