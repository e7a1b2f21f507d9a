namespace Ochre.Gateway.Doctor;

/// <summary>Whether the model is called by an inference profile where it has no other form.</summary>
internal static class ProfileGate
{
    public static Finding Judge(Evidence at)
    {
        var (model, callId) = (at.Row.Model, at.Row.Place.CallId);
        if (at.Verdict is Verdict.NeedsProfile || (callId == model.Id && model.ProfileIds.Count > 0))
            return new(GateState.Red, "needed", $"Bedrock takes {model.Id} by an inference profile only.",
                model.ProfileIds is [var profile, ..] ? $"Set model_id to {profile}, or take model_id away: the gateway calls that by itself." : "Set model_id to an inference profile that holds it: 'aws bedrock list-inference-profiles'.");
        if (callId == model.Id)
            return Finding.Green("none needed");
        if (at.Found.Profile.Refusal is { Code: "ResourceNotFoundException" or "ValidationException" })
            return new(GateState.Red, "no profile", $"In {at.Row.Place.Region} there is no inference profile {callId}.",
                $"Name one that is there: 'aws bedrock list-inference-profiles --region {at.Row.Place.Region}'.");
        return Finding.Green(callId.StartsWith("arn:", StringComparison.Ordinal) ? "own ARN" : callId[..(callId.IndexOf('.', StringComparison.Ordinal) + 1)]);
    }
}
