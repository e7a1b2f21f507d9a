namespace Ochre.Gateway.OpenApi;

/// <summary>Teams and users, under LiteLLM's names.</summary>
internal static class PartyOperations
{
    private const string Teams = "Teams", Users = "Users";

    private static readonly int[] s_refusals = [400, 404, 409, 413, 415, 503];
    private static readonly int[] s_ofLists = [400, 503];

    public static IReadOnlyList<Operation> All { get; } =
    [
        Post("createTeam", Teams, "Make a team", "/team/new", "TeamNewRequest", """{"team_alias":"Design","max_budget":200,"budget_duration":"1mo"}""", "Team"),
        Post("updateTeam", Teams, "Change a team", "/team/update", "TeamUpdateRequest", """{"team_id":"TEAM_ID","max_budget":300}""", "Team"),
        Post("deleteTeams", Teams, "Delete teams and their keys", "/team/delete", "TeamDeleteRequest", """{"team_ids":["TEAM_ID"]}""", "DeletedParties"),
        Post("blockTeam", Teams, "Block a team", "/team/block", "TeamNameRequest", """{"team_id":"TEAM_ID"}""", "Team"),
        Post("unblockTeam", Teams, "Let a team's keys open again", "/team/unblock", "TeamNameRequest", """{"team_id":"TEAM_ID"}""", "Team"),
        new("GET", "getTeam", Teams, "Look at a team", "/team/info")
        {
            Query = [new("team_id", Schemas.Text, "The team's id.") { IsRequired = true, Example = "TEAM_ID" }],
            Answers = [new(200, "The team and its keys.", "TeamInfo")],
            Refusals = [400, 404, 503],
        },
        new("GET", "listTeams", Teams, "List teams", "/team/list")
        {
            Query = Paging.Of("page_size", 100),
            Answers = [new(200, "A page of teams.", """{"type":"array","items":{"$ref":"#/components/schemas/Team"}}""")],
            Refusals = s_ofLists,
        },
        Post("createUser", Users, "Make a user, and a key", "/user/new", "UserNewRequest", """{"user_email":"ada@example.com","max_budget":10}""", "User"),
        Post("updateUser", Users, "Change a user", "/user/update", "UserUpdateRequest", """{"user_id":"USER_ID","max_budget":20}""", "User"),
        Post("deleteUsers", Users, "Delete users and their keys", "/user/delete", "UserDeleteRequest", """{"user_ids":["USER_ID"]}""", "DeletedParties"),
        new("GET", "getUser", Users, "Look at a user", "/user/info")
        {
            Query = [new("user_id", Schemas.Text, "The user's id.") { IsRequired = true, Example = "USER_ID" }],
            Answers = [new(200, "The user and the user's keys.", "UserInfo")],
            Refusals = [400, 404, 503],
        },
        new("GET", "listUsers", Users, "List users", "/user/list")
        {
            Query = Paging.Of("page_size", 25),
            Answers = [new(200, "A page of users.", "UserList")],
            Refusals = s_ofLists,
        },
    ];

    private static Operation Post(string id, string tag, string summary, string route, string body, string example, string answer) => new("POST", id, tag, summary, route)
    {
        Body = new(body, example),
        Answers = [new(200, answer is "DeletedParties" ? "The ids of what is gone." : "As it is now.", answer) { Headers = answer is "DeletedParties" ? [] : ["x-ochre-ignored"] }],
        Refusals = s_refusals,
    };
}
