using System.Text.Json.Serialization;

namespace Ochre.Bedrock;

/// <summary>What the control plane was asked for, or why it did not say.</summary>
/// <param name="Value">Null with a refusal.</param>
internal readonly record struct Asked<T>(T? Value, Refused? Refusal) where T : class;

/// <summary>An inference profile. Source: Bedrock API reference, GetInferenceProfile.</summary>
internal sealed record InferenceProfile(string? InferenceProfileArn, string? Status, string? Type, IReadOnlyList<ProfileModel>? Models);

/// <param name="ModelArn">The model in one of the regions that the profile leads to.</param>
internal sealed record ProfileModel(string? ModelArn);

/// <summary>Whether the account may use a model. Source: Bedrock API reference, GetFoundationModelAvailability.</summary>
/// <param name="AuthorizationStatus"><c>AUTHORIZED</c> or <c>NOT_AUTHORIZED</c>.</param>
/// <param name="EntitlementAvailability"><c>AVAILABLE</c> or <c>NOT_AVAILABLE</c>.</param>
/// <param name="RegionAvailability"><c>AVAILABLE</c> or <c>NOT_AVAILABLE</c>.</param>
internal sealed record ModelAvailability(
    AgreementAvailability? AgreementAvailability, string? AuthorizationStatus, string? EntitlementAvailability, string? RegionAvailability);

/// <param name="Status"><c>AVAILABLE</c>, <c>PENDING</c>, <c>NOT_AVAILABLE</c> or <c>ERROR</c>.</param>
internal sealed record AgreementAvailability(string? Status, string? ErrorMessage);

/// <summary>The models of a region. Source: Bedrock API reference, ListFoundationModels.</summary>
internal sealed record ModelList(IReadOnlyList<ListedModel>? ModelSummaries);

internal sealed record ListedModel(string? ModelId, ListedLifecycle? ModelLifecycle);

/// <param name="Status"><c>ACTIVE</c> or <c>LEGACY</c>.</param>
internal sealed record ListedLifecycle(string? Status, DateTimeOffset? EndOfLifeTime);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(InferenceProfile))]
[JsonSerializable(typeof(ModelAvailability))]
[JsonSerializable(typeof(ModelList))]
internal sealed partial class ControlJson : JsonSerializerContext;
