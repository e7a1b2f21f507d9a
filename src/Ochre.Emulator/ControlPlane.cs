using System.Text.Json;
using Ochre.Emulator.Contracts;

namespace Ochre.Emulator;

/// <summary>The operations that list models and inference profiles, create profiles, and say who may use a model.</summary>
/// <remarks>
/// Source: API reference, ListFoundationModels, GetFoundationModel, GetFoundationModelAvailability, ListInferenceProfiles, GetInferenceProfile,
/// CreateInferenceProfile, DeleteInferenceProfile.
/// </remarks>
internal sealed class ControlPlane(EmulatorOptions options, AccessRules access, ApplicationProfiles profiles)
{
    public Reply Answer(Route route, WireRequest asked, string region)
    {
        access.Check(ActionOf(route.Kind), ResourceOf(route, region));
        return route.Kind switch
        {
            RouteKind.ListModels => ListModels(asked.Query, region),
            RouteKind.GetModel => GetModel(route.Id, region),
            RouteKind.GetAvailability => GetAvailability(route.Id, region),
            RouteKind.ListProfiles => ListProfiles(asked.Query, region),
            RouteKind.CreateProfile => CreateProfile(asked, region),
            RouteKind.DeleteProfile => DeleteProfile(route.Id, region),
            _ => GetProfile(route.Id, region),
        };
    }

    // Where the region has been told, a model that is not offered there is not there.
    private IEnumerable<ModelContract> LivingIn(string region) =>
        Models.All.Where(model => !model.IsDead(options.Today) && IsOffered(model, region));

    private bool IsOffered(ModelContract model, string region) => !options.CheckRegions || model.Regions.Contains(region);

    private static string ActionOf(RouteKind kind) => "bedrock:" + kind switch
    {
        RouteKind.ListModels => "ListFoundationModels",
        RouteKind.GetModel => "GetFoundationModel",
        RouteKind.GetAvailability => "GetFoundationModelAvailability",
        RouteKind.ListProfiles => "ListInferenceProfiles",
        RouteKind.CreateProfile => "CreateInferenceProfile",
        RouteKind.DeleteProfile => "DeleteInferenceProfile",
        _ => "GetInferenceProfile",
    };

    private static string ResourceOf(Route route, string region) => route.Id.Length == 0 ? "*" : AccessRules.ResourceOf(route.Id, region);

