using System.Buffers;
using System.Net;
using Ochre.Bedrock;
using Ochre.Stores;

namespace Ochre.Gateway.Configuration;

/// <summary>The settings of links: keys, disk, bucket, proxies.</summary>
internal sealed class LinkReader(SettingText text)
{
    private static readonly SearchValues<char> s_bucketLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_");
    private static readonly SearchValues<char> s_prefixLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_/=");
    private static readonly string[] s_private = ["127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"];

    /// <param name="publicUrl">What the command line said.</param>
    /// <param name="region">Where Bedrock is called.</param>
    public LinkSettings Read(string? publicUrl, string? region, List<string> warnings)
    {
        publicUrl ??= text.Env("PUBLIC_BASE_URL");
        var lifetime = TimeSpan.FromSeconds(text.Number("OCHRE_LINK_SECONDS", 1, 86_400) ?? 3600);
        return new()
        {
            Lifetime = lifetime,
            Keys = text.List("OCHRE_LINK_KEYS"),
            PublicUrl = publicUrl is null ? null : text.Url("PUBLIC_BASE_URL", publicUrl.TrimEnd('/') + "/"),
            NamesFiles = text.Switch("OCHRE_LINK_FILE_NAMES"),
            Disk = new()
            {
                Quota = (text.Number("OCHRE_DISK_QUOTA_MB", 10, int.MaxValue) ?? 10_000) * 1_000_000L,
                KeepFree = text.Number("OCHRE_DISK_KEEP_FREE_MB", 0, int.MaxValue) * 1_000_000L,
            },
            S3 = S3(lifetime, region),
            S3Identity = S3Identity(),
            ProofLife = TimeSpan.FromSeconds(text.Number("OCHRE_STORE_CHECK_SECONDS", 0, 3600) ?? 30),
            TrustedProxies = Proxies(warnings),
        };
    }

    public static bool IsBucket(string name) => name.Length is >= 3 and <= 63 && !name.AsSpan().ContainsAnyExcept(s_bucketLetters);

    private S3Options? S3(TimeSpan lifetime, string? region)
    {
        if (text.Env("AWS_S3_BUCKET") is not { } bucket)
            return null;
        var endpoint = text.Env("AWS_ENDPOINT_URL_S3") is { } url ? text.Url("AWS_ENDPOINT_URL_S3", url) : null;
        var own = text.Env("AWS_S3_REGION") ?? (text.List("AWS_BEDROCK_REGIONS") is [var first, ..] ? first : region) ?? (endpoint is null ? null : "us-east-1");
        var options = new S3Options
        {
            Bucket = bucket,
            Region = own ?? "",
            Prefix = text.Env("AWS_S3_TMP_PREFIX") ?? "tmp/",
            Endpoint = endpoint,
            Accelerate = text.Switch("AWS_S3_ACCELERATE"),
            Lifetime = lifetime,
        };
        Check(options);
        return options;
    }

    private void Check(S3Options s3)
    {
        if (!IsBucket(s3.Bucket))
            text.Fault($"AWS_S3_BUCKET: '{s3.Bucket}' is no bucket's name: 3 to 63 letters, digits, dots and hyphens.");
        if (s3.Region.Length == 0)
            text.Fault("AWS_S3_BUCKET: the bucket's region is not known. Set AWS_S3_REGION, or AWS_REGION if it is Bedrock's too.");
        else if (s3.Region.AsSpan().ContainsAnyExcept(s_bucketLetters))
            text.Fault($"AWS_S3_REGION: '{s3.Region}' is not a region; write it as us-west-2.");
        if (s3.Prefix.Length > 200 || s3.Prefix.StartsWith('/') || s3.Prefix.Contains("..") || s3.Prefix.Contains("//") || s3.Prefix.AsSpan().ContainsAnyExcept(s_prefixLetters))
            text.Fault($"AWS_S3_TMP_PREFIX: '{s3.Prefix}' must be letters, digits, '.', '-', '_', '=' and single '/', and begin with none, such as tmp/.");
        if (s3.Accelerate && s3.Endpoint is not null)
            text.Fault("AWS_S3_ACCELERATE: only Amazon's own S3 accelerates; leave it out with AWS_ENDPOINT_URL_S3.");
        if (s3.Accelerate && s3.Bucket.Contains('.'))
            text.Fault($"AWS_S3_ACCELERATE: '{s3.Bucket}' has a dot in its name, and such buckets cannot be accelerated.");
    }

    private AwsIdentity? S3Identity()
    {
        var (id, secret) = (text.Env("AWS_S3_ACCESS_KEY_ID"), text.Env("AWS_S3_SECRET_ACCESS_KEY"));
        if (id is null != secret is null)
            text.Fault("AWS_S3_ACCESS_KEY_ID and AWS_S3_SECRET_ACCESS_KEY go together; one of them is missing.");
        return id is null || secret is null ? null : AwsIdentity.AccessKey(id, secret, text.Env("AWS_S3_SESSION_TOKEN"));
    }

    // stdapi.ai's two names, and ours. Theirs believes everybody by default; here that has to be said.
    private List<IPNetwork> Proxies(List<string> warnings)
    {
        var named = text.List("OCHRE_TRUSTED_PROXIES").Count > 0 ? "OCHRE_TRUSTED_PROXIES" : "PROXY_TRUSTED_HOSTS";
        var believed = named == "OCHRE_TRUSTED_PROXIES" || text.Switch("ENABLE_PROXY_HEADERS");
        var proxies = text.List(named);
        if (!believed)
            return [];
        if (proxies.Count == 0)
        {
            warnings.Add("ENABLE_PROXY_HEADERS: forwarded headers from loopback and private networks are believed; name your proxies in PROXY_TRUSTED_HOSTS.");
            proxies = s_private;
        }

        List<IPNetwork> networks = [];
        foreach (var proxy in proxies)
        {
            if (proxy == "*")
                networks.AddRange([new(IPAddress.Any, 0), new(IPAddress.IPv6Any, 0)]);
            else if (IPAddress.TryParse(proxy, out var address))
                networks.Add(new(address, address.GetAddressBytes().Length * 8));
            else if (IPNetwork.TryParse(proxy, out var network))
                networks.Add(network);
            else
                text.Fault($"{named}: '{proxy}' is neither an address nor a network, such as 10.0.0.5 or 10.0.0.0/8.");
        }

        if (proxies.Contains("*"))
            warnings.Add($"{named}: '*' believes the forwarded headers of whoever can reach this gateway.");
        return networks;
    }
}
