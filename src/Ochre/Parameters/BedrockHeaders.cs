namespace Ochre.Parameters;

/// <summary>A caller's headers that go on to Bedrock: guardrail, trace, service tier, latency; in Bedrock's own spelling.</summary>
/// <remarks>Source: Bedrock API reference, InvokeModel, "URI request parameters".</remarks>
internal static class BedrockHeaders
{
    private const string Prefix = "X-Amzn-Bedrock-";
    public const string Guardrail = Prefix + "GuardrailIdentifier";
    public const string GuardrailVersion = Prefix + "GuardrailVersion";

    public const string Trace = Prefix + "Trace";
    public const string Tier = Prefix + "Service-Tier";
    public const string Latency = Prefix + "PerformanceConfig-Latency";

    private static readonly (string Name, string[] Words)[] s_words =
    [
        (Trace, ["DISABLED", "ENABLED", "ENABLED_FULL"]),
        (Tier, ["priority", "default", "flex", "reserved"]),
        (Latency, ["standard", "optimized"]),
    ];

    /// <summary>Every one there is.</summary>
    public static IReadOnlyList<string> Names { get; } = [Guardrail, GuardrailVersion, Trace, Tier, Latency];

    /// <summary>What may stand in one of them, where that is a few words.</summary>
    public static IReadOnlyList<string> WordsOf(string name) => s_words.First(one => one.Name == name).Words;

    /// <param name="header">The value given under a name; null or empty where there is none.</param>
    /// <exception cref="ImageException">A value that Bedrock does not know, or half a guardrail; names the header.</exception>
    /// <param name="asked">LiteLLM's way to name a guardrail, in the body; the headers win.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(Func<string, string?> header, (string? Id, string? Version) asked = default)
    {
        List<KeyValuePair<string, string>> found = [];
        foreach (var (name, words) in s_words)
        {
            if (header(name) is not { Length: > 0 } given)
                continue;
            var word = Array.Find(words, word => word.Equals(given, StringComparison.OrdinalIgnoreCase))
                ?? throw ImageError.Invalid(name, $"The header {name} must be one of {string.Join(", ", words)}, in any case.");
            found.Add(new(name, word));
        }

        var (id, version) = (header(Guardrail) ?? "", header(GuardrailVersion) ?? "");
        if (id.Length == 0 && version.Length == 0)
            (id, version) = (asked.Id ?? "", asked.Version ?? "");
        if (id.Length == 0 != (version.Length == 0))
            throw ImageError.Invalid(id.Length == 0 ? Guardrail : GuardrailVersion, $"{Guardrail} and {GuardrailVersion} come together or not at all.");
        if (id.Length == 0)
            return found;
        if (id.Length > 2048 || id.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not (':' or '/' or '-')))
            throw ImageError.Invalid(Guardrail, $"{Guardrail} must be a guardrail's id or ARN.");
        if (version != "DRAFT" && (version.Length > 8 || version[0] is '0' || version.Any(letter => !char.IsAsciiDigit(letter))))
            throw ImageError.Invalid(GuardrailVersion, $"{GuardrailVersion} must be DRAFT or a number from 1.");
        found.Add(new(Guardrail, id));
        found.Add(new(GuardrailVersion, version));
        return found;
    }
}
