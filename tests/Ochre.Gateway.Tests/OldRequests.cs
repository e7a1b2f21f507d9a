using System.Text.Json.Nodes;
using Ochre.Tests.Pixels;

namespace Ochre.Gateway.Tests;

/// <summary>Requests that were written for models that are gone, and the pictures they bring.</summary>
internal static class OldRequests
{
    public const int Side = 384;

    public static readonly byte[] Picture = PngFile.Make(Side, Side, PngFile.Rgb, 8);

    // Left half black, right half white; and the same to an OpenAI client: left half transparent.
    public static readonly byte[] BlackLeft = Grey((x, _) => x < Side / 2 ? 0 : 255);
    public static readonly byte[] WhiteLeft = Grey((x, _) => x < Side / 2 ? 255 : 0);
    public static readonly byte[] ClearLeft = Transparent((x, _) => x < Side / 2);

    // Black, which an outpainting keeps, is a rectangle with 64 above, 96 below, 32 left and 128 right of it; or that with a corner off.
    public static readonly byte[] Framed = Grey((x, y) => x is >= 32 and < 256 && y is >= 64 and < 288 ? 0 : 255);
    public static readonly byte[] Cornered = Grey((x, y) => x is >= 32 and < 256 && y is >= 64 and < 288 && (x > 100 || y > 100) ? 0 : 255);
    public static readonly byte[] ClearFrame = Transparent((x, y) => !(x is >= 32 and < 256 && y is >= 64 and < 288));

    /// <summary>Posts a wish for a lighthouse with these fields; <c>$PICTURE</c>, <c>$BLACK</c> and so on in them are the pictures above.</summary>
    /// <param name="route"><c>generations</c>, or <c>edits</c> or <c>variations</c> of <see cref="Picture"/>.</param>
    public static Task<HttpResponseMessage> PostAsync(RunningGateway gateway, string route, string model, string extra)
    {
        var body = new JsonObject { ["model"] = model, ["response_format"] = "b64_json" };
        if (route is not "variations")
            body["prompt"] = "a lighthouse";
        if (route is not "generations")
            body["images"] = new JsonArray(new JsonObject { ["image_url"] = EditGateway.DataUrl(Picture) });
        foreach (var (name, value) in JsonNode.Parse(Put(extra))!.AsObject())
            body[name] = value?.DeepClone();
        return gateway.PostAsync(body.ToJsonString(), $"/v1/images/{route}");
    }

    private static string Put(string json)
    {
        foreach (var (name, file) in Files)
            json = json.Replace($"${name}", EditGateway.DataUrl(file), StringComparison.Ordinal);
        return json;
    }

    private static readonly (string Name, byte[] File)[] Files =
    [
        ("PICTURE", Picture), ("BLACK", BlackLeft), ("WHITE", WhiteLeft), ("CLEAR", ClearLeft), ("FRAMED", Framed), ("CORNERED", Cornered), ("OPENFRAME", ClearFrame),
    ];

    private static byte[] Grey(Func<int, int, int> value) => File(PngFile.Grey, (x, y) => [(byte)value(x, y)]);

    private static byte[] Transparent(Func<int, int, bool> isClear) => File(PngFile.GreyAlpha, (x, y) => [200, (byte)(isClear(x, y) ? 0 : 255)]);

    private static byte[] File(int kind, Func<int, int, byte[]> pixel)
    {
        using var raw = new MemoryStream();
        for (var y = 0; y < Side; y++)
        {
            raw.WriteByte(0);
            for (var x = 0; x < Side; x++)
                raw.Write(pixel(x, y));
        }
        return PngFile.Wrap(Side, Side, kind, 8, interlaced: false, PngFile.Deflate(raw.ToArray()));
    }
}
