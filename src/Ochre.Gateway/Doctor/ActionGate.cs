namespace Ochre.Gateway.Doctor;

/// <summary>Whether IAM allows bedrock:InvokeModel on what is called, and whether Bedrock can be reached to be asked.</summary>
internal static class ActionGate
{
    public static Finding Judge(Evidence at) => at.Verdict switch
    {
        Verdict.Open or Verdict.NeedsProfile or Verdict.NoSuchModel or Verdict.NoAccess or Verdict.Gone => Finding.Green("allowed"),
        Verdict.NotAuthorized => Denied(at),
        Verdict.Busy => new(GateState.Unknown, "busy", "Bedrock throttled the question, or is unavailable.", "Ask again in a minute."),
        Verdict.Unreachable => new(GateState.Red, "unreachable", at.Found.Invoke!.Error.OperatorHint ?? at.Found.Invoke.Error.Message,
            $"Open the way to {Host(at)}: DNS, firewall, a VPC endpoint for bedrock-runtime and AWS_ENDPOINT_URL_BEDROCK_RUNTIME."),
        Verdict.Other => new(GateState.Red, "refused", at.Found.Invoke!.Error.OperatorHint ?? at.Found.Invoke.Error.Message,
            "Look up the code in Bedrock's API reference, InvokeModel, \"Errors\"."),
        _ => Finding.Unknown(),
    };

    private static Finding Denied(Evidence at)
    {
        var sentence = at.Found.Invoke!.Sentence;
        if (sentence.Contains("explicit deny", StringComparison.Ordinal))
        {
            var where = sentence.Contains("service control policy", StringComparison.Ordinal) ? "a service control policy of the organisation" : "a policy";
            return new(GateState.Red, "denied", $"An explicit deny in {where} forbids bedrock:InvokeModel here.",
                $"Have the deny taken out of {where}; no statement that allows wins over it.");
        }

        return new(GateState.Red, "denied", $"No policy allows {at.Row.Caller} bedrock:InvokeModel on {at.Row.Place.CallId} in {at.Row.Place.Region}.",
            $"Attach this policy to the user or role that calls:\n{Policies.Invoke(at)}");
    }

    private static string Host(Evidence at) =>
        (at.Row.Place.Endpoint ?? at.Settings.Bedrock.Endpoint)?.Authority ?? $"bedrock-runtime.{at.Row.Place.Region}.amazonaws.com";
}
