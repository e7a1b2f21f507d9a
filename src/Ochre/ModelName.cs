namespace Ochre;

/// <summary>
/// A model's name taken apart: <c>bedrock/us-west-2/us.stability.sd3-5-large-v1:0</c> is the model <c>stability.sd3-5-large-v1:0</c>,
/// to be called by its profile in that region.
/// </summary>
internal readonly ref struct ModelName(ReadOnlySpan<char> id, string? called, ReadOnlySpan<char> profile, string? region)
{
    // Geographies of system-defined profiles. Source: Bedrock user guide, inference profiles, and LiteLLM's list, 2026-07.
    private static readonly string[] Geographies = ["us.", "us-gov.", "eu.", "apac.", "jp.", "au.", "ca.", "sa.", "me.", "global."];

    /// <summary>What is left when everything around the id is gone; no promise that there is such a model.</summary>
    public ReadOnlySpan<char> Id { get; } = id;

    /// <summary>The ARN that was named, and is to be called as it is; null otherwise.</summary>
    public string? Called { get; } = called;

    /// <summary>The geographic prefix, with its dot: <c>us.</c>; empty without one.</summary>
    public ReadOnlySpan<char> Profile { get; } = profile;

    public string? Region { get; } = region;

    /// <summary>True for an ARN that does not say which model is behind it.</summary>
    public bool IsOpaque => Called is not null && Id.IsEmpty;

    public static ModelName Parse(string name)
    {
        var rest = name.AsSpan();
        string? region = null;
        // LiteLLM's routing words, and its region, which stands between them and the id.
        while (!IsArn(rest) && rest.IndexOf('/') is var slash and > 0)
        {
            var word = rest[..slash];
            if (word is not ("bedrock" or "invoke" or "converse") && !IsRegion(word))
                break;
            if (IsRegion(word))
                region = word.ToString();
            rest = rest[(slash + 1)..];
        }
        if (IsArn(rest))
            return OfArn(rest, region);
        var id = WithoutProfile(rest, out var profile);
        return new(id, null, profile, region);
    }

    // arn:aws:bedrock:{region}:{account}:{kind}/{id}
    private static ModelName OfArn(ReadOnlySpan<char> arn, string? region)
    {
        Span<Range> parts = stackalloc Range[6];
        var isBedrock = arn.Split(parts, ':') == 6 && arn[parts[2]] is "bedrock";
        if (isBedrock && IsRegion(arn[parts[3]]))
            region = arn[parts[3]].ToString();
        var resource = isBedrock ? arn[parts[5]] : default;
        var slash = resource.IndexOf('/');
        var names = slash > 0 && resource[..slash] is "foundation-model" or "inference-profile";
        return new(names ? WithoutProfile(resource[(slash + 1)..], out _) : default, arn.ToString(), default, region);
    }

    private static ReadOnlySpan<char> WithoutProfile(ReadOnlySpan<char> id, out ReadOnlySpan<char> profile)
    {
        foreach (var geography in Geographies)
        {
            if (id.StartsWith(geography, StringComparison.Ordinal))
            {
                profile = id[..geography.Length];
                return id[geography.Length..];
            }
        }
        profile = default;
        return id;
    }

    private static bool IsArn(ReadOnlySpan<char> text) => text.StartsWith("arn:", StringComparison.Ordinal);

    // us-west-2, us-gov-east-1, ap-southeast-1: small letters, at least one more word, one digit.
    private static bool IsRegion(ReadOnlySpan<char> word)
    {
        if (word.Length is < 9 or > 20 || !char.IsAsciiDigit(word[^1]) || word[^2] != '-' || word[2] != '-')
            return false;
        return !word[..^1].ContainsAnyExcept(RegionLetters);
    }

    private static readonly System.Buffers.SearchValues<char> RegionLetters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyz-");
}
