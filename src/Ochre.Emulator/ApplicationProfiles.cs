using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Ochre.Emulator.Contracts;

namespace Ochre.Emulator;

/// <summary>An application inference profile that somebody has created.</summary>
internal sealed record ApplicationProfile(string Arn, string Name, string? Description, ModelContract Model, IReadOnlyList<string> Regions, DateTimeOffset Created)
{
    public string Id => Arn[(Arn.LastIndexOf('/') + 1)..];

    public string Region => Arn.Split(':')[3];
}

/// <summary>The account's application inference profiles, kept while the emulator runs.</summary>
/// <remarks>Source: Bedrock API reference, CreateInferenceProfile, DeleteInferenceProfile; Bedrock quotas: 1,000 of them in a region.</remarks>
internal sealed partial class ApplicationProfiles(TimeProvider time)
{
    private const int Quota = 1000;
    private const string Kind = "application-inference-profile";

    private readonly ConcurrentDictionary<string, ApplicationProfile> _byArn = new(StringComparer.Ordinal);

    public IEnumerable<ApplicationProfile> In(string region) => _byArn.Values.Where(profile => profile.Region == region).OrderBy(profile => profile.Created);

    /// <summary>Makes one for a model, or for the system-defined profile that is to be copied.</summary>
    public ApplicationProfile Create(ReadOnlyMemory<byte> body, string region)
    {
        using var document = JsonBody.Parse(body);
        var root = document.RootElement;
        var name = root.Text("inferenceProfileName") ?? throw Missing("inferenceProfileName");
        var source = root.Field("modelSource")?.Text("copyFrom") ?? throw Missing("modelSource.copyFrom");
        if (!NamePattern().IsMatch(name) || name.Length > 64)
            throw BedrockError.Invalid($"1 validation error detected: Value '{Violations.Echo(name)}' at 'inferenceProfileName' failed to satisfy constraint: "
                + "Member must satisfy regular expression pattern: ([0-9a-zA-Z][ _-]?)+");
        if (!source.StartsWith("arn:", StringComparison.Ordinal) || Models.Find(source, out var isProfile) is not { } model || (!isProfile && !model.OnDemand))
            throw BedrockError.Invalid("The provided model identifier is invalid.");
        if (In(region).Count() >= Quota)
            throw new BedrockRefusal(new(400, "ServiceQuotaExceededException", "You have reached the maximum number of application inference profiles in this Region."));
        var made = new ApplicationProfile(
            $"arn:aws:bedrock:{region}:{AccessRules.Account}:{Kind}/{Guid.NewGuid().ToString("N")[..12]}", name, root.Text("description"), model,
            isProfile ? model.Regions : [region], time.GetUtcNow());
        return _byArn[made.Arn] = made;
    }

    /// <summary>The profile that an ARN, or an id in this region, names; null where there is none here.</summary>
    public ApplicationProfile? Find(string id, string region) =>
        _byArn.GetValueOrDefault(id.StartsWith("arn:", StringComparison.Ordinal) ? id : $"arn:aws:bedrock:{region}:{AccessRules.Account}:{Kind}/{id}") is { } found
        && found.Region == region ? found : null;

    public bool Remove(string id, string region) => Find(id, region) is { } found && _byArn.TryRemove(found.Arn, out _);

    /// <summary>Whether it is the ARN of an application profile of another account.</summary>
    public static bool IsForeign(string id) => id.Split(':') is ["arn", _, "bedrock", _, var account, var resource]
        && resource.StartsWith(Kind, StringComparison.Ordinal) && account != AccessRules.Account;

    private static BedrockRefusal Missing(string member) => BedrockError.Invalid(
        $"1 validation error detected: Value at '{member}' failed to satisfy constraint: Member must not be null");

    [GeneratedRegex(@"^([0-9a-zA-Z][ _-]?)+\z")]
    private static partial Regex NamePattern();
}
