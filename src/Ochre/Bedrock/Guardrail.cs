namespace Ochre.Bedrock;

/// <summary>What a Bedrock guardrail says in an answer.</summary>
/// <remarks>Source: InvokeModel API page (<c>guardrails</c>) and user guide sample (<c>guardrail</c>): both spellings are taken.</remarks>
internal static class Guardrail
{
    private static readonly string[] s_sentences =
    [
        "amazon-bedrock-trace.guardrail.outputs.text",
        "amazon-bedrock-trace.guardrail.outputs",
        "amazon-bedrock-trace.guardrails.outputs.text",
        "amazon-bedrock-trace.guardrails.outputs",
    ];

    /// <summary>The refusal, if a guardrail intervened; in the guardrail's own words where the answer has them.</summary>
    public static ImageException? Refusal(AnswerFields fields)
    {
        if (fields.First("amazon-bedrock-guardrailAction") != "INTERVENED")
            return null;
        var sentence = s_sentences.Select(fields.First).FirstOrDefault(text => text is not null) ?? "it gave no reason.";
        return new(new(400, "image_generation_user_error", "moderation_blocked", $"A guardrail intervened: {sentence}"));
    }
}
