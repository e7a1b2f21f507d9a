using System.Text.Json;
using Ochre.Emulator.Contracts;

namespace Ochre.Emulator;

/// <summary>Inference profiles as GetInferenceProfile and ListInferenceProfiles describe them.</summary>
internal static class ProfileJson
{
    /// <param name="profile">Its id, such as <c>us.stability.stable-image-inpaint-v1:0</c>.</param>
    public static void WriteSystem(Utf8JsonWriter json, string profile, ModelContract model, string region)
    {
        json.WriteStartObject();
        Write(json, $"US {model.Name}", profile, $"arn:aws:bedrock:{region}:{AccessRules.Account}:inference-profile/{profile}", model, model.Regions);
        json.WriteString("status", "ACTIVE");
        json.WriteString("type", "SYSTEM_DEFINED");
        json.WriteEndObject();
    }

    public static void WriteApplication(Utf8JsonWriter json, ApplicationProfile profile)
    {
        json.WriteStartObject();
        Write(json, profile.Name, profile.Id, profile.Arn, profile.Model, profile.Regions);
        if (profile.Description is not null)
            json.WriteString("description", profile.Description);
        json.WriteString("createdAt", profile.Created.UtcDateTime);
        json.WriteString("updatedAt", profile.Created.UtcDateTime);
        json.WriteString("status", "ACTIVE");
        json.WriteString("type", "APPLICATION");
        json.WriteEndObject();
    }

    public static string ModelArn(ModelContract model, string region) => $"arn:aws:bedrock:{region}::foundation-model/{model.Id}";

    private static void Write(Utf8JsonWriter json, string name, string id, string arn, ModelContract model, IReadOnlyList<string> regions)
    {
        json.WriteString("inferenceProfileName", name);
        json.WriteString("inferenceProfileId", id);
        json.WriteString("inferenceProfileArn", arn);
        json.WriteStartArray("models");
        foreach (var region in regions)
        {
            json.WriteStartObject();
            json.WriteString("modelArn", ModelArn(model, region));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
