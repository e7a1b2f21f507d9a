namespace Ochre.Gateway.Doctor;

/// <summary>Whether the account may use the model: its agreement, authorisation and entitlement.</summary>
internal static class AccessGate
{
    public static Finding Judge(Evidence at) => at switch
    {
        { Found.HasNoAgreement: true } => Closed(at, Missing(at)),
        { Verdict: Verdict.NoAccess } => Closed(at, at.Found.Invoke!.Error.OperatorHint ?? at.Found.Invoke.Error.Message),
        { Found.Availability.Value: not null } => Finding.Green("open"),
        { Verdict: Verdict.Open or Verdict.NeedsProfile } => Finding.Green("open", "told by InvokeModel alone: the caller may not ask GetFoundationModelAvailability"),
        _ => Finding.Unknown(at.Found.Availability.Refusal?.Error.OperatorHint),
    };

    private static string Missing(Evidence at)
    {
        var told = at.Found.Availability.Value!;
        return $"AWS says: agreement {told.AgreementAvailability?.Status ?? "?"}{(told.AgreementAvailability?.ErrorMessage is { Length: > 0 } why ? $" ({why})" : "")}, "
            + $"authorization {told.AuthorizationStatus ?? "?"}, entitlement {told.EntitlementAvailability ?? "?"}. Nothing was sent to the model: the first call could make the agreement.";
    }

    private static Finding Closed(Evidence at, string text)
    {
        var region = at.Row.Place.Region;
        var console = $"https://{region}.console.aws.amazon.com/bedrock/home?region={region}#/model-catalog";
        var isAmazons = at.Row.Model.Provider == "Amazon";
        return new(GateState.Red, "no access", text, isAmazons
            ? $"Open the model once in Bedrock's console: {console}"
            : $"Open the model once in Bedrock's console ({console}), or call it once, as somebody with this policy; the account then has it for everybody:\n{Policies.Subscribe()}");
    }
}
