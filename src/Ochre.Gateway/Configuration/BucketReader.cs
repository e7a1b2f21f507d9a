using System.Text.Json;
using System.Text.RegularExpressions;
using Ochre.Stores;

namespace Ochre.Gateway.Configuration;

/// <summary>The buckets that callers may name pictures in: the one of the links, and stdapi.ai's two lists.</summary>
internal sealed partial class BucketReader(SettingText text)
{
    private static readonly string[] s_lists = ["AWS_S3_REGIONAL_BUCKETS", "AWS_S3_ACCEPTED_BUCKETS"];

    /// <param name="links">The bucket of the links, if there is one.</param>
    /// <param name="region">Of a bucket for which nobody says.</param>
    public IReadOnlyList<S3Options> Read(S3Options? links, string? region)
    {
        Dictionary<string, S3Options> buckets = [];
        if (links is not null)
            buckets[links.Bucket] = links;
        foreach (var name in s_lists)
        {
            foreach (var (bucket, own) in Entries(name))
                buckets.TryAdd(bucket, Options(name, bucket, own ?? links?.Region ?? region, links));
        }
        return [.. buckets.Values];
    }

    private S3Options Options(string name, string bucket, string? region, S3Options? links)
    {
        var endpoint = links?.Endpoint ?? (text.Env("AWS_ENDPOINT_URL_S3") is { } url ? text.Url("AWS_ENDPOINT_URL_S3", url) : null);
        region ??= endpoint is null ? null : "us-east-1";
        if (!LinkReader.IsBucket(bucket))
            text.Fault($"{name}: '{bucket}' is no bucket's name: 3 to 63 letters, digits, dots and hyphens.");
        if (region is null)
            text.Fault($"{name}: the region of '{bucket}' is not known; write {{\"{bucket}\": \"us-west-2\"}}, or set AWS_REGION.");
        return new() { Bucket = bucket, Region = region ?? "", Endpoint = endpoint };
    }

    // A JSON object, whichever side has the region, because the two variables have it on different sides; a JSON list; or names with commas.
    private List<(string Bucket, string? Region)> Entries(string name)
    {
        if (text.Env(name) is not { } given)
            return [];
        if (given[0] is not ('{' or '['))
            return [.. text.List(name).Select(bucket => (bucket, (string?)null))];
        try
        {
            using var json = JsonDocument.Parse(given);
            return json.RootElement.ValueKind is JsonValueKind.Object
                ? [.. json.RootElement.EnumerateObject().Select(pair => Turned(pair.Name, pair.Value.GetString() ?? ""))]
                : [.. json.RootElement.EnumerateArray().Select(bucket => (bucket.GetString() ?? "", (string?)null))];
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            text.Fault($"{name}: must be bucket names with commas between them, or JSON like {{\"my-bucket\": \"us-west-2\"}}.");
            return [];
        }
    }

    private static (string, string?) Turned(string first, string second) => Region().IsMatch(first) ? (second, first) : (first, second);

    [GeneratedRegex("^[a-z]{2}(-[a-z]+)+-[0-9]$")]
    private static partial Regex Region();
}
