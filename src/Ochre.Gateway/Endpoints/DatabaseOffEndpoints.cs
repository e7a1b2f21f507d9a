using Ochre.Gateway.Auth;

namespace Ochre.Gateway.Endpoints;

/// <summary>Marks a route that only says why it is not there.</summary>
internal sealed class DatabaseOff
{
    public static readonly DatabaseOff Mark = new();
}

/// <summary>Keys, teams, users and reports where nothing is recorded: each of their routes says why it is not there. Who may ask stays as it is.</summary>
internal static class DatabaseOffEndpoints
{
    private static readonly string[] s_gets =
    [
        "/key/list", "/key/aliases", "/team/info", "/team/list", "/user/info", "/user/list", "/global/spend", "/global/spend/report",
        "/global/spend/logs", "/global/spend/provider", "/global/spend/tags", "/spend/keys", "/global/spend/keys", "/spend/users", "/global/spend/teams",
        "/global/spend/models", "/spend/tags",
    ];

    private static readonly string[] s_posts =
    [
        "/key/generate", "/v2/key/info", "/key/update", "/key/regenerate", "/key/{key}/regenerate", "/key/delete", "/key/block", "/key/unblock", "/team/new", "/team/update",
        "/team/delete", "/team/block", "/team/unblock", "/user/new", "/user/update", "/user/delete", "/spend/credit",
    ];

    private static readonly string[] s_ofUsers = ["/key/info", "/spend/logs", "/spend/logs/v2", "/spend/report"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var path in s_ofUsers)
            routes.MapGet(path, Refuse).OpenTo(Role.User).WithMetadata(DatabaseOff.Mark);
        foreach (var path in s_gets)
            routes.MapGet(path, Refuse).OpenTo(Role.Admin).WithMetadata(DatabaseOff.Mark);
        foreach (var path in s_posts)
            routes.MapPost(path, Refuse).OpenTo(Role.Admin).WithMetadata(DatabaseOff.Mark);
        routes.MapMethods("/global/spend/end_users", ["GET", "POST"], Refuse).OpenTo(Role.Admin).WithMetadata(DatabaseOff.Mark);
    }

    // An open gateway lets anybody in here, and these routes are for whoever has a key.
    private static Task Refuse(HttpContext http) => Refusals.WriteAsync(http, KeyCheck.CallerOf(http).Id.Length == 0
        ? new(401, "invalid_request_error", null, "No API key: this is told to who has one.")
        : new(404, "invalid_request_error", "database_off",
            "This gateway records nothing: OCHRE_DATABASE is off, so that there are no virtual keys, teams or users, and no reports. Take OCHRE_DATABASE=off away and start it again."));
}
