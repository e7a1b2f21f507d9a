using System.Text.Json.Nodes;
using Ochre.Emulator.Decoding;
using Ochre.Emulator.Painter;

namespace Ochre.Emulator.Tests.Editing;

/// <summary>Edits asked for through the front door, and what tests say about their pixels.</summary>
internal static class Edited
{
    public const uint Sky = 0xFF9CC4F0, Grass = 0xFF4F8A3C, Red = 0xFFD02028;

    /// <summary>Sky over grass, with a little grain, and a red block of 60x50 at (90, 100): 320x240.</summary>
    public static readonly Picture Block = Drawn.By(320, 240, (x, y) => Block60(x, y) ? Red : Grained(y < 120 ? Sky : Grass, x, y));

    public static bool Block60(int x, int y) => x is >= 90 and < 150 && y is >= 100 and < 150;

    /// <summary>Black or white, by what is inside.</summary>
    public static Picture Mask(int width, int height, Func<int, int, bool> contains, uint inside, uint outside) =>
        Drawn.By(width, height, (x, y) => contains(x, y) ? inside : outside);

    public static async Task<Picture> ByAsync(string service, Picture image, string fields = "{}", params (string Name, Picture Picture)[] more)
    {
        var body = JsonNode.Parse(fields)!.AsObject();
        body[service == "stable-style-transfer" ? "init_image" : "image"] = Drawn.Base64(image);
        foreach (var (name, picture) in more)
            body[name] = Drawn.Base64(picture);
        return await AskAsync(Bodies.Profile(service), body);
    }

    public static async Task<Picture> ByTaskAsync(string task, string name, JsonObject fields, string config = "{}") => await AskAsync(
        TestClient.Canvas, task == "BACKGROUND_REMOVAL"
            ? new() { ["taskType"] = task, [name] = fields }
            : new() { ["taskType"] = task, [name] = fields, ["imageGenerationConfig"] = JsonNode.Parse(config) });

    public static async Task<Picture> AskAsync(string model, JsonObject body)
    {
        using var client = new TestClient();
        var answer = await client.InvokeAsync(model, body.ToJsonString());
        Assert.True(answer.Status == 200, answer.Body[..Math.Min(answer.Body.Length, 500)]);
        return ImageReader.Read(model == TestClient.Xl ? answer.Json.GetProperty("artifacts")[0].GetProperty("base64").GetBytesFromBase64() : answer.Image());
    }

    public static uint At(this Picture picture, int x, int y)
    {
        var i = (y * picture.Width + x) * 4;
        return (uint)(picture.Rgba[i + 3] << 24 | picture.Rgba[i] << 16 | picture.Rgba[i + 1] << 8 | picture.Rgba[i + 2]);
    }

    /// <summary>Every pixel is the source's wherever the edit must not reach; elsewhere at least a share is not.</summary>
    public static void AssertKept(Picture source, Picture edited, Func<int, int, bool> mayChange, double changedShare = 0.5)
    {
        Assert.Equal((source.Width, source.Height), (edited.Width, edited.Height));
        var (free, changed) = (0, 0);
        for (var y = 0; y < source.Height; y++)
        {
            for (var x = 0; x < source.Width; x++)
            {
                var same = source.At(x, y) == edited.At(x, y);
                if (!mayChange(x, y))
                    Assert.True(same, $"({x}, {y}) was {source.At(x, y):X8} and is {edited.At(x, y):X8}");
                else
                    (free, changed) = (free + 1, changed + (same ? 0 : 1));
            }
        }

        Assert.True(changed >= free * changedShare, $"{changed} of {free} changed");
    }

    public static (double R, double G, double B) Mean(Picture picture, Func<int, int, bool> where)
    {
        double r = 0, g = 0, b = 0;
        var count = 0;
        for (var i = 0; i < picture.Width * picture.Height; i++)
        {
            if (!where(i % picture.Width, i / picture.Width))
                continue;
            (r, g, b, count) = (r + picture.Rgba[i * 4], g + picture.Rgba[i * 4 + 1], b + picture.Rgba[i * 4 + 2], count + 1);
        }

        return (r / count, g / count, b / count);
    }

    private static uint Grained(uint colour, int x, int y) => colour + (uint)((x * 7 + y * 13) % 5) * 0x010101u;
}
