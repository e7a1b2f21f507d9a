using Ochre.Gateway.Auth;

namespace Ochre.Gateway.Keys;

/// <summary>LiteLLM's routes for teams: keys with one budget over them all.</summary>
internal sealed class TeamEndpoints(PartyBook parties, Shown shown, ILogger<TeamEndpoints> log)
{
    public const string AliasField = "team_alias";

    private const string Kind = PartyKind.Team, Id = "team_id";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/team/new", NewAsync).OpenTo(Role.Admin);
        routes.MapPost("/team/update", UpdateAsync).OpenTo(Role.Admin);
        routes.MapPost("/team/delete", http => PartyIds.DeleteAsync(http, parties, Kind, "team_ids", log)).OpenTo(Role.Admin);
        routes.MapGet("/team/info", InfoAsync).OpenTo(Role.Admin);
        routes.MapGet("/team/list", ListAsync).OpenTo(Role.Admin);
        routes.MapPost("/team/block", http => BlockAsync(http, true)).OpenTo(Role.Admin);
        routes.MapPost("/team/unblock", http => BlockAsync(http, false)).OpenTo(Role.Admin);
    }

    private async Task NewAsync(HttpContext http)
    {
        using var json = await AdminHttp.BodyAsync(http.Request);
        var fields = new AdminFields(json.RootElement);
        var id = fields.Text(Id, 200) ?? KeyText.NewId();
        var wish = PartyWish.Parse(fields, AliasField);
        await AnswerAsync(http, "made", await parties.CreateAsync(Kind, id, wish, http.RequestAborted), wish);
    }

    private async Task UpdateAsync(HttpContext http)
    {
        using var json = await AdminHttp.BodyAsync(http.Request);
        var fields = new AdminFields(json.RootElement);
        var id = fields.NeededText(Id, 200);
        var wish = PartyWish.Parse(fields, AliasField);
        await AnswerAsync(http, "changed", await parties.ChangeAsync(Kind, id, wish.Apply, http.RequestAborted), wish);
    }

    private async Task BlockAsync(HttpContext http, bool blocked)
    {
        using var json = await AdminHttp.BodyAsync(http.Request);
        var fields = new AdminFields(json.RootElement);
        var id = fields.NeededText(Id, 200);
        fields.RefuseRest([Id]);
        await AnswerAsync(http, blocked ? "blocked" : "unblocked", await parties.ChangeAsync(Kind, id, was => was with { Blocked = blocked }, http.RequestAborted), null);
    }

    private async Task InfoAsync(HttpContext http)
    {
        var team = await parties.NeedAsync(Kind, AdminHttp.NeededQuery(http, Id), http.RequestAborted);
        var keys = await shown.KeysAsync(await parties.KeysAsync(team, http.RequestAborted), http.RequestAborted);
        await AdminHttp.WriteAsync(http, new(team.Id, await shown.TeamAsync(team, http.RequestAborted), keys), KeyJson.Default.WireTeamInfo);
    }

    // LiteLLM's answer is a list and nothing around it.
    private async Task ListAsync(HttpContext http)
    {
        var (found, _) = await parties.ListAsync(Kind, AdminHttp.Page(http, "page_size", 100), http.RequestAborted);
        List<WireTeam> teams = [];
        foreach (var team in found)
            teams.Add(await shown.TeamAsync(team, http.RequestAborted));
        await AdminHttp.WriteAsync(http, teams, KeyJson.Default.IReadOnlyListWireTeam);
    }

    private async Task AnswerAsync(HttpContext http, string what, Party team, PartyWish? wish)
    {
        Log.AdminAction(log, KeyCheck.CallerOf(http).Mark, what, Kind, Echo.Of(team.Id), RequestIds.Of(http));
        var answer = await shown.TeamAsync(team, http.RequestAborted);
        await AdminHttp.WriteAsync(http, PartyIds.Warned(answer, wish), KeyJson.Default.WireTeam, wish?.Ignored);
    }
}
