using Ochre.Bedrock;

namespace Ochre.Gateway.Doctor;

/// <summary>One row: a model in one place, as it would be called.</summary>
/// <param name="Names">The operator's names for it, in their order; none for a model nobody has named.</param>
/// <param name="Model">What is called.</param>
/// <param name="Asked">What is asked for: another model where that one is gone and this is its successor.</param>
internal sealed record Examined(IReadOnlyList<string> Names, ImageModel Model, ImageModel Asked, BedrockPlace Place)
{
    /// <summary>As whom, in words.</summary>
    public string Caller { get; init; } = "";
}

/// <summary>All that the gates judge by.</summary>
/// <param name="Caller">Whoever calls.</param>
internal sealed record Evidence(Examined Row, AccessFindings Found, AwsIdentity Caller, GatewaySettings Settings, DateOnly Today)
{
    public Verdict Verdict => VerdictOf.Refusal(Found);
}
