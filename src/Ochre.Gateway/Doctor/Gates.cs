namespace Ochre.Gateway.Doctor;

/// <summary>Every gate and who judges it, in the order of the table.</summary>
internal static class Gates
{
    public static IReadOnlyList<(Gate Gate, Func<Evidence, Finding> Judge)> All { get; } =
    [
        (Gate.Credentials, CredentialsGate.Judge),
        (Gate.Action, ActionGate.Judge),
        (Gate.Access, AccessGate.Judge),
        (Gate.Lifecycle, LifecycleGate.Judge),
        (Gate.Profile, ProfileGate.Judge),
        (Gate.Region, RegionGate.Judge),
        (Gate.Price, PriceGate.Judge),
    ];
}
