namespace Ochre.Bedrock;

/// <summary>What Bedrock said when a model was asked about in one place.</summary>
internal sealed record AccessFindings
{
    /// <summary>Why there are no credentials; nobody was asked anything then.</summary>
    public ImageError? NoCredentials { get; init; }

    /// <summary>GetFoundationModelAvailability.</summary>
    public Asked<ModelAvailability> Availability { get; init; }

    /// <summary>ListFoundationModels of the region.</summary>
    public Asked<ModelList> Listed { get; init; }

    /// <summary>GetInferenceProfile, where a profile is called.</summary>
    public Asked<InferenceProfile> Profile { get; init; }

    /// <summary>What InvokeModel was refused with; null where it was not tried.</summary>
    public Refused? Invoke { get; init; }

    /// <summary>Whether the account lacks the model's agreement, by AWS's own word.</summary>
    public bool HasNoAgreement => Availability.Value is { } told
        && (told.AgreementAvailability?.Status is not (null or "AVAILABLE") || told.EntitlementAvailability is "NOT_AVAILABLE" || told.AuthorizationStatus is "NOT_AUTHORIZED");
}
