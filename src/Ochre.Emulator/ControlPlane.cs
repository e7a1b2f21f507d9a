using System.Text.Json;
using Ochre.Emulator.Contracts;

namespace Ochre.Emulator;

/// <summary>The operations that list models and inference profiles.</summary>
/// <remarks>Source: API reference, ListFoundationModels, GetFoundationModel, ListInferenceProfiles.</remarks>
internal sealed class ControlPlane(EmulatorOptions options)
{
    private const string Account = "123456789012";

    private IEnumerable<ModelContract> Living => Models.All.Where(model => !model.IsDead(options.Today));

    public Reply Answer(Route route, string query, string region) => route.Kind switch
    {
        RouteKind.ListModels => ListModels(query, region),
        RouteKind.GetModel => GetModel(route.Id, region),
        RouteKind.ListProfiles => ListProfiles(query, region),
        _ => GetProfile(route.Id, region),
    };

    private Reply ListModels(string query, string region)
    {
        var provider = QueryString.Value(query, "byProvider");
        var modality = Enumerated(query, "byOutputModality", "TEXT", "IMAGE", "EMBEDDING");
        var inference = Enumerated(query, "byInferenceType", "ON_DEMAND", "PROVISIONED");
        var customization = Enumerated(query, "byCustomizationType", "FINE_TUNING", "CONTINUED_PRE_TRAINING", "DISTILLATION");
        var models = Living.Where(model =>
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
        if (model is null || isProfile || model.IsDead(options.Today))
            throw BedrockError.NotFound($"Could not resolve the foundation model from the identifier: {Violations.Echo(id)}");
        return Reply.Json(json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("modelDetails");
            WriteModel(json, model, region);
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
            foreach (var model in type == "APPLICATION" ? [] : Living)
            {
                foreach (var profile in model.Profiles)
                    WriteProfile(json, profile, model, region);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private Reply GetProfile(string id, string region)
    {
        var model = Models.Find(id, out var isProfile);
        if (model is null || !isProfile || model.IsDead(options.Today))
            throw BedrockError.NotFound($"Could not find the inference profile: {Violations.Echo(id)}");
        return Reply.Json(json => WriteProfile(json, id[(id.LastIndexOf('/') + 1)..], model, region));
    }

    private void WriteModel(Utf8JsonWriter json, ModelContract model, string region)
    {
        json.WriteStartObject();
        json.WriteString("modelArn", ModelArn(model, region));
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

    private static void WriteProfile(Utf8JsonWriter json, string profile, ModelContract model, string region)
    {
        json.WriteStartObject();
        json.WriteString("inferenceProfileName", $"US {model.Name}");
        json.WriteString("inferenceProfileId", profile);
        json.WriteString("inferenceProfileArn", $"arn:aws:bedrock:{region}:{Account}:inference-profile/{profile}");
        json.WriteStartArray("models");
        foreach (var place in model.Regions)
        {
            json.WriteStartObject();
            json.WriteString("modelArn", ModelArn(model, place));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("status", "ACTIVE");
        json.WriteString("type", "SYSTEM_DEFINED");
        json.WriteEndObject();
    }

    private static string ModelArn(ModelContract model, string region) => $"arn:aws:bedrock:{region}::foundation-model/{model.Id}";

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
