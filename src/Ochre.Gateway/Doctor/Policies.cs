using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Ochre.Bedrock.Credentials;

namespace Ochre.Gateway.Doctor;

/// <summary>IAM policies, ready to be pasted.</summary>
internal static class Policies
{
    private static readonly string[] s_marketplace = ["aws-marketplace:Subscribe", "aws-marketplace:Unsubscribe", "aws-marketplace:ViewSubscriptions"];

    /// <summary>To call a model: by a profile, that needs the profile and the model in every region the profile leads to.</summary>
    /// <remarks>Source: Bedrock user guide, "Prerequisites for inference profiles".</remarks>
    public static string Invoke(Evidence at) => Write(["bedrock:InvokeModel"], Resources(at));

    /// <summary>To find out what stands behind a profile.</summary>
    public static string Action(string action) => Write([action], ["*"]);

    /// <summary>To take a third party's model into use: its first call makes the agreement.</summary>
    /// <remarks>Source: Bedrock user guide, "Grant permissions to request access to foundation models with a product ID".</remarks>
    public static string Subscribe() => Write(s_marketplace, ["*"]);

    private static IReadOnlyList<string> Resources(Evidence at)
    {
        var (id, region, callId) = (at.Row.Model.Id, at.Row.Place.Region, at.Row.Place.CallId);
        var partition = RoleArn.PartitionOfRegion(region);
        if (callId == id)
            return [$"arn:{partition}:bedrock:{region}::foundation-model/{id}"];
        List<string> models = [.. (at.Found.Profile.Value?.Models ?? []).Select(model => model.ModelArn).OfType<string>()];
        if (models.Count == 0)
            models = [.. at.Row.Model.Regions.Select(place => $"arn:{partition}:bedrock:{place}::foundation-model/{id}")];
        return [callId.StartsWith("arn:", StringComparison.Ordinal) ? callId : $"arn:{partition}:bedrock:{region}:*:inference-profile/{callId}", .. models];
    }

    private static string Write(IReadOnlyList<string> actions, IReadOnlyList<string> resources)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("Version", "2012-10-17");
            json.WriteStartArray("Statement");
            json.WriteStartObject();
            json.WriteString("Effect", "Allow");
            Strings(json, "Action", actions);
            Strings(json, "Resource", resources);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Strings(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
