namespace Ochre.Gateway.Doctor;

/// <summary>The configuration as it counts, for people: no key, no secret and no token in it.</summary>
internal static class ConfigurationSheet
{
    public static IReadOnlyList<(string Name, string Value)> Of(GatewaySettings settings) =>
    [
        ("Bedrock", settings.UsesEmulator ? "the emulator inside: no AWS account, no cost" : "AWS"),
        ("called as", settings.UsesEmulator ? "the emulator's own caller" : settings.Identity.Name),
        ("regions", settings.Bedrock.Regions is { Count: > 0 } regions ? string.Join(", ", regions) : "each model's own first"),
        ("endpoints", Endpoints(settings)),
        ("address", $"http://{settings.Host}:{settings.Port}{settings.Prefix}"),
        ("keys of callers", settings.HasKeys ? $"{settings.Keys.Count + settings.AdminKeys.Count} ({string.Join(", ", settings.Keys.Concat(settings.AdminKeys).Select(_ => "****"))})"
            : settings.UsesEmulator ? "none: whoever reaches it may use it" : "none: 'ochre serve' refuses to start with AWS credentials and without a key; set OCHRE_API_KEY"),
        ("default model", settings.DefaultModel ?? ModelCatalog.Default.DefaultModel),
        ("models", settings.Models.Count == 0 ? "no names of your own" : string.Join(", ", settings.Models.Select(Entry))),
        ("fallbacks", settings.Fallbacks.Count == 0 ? "none" : string.Join(", ", settings.Fallbacks.Select(rule => $"{rule.Model} -> {string.Join(" -> ", rule.Targets)}"))),
        ("models that are gone", settings.UsesEmulator ? "served by the emulator" : settings.Succession.Mode.ToString().ToLowerInvariant()),
        ("links", settings.Links.S3 is { } s3 ? $"s3://{s3.Bucket}/{s3.Prefix} in {s3.Region}" : $"disk, {settings.DataFolder}"),
        ("tries, deadline", $"{settings.Bedrock.Tries}, {settings.Bedrock.Deadline.TotalSeconds:0} s"),
        ("files", settings.Files.Count == 0 ? "none" : string.Join(", ", settings.Files)),
    ];

    private static string Endpoints(GatewaySettings settings) => (settings.Bedrock.Endpoint, settings.Bedrock.ControlEndpoint) switch
    {
        (null, null) => "AWS's own",
        var (runtime, control) => $"runtime {Shown(runtime)}, control plane {Shown(control)}",
    };

    // A password may stand in an address.
    private static string Shown(Uri? endpoint) => endpoint?.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) ?? "AWS's own";

    private static string Entry(ModelEntry entry) => $"{entry.Name} = {entry.Model}"
        + (entry.CallId is null ? "" : $" by {entry.CallId}") + (entry.Region is null ? "" : $" in {entry.Region}") + (entry.Identity is null ? "" : $" as {entry.Identity.Name}");
}
