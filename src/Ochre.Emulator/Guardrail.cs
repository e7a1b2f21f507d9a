using System.Text.Json;
using System.Text.RegularExpressions;
using Ochre.Emulator.Contracts;

namespace Ochre.Emulator;

/// <summary>The guardrail headers of a request. Source: API reference, InvokeModel; user guide, "Use guardrails with your model".</summary>
internal sealed partial record Guardrail(bool Trace)
{
    private const string Identifier = "x-amzn-bedrock-guardrailidentifier";
    private const string Version = "x-amzn-bedrock-guardrailversion";
    private const string BodyConfig = "amazon-bedrock-guardrailConfig";

    /// <summary>Null where the request asks for none; both headers may be there and empty.</summary>
    public static Guardrail? Of(WireRequest request, JsonElement body)
    {
        var (identifier, version) = (request.Header(Identifier) ?? "", request.Header(Version) ?? "");
        if (identifier is "")
        {
            if (body.Field(BodyConfig) is not null)
                throw BedrockError.Invalid("The guardrail configuration is not valid without a guardrail identifier.");
            return null;
        }
        if (!IdentifierForm().IsMatch(identifier))
            throw BedrockError.Invalid("The provided guardrail identifier is invalid.");
        if (!VersionForm().IsMatch(version))
            throw BedrockError.Invalid("The guardrail identifier must be provided together with a guardrail version.");
        return new(request.Header("x-amzn-bedrock-trace") is "ENABLED" or "ENABLED_FULL");
    }

    /// <summary>The members of an answer that the guardrail stopped: no images, and the sentence only in the trace.</summary>
    public void WriteIntervention(Utf8JsonWriter json)
    {
        json.WriteString("amazon-bedrock-guardrailAction", "INTERVENED");
        if (!Trace)
            return;
        // AWS's image sample reads "guardrail", the API page sketches "guardrails": the sample ran.
        json.WriteStartObject("amazon-bedrock-trace");
        json.WriteStartObject("guardrail");
        json.WriteStartArray("outputs");
        json.WriteStartObject();
        json.WriteString("text", "Sorry, the model cannot answer this question.");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void WritePass(Utf8JsonWriter json) => json.WriteString("amazon-bedrock-guardrailAction", "NONE");

    [GeneratedRegex(@"^(?:[a-z0-9]+|arn:aws(?:-[a-z]+)*:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:guardrail/[a-z0-9]+)\z")]
    private static partial Regex IdentifierForm();

    [GeneratedRegex(@"^(?:DRAFT|[1-9][0-9]{0,7})\z")]
    private static partial Regex VersionForm();
}