    private Reply ListModels(string query, string region)
    {
        var provider = QueryString.Value(query, "byProvider");
        var modality = Enumerated(query, "byOutputModality", "TEXT", "IMAGE", "EMBEDDING");
        var inference = Enumerated(query, "byInferenceType", "ON_DEMAND", "PROVISIONED");
        var customization = Enumerated(query, "byCustomizationType", "FINE_TUNING", "CONTINUED_PRE_TRAINING", "DISTILLATION");
        var models = LivingIn(region).Where(model =>
            (provider is null || model.Provider.Equals(provider, StringComparison.OrdinalIgnoreCase))
            && modality is null or "IMAGE" && customization is null
            && (inference is null || inference == InferenceType(model)));
        return Reply.Json(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("modelSummaries");
            foreach (var model in models)
                WriteModel(json, model, region);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private Reply GetModel(string id, string region)
    {
        var model = Models.Find(id, out var isProfile);
        if (model is null || isProfile || model.IsDead(options.Today) || !IsOffered(model, region))
            throw BedrockError.NotFound($"Could not resolve the foundation model from the identifier: {Violations.Echo(id)}");
        return Reply.Json(json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("modelDetails");
            WriteModel(json, model, region);
            json.WriteEndObject();
        });
    }

    // A region that does not have the model is answered, not refused.
    private Reply GetAvailability(string id, string region)
    {
        if (id.StartsWith("arn:", StringComparison.Ordinal) || Models.Find(id, out var isProfile) is not { } model || isProfile || model.IsDead(options.Today))
            throw BedrockError.NotFound($"Could not resolve the foundation model from the identifier: {Violations.Echo(id)}");
        var subscribed = access.IsWithheld(model) ? "NOT_AVAILABLE" : "AVAILABLE";
        return Reply.Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("modelId", model.Id);
            json.WriteStartObject("agreementAvailability");
            json.WriteString("status", subscribed);
            json.WriteEndObject();
            json.WriteString("authorizationStatus", "AUTHORIZED");
            json.WriteString("entitlementAvailability", subscribed);
            json.WriteString("regionAvailability", IsOffered(model, region) ? "AVAILABLE" : "NOT_AVAILABLE");
            json.WriteEndObject();
        });
    }

    private Reply ListProfiles(string query, string region)
    {
        var type = Enumerated(query, "type", "SYSTEM_DEFINED", "APPLICATION");
        return Reply.Json(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("inferenceProfileSummaries");
            foreach (var model in type == "APPLICATION" ? [] : LivingIn(region))
            {
                foreach (var profile in model.Profiles)
                    ProfileJson.WriteSystem(json, profile, model, region);
            }
            foreach (var profile in type == "SYSTEM_DEFINED" ? [] : profiles.In(region))
                ProfileJson.WriteApplication(json, profile);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private Reply GetProfile(string id, string region)
    {
        if (ApplicationProfiles.IsForeign(id))
            throw AccessRules.Foreign("bedrock:GetInferenceProfile", Violations.Echo(id));
        if (profiles.Find(id, region) is { } own)
            return Reply.Json(json => ProfileJson.WriteApplication(json, own));
        var model = Models.Find(id, out var isProfile);
        if (model is null || !isProfile || model.IsDead(options.Today) || !IsOffered(model, region))
            throw NoProfile(id);
        return Reply.Json(json => ProfileJson.WriteSystem(json, id[(id.LastIndexOf('/') + 1)..], model, region));
    }

    private Reply CreateProfile(WireRequest asked, string region)
    {
        var made = profiles.Create(asked.Body, region);
        return Reply.Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("inferenceProfileArn", made.Arn);
            json.WriteString("status", "ACTIVE");
            json.WriteEndObject();
        }, status: 201);
    }

    private Reply DeleteProfile(string id, string region) => profiles.Remove(id, region)
        ? Reply.Json(json =>
        {
            json.WriteStartObject();
            json.WriteEndObject();
        })
        : throw NoProfile(id);

    private static BedrockRefusal NoProfile(string id) => BedrockError.NotFound($"Could not find the inference profile: {Violations.Echo(id)}");

    private void WriteModel(Utf8JsonWriter json, ModelContract model, string region)
    {
        json.WriteStartObject();
        json.WriteString("modelArn", ProfileJson.ModelArn(model, region));
        json.WriteString("modelId", model.Id);
        json.WriteString("modelName", model.Name);
        json.WriteString("providerName", model.Provider);
        WriteStrings(json, "inputModalities", model.InputModalities);
        WriteStrings(json, "outputModalities", ["IMAGE"]);
        json.WriteBoolean("responseStreamingSupported", false);
        WriteStrings(json, "customizationsSupported", []);
        WriteStrings(json, "inferenceTypesSupported", [InferenceType(model)]);
        WriteLifecycle(json, model);
        json.WriteEndObject();
    }

    // The API knows ACTIVE and LEGACY only: a model past its end that is served nevertheless is a legacy one.
    private void WriteLifecycle(Utf8JsonWriter json, ModelContract model)
    {
        var today = options.Today ?? DateOnly.FromDateTime(options.TimeProvider.GetUtcNow().UtcDateTime);
        json.WriteStartObject("modelLifecycle");
        json.WriteString("status", today >= model.Legacy ? "LEGACY" : "ACTIVE");
        WriteDay(json, "startOfLifeTime", model.Launched);
        WriteDay(json, "legacyTime", model.Legacy);
        WriteDay(json, "endOfLifeTime", model.EndOfLife);
        json.WriteEndObject();
    }

    private static void WriteDay(Utf8JsonWriter json, string name, DateOnly? day)
    {
        if (day is { } known)
            json.WriteString(name, $"{known:yyyy-MM-dd}T00:00:00Z");
    }

    // INFERENCE_PROFILE is what live accounts see for the profile-only models, though the SDK's enum lacks it.
    private static string InferenceType(ModelContract model) => model.OnDemand ? "ON_DEMAND" : "INFERENCE_PROFILE";

    private static void WriteStrings(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static string? Enumerated(string query, string name, params string[] values) =>
        QueryString.Value(query, name) is not { } value ? null
        : values.Contains(value) ? value
        : throw BedrockError.Invalid($"1 validation error detected: Value '{Violations.Echo(value)}' at '{name}' "
            + $"failed to satisfy constraint: Member must satisfy enum value set: [{string.Join(", ", values)}]");
}
