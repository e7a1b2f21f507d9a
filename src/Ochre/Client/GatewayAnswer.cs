using System.Globalization;
using System.Text.Json;
using Ochre.Pixels;

namespace Ochre;

/// <summary>What a gateway answered: its headers, which tell of all images, and the images or the refusal.</summary>
internal sealed class GatewayAnswer(HttpResponseMessage response)
{
    /// <summary>Id of the model that answered; empty where the gateway does not tell.</summary>
    public string Model => Header("x-ochre-model") ?? "";

    public string? Region => Header("x-ochre-region");

    /// <summary>Of everything together, in US dollars.</summary>
    public decimal? CostUsd => decimal.TryParse(Header("x-ochre-cost-usd"), NumberStyles.Number, CultureInfo.InvariantCulture, out var usd) ? usd : null;

    public int Filtered => Number("x-ochre-filtered");

    public int Failed => Number("x-ochre-failed");

    private long?[] Seeds => [.. List("x-ochre-seed").Select(seed => long.TryParse(seed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (long?)null)];

    /// <exception cref="ImageException">It is not what OpenAI's API answers.</exception>
    public OchreImages Read(ReadOnlyMemory<byte> body, CheckedCall call)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            List<byte[]> files = [.. json.RootElement.GetProperty("data").EnumerateArray().Select(image => image.GetProperty("b64_json").GetBytesFromBase64())];
            if (files.Count == 0)
                throw NotOurs(null);
            var seeds = Seeds;
            // Behind the images, and without a seed, stands the mask that the model used.
            var images = seeds.Length > 0 ? Math.Min(seeds.Length, files.Count) : files.Count;
            var mask = images < files.Count ? Image(files[images], images, null, 0) : null;
            return new([.. files.Take(images).Select((file, index) => Image(file, index, index < seeds.Length ? seeds[index] : null, CostUsd / images, mask, call))])
            {
                Filtered = Filtered,
                Failed = Failed,
                CostUsd = CostUsd,
                InputTokens = Tokens(json.RootElement, "text_tokens"),
                InputImages = Tokens(json.RootElement, "image_tokens"),
            };
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw NotOurs(fault);
        }
    }

    public OchreImage Image(byte[] file, int index, long? seed, decimal? cost, OchreImage? mask = null, CheckedCall? call = null, IReadOnlyList<OchreImage>? previews = null)
    {
        var header = ImageHeader.Read(file) ?? throw ImageError.BadAnswer("The gateway's answer holds an image that is no png, jpeg or webp.");
        return new()
        {
            Bytes = file,
            Format = header.Format,
            Size = header.UprightSize,
            Seed = seed,
            CostUsd = cost,
            Notes = new([.. Ignored(call, previews is not null).Concat(List("x-ochre-ignored")).Distinct()], List("x-ochre-adjusted"))
            {
                ReplacedModel = Header("x-ochre-substituted")?.Split("->")[0],
                EndOfLife = response.Headers.TryGetValues("Sunset", out var sunset) && DateTimeOffset.TryParse(sunset.First(), CultureInfo.InvariantCulture, out var end) ? DateOnly.FromDateTime(end.UtcDateTime) : null,
            },
            Model = Model,
            Region = Region,
            Index = index,
            Mask = mask,
            Previews = previews ?? [],
        };
    }

    /// <summary>The refusal as the gateway worded it.</summary>
    public ImageException Refusal(ReadOnlyMemory<byte> body)
    {
        var status = (int)response.StatusCode;
        try
        {
            using var json = JsonDocument.Parse(body);
            return Refusal(json.RootElement, status);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new(new(502, "upstream_error", "bedrock_bad_answer", $"The gateway answered {status} without a word that its clients understand; is its address right?"), fault);
        }
    }

    /// <param name="body">Holds <c>error</c>.</param>
    public ImageException Refusal(JsonElement body, int status)
    {
        var error = body.GetProperty("error");
        return new(new(status, Word("type") ?? "upstream_error", Word("code"), Word("message") ?? "The gateway gave no reason.", Word("param"))
        {
            RetryAfter = response.Headers.RetryAfter?.Delta is { } wait ? (int)Math.Clamp(Math.Ceiling(wait.TotalSeconds), 1, 60) : null,
        });

        string? Word(string name) => error.TryGetProperty(name, out var word) && word.ValueKind is JsonValueKind.String ? word.GetString() : null;
    }

    public static ImageException NotOurs(Exception? fault) => ImageError.BadAnswer("The gateway's answer is not that of OpenAI's Images API.", fault);

    // A gateway gives renditions beside streamed images alone.
    private static IEnumerable<string> Ignored(CheckedCall? call, bool isStreamed) =>
        [.. call?.Ignored ?? [], .. call?.Previews > 0 && !isStreamed ? ["previews"] : Array.Empty<string>()];

    private static int Tokens(JsonElement answer, string name) =>
        answer.TryGetProperty("usage", out var usage) && usage.TryGetProperty("input_tokens_details", out var details) && details.TryGetProperty(name, out var count) ? count.GetInt32() : 0;

    private string? Header(string name) => response.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;

    private string[] List(string name) => Header(name)?.Split(',', StringSplitOptions.TrimEntries) ?? [];

    private int Number(string name) => int.TryParse(Header(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
