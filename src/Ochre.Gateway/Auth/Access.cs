namespace Ochre.Gateway.Auth;

/// <summary>Who may call a route. A route that says nothing is the administrator's.</summary>
internal sealed record Access(Role Role)
{
    /// <summary>What whoever may call a route must be.</summary>
    public static Role Needed(Endpoint endpoint) => endpoint.Metadata.GetMetadata<Access>()?.Role
        // Routing's own answers (405, 415) tell nothing.
        ?? (endpoint is RouteEndpoint ? Role.Admin : Role.User);
}

/// <summary>Marks routes.</summary>
internal static class AccessMarks
{
    public static T OpenTo<T>(this T route, Role role) where T : IEndpointConventionBuilder => route.WithMetadata(new Access(role));
}
