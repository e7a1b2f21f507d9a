using System.Text.RegularExpressions;

namespace Ochre.Emulator.Contracts;

/// <summary>Every model the emulator serves, and the ways to name one.</summary>
internal static partial class Models
{
    public static IReadOnlyList<ModelContract> All { get; } =
        [.. TitanImage.Models, .. NovaCanvas.Models, .. StableDiffusionXl.Models, .. StableImage.Models, .. StabilityServices.Models];

    private static readonly Dictionary<string, ModelContract> ById = All.ToDictionary(model => model.Id);

    private static readonly Dictionary<string, ModelContract> ByProfile =
        All.SelectMany(model => model.Profiles.Select(profile => (profile, model))).ToDictionary(pair => pair.profile, pair => pair.model);

    /// <summary>The model that a base id, a profile id or an ARN of either names; null when none does.</summary>
    public static ModelContract? Find(string id, out bool isProfile)
    {
        var arn = Arn().Match(id);
        var name = arn.Success ? arn.Groups["id"].Value : id;
        var kind = arn.Groups["kind"].Value;
        isProfile = kind != "foundation-model" && ByProfile.ContainsKey(name);
        return isProfile ? ByProfile[name] : kind == "inference-profile" ? null : ById.GetValueOrDefault(name);
    }

    // Source: API reference, InvokeModel, the pattern of modelId.
    [GeneratedRegex(
        @"^arn:aws(?:-[a-z]+)*:bedrock:[a-z0-9-]{1,20}:(?::(?<kind>foundation-model)|[0-9]{12}:(?<kind>inference-profile))/(?<id>[^/]+)\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Arn();
}
