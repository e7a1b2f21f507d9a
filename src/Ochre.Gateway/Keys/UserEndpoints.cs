using Ochre.Gateway.Auth;

namespace Ochre.Gateway.Keys;

/// <summary>LiteLLM's routes for users: people with keys, and one budget over them all.</summary>
internal sealed class UserEndpoints(PartyBook parties, KeyBook keys, Shown shown, ILogger<UserEndpoints> log)
{
    public static readonly string[] AliasFields = ["user_alias", "user_email"];

    private const string Kind = PartyKind.User, Id = "user_id";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/user/new", NewAsync).OpenTo(Role.Admin);
        routes.MapPost("/user/update", UpdateAsync).OpenTo(Role.Admin);
        routes.MapPost("/user/delete", http => PartyIds.DeleteAsync(http, parties, Kind, "user_ids", log)).OpenTo(Role.Admin);
        routes.MapGet("/user/info", InfoAsync).OpenTo(Role.Admin);
        routes.MapGet("/user/list", ListAsync).OpenTo(Role.Admin);
    }

    private async Task NewAsync(HttpContext http)
    {
        using var json = await AdminHttp.BodyAsync(http.Request);
        var fields = new AdminFields(json.RootElement);
        var id = fields.Text(Id, 200) ?? KeyText.NewId();
        var makesKey = !fields.TryFlag("auto_create_key", out var wanted) || wanted;
        var wish = PartyWish.Parse(fields, AliasFields);
        var user = await parties.CreateAsync(Kind, id, wish, http.RequestAborted);
        if (makesKey)
        {
            var (record, key) = await keys.CreateAsync(KeyWish.Of(user), null, http.RequestAborted);
            Log.AdminAction(log, KeyCheck.CallerOf(http).Mark, "made", "key", record.Key.Id, RequestIds.Of(http));
            await AnswerAsync(http, "made", user, wish, (record.Key.Id, key));
        }
        else
        {
            await AnswerAsync(http, "made", user, wish);
        }
    }

    private async Task UpdateAsync(HttpContext http)
    {
        using var json = await AdminHttp.BodyAsync(http.Request);
        var fields = new AdminFields(json.RootElement);
        var id = fields.NeededText(Id, 200);
        var wish = PartyWish.Parse(fields, AliasFields);
        await AnswerAsync(http, "changed", await parties.ChangeAsync(Kind, id, wish.Apply, http.RequestAborted), wish);
    }

    private async Task InfoAsync(HttpContext http)
    {
        var user = await parties.NeedAsync(Kind, AdminHttp.NeededQuery(http, Id), http.RequestAborted);
        var own = await shown.KeysAsync(await parties.KeysAsync(user, http.RequestAborted), http.RequestAborted);
        await AdminHttp.WriteAsync(http, new(user.Id, await shown.UserAsync(user, http.RequestAborted), own), KeyJson.Default.WireUserInfo);
    }

    private async Task ListAsync(HttpContext http)
    {
        var page = AdminHttp.Page(http, "page_size", 25);
        var (found, total) = await parties.ListAsync(Kind, page, http.RequestAborted);
        List<WireUser> users = [];
        foreach (var user in found)
            users.Add(await shown.UserAsync(user, http.RequestAborted));
        await AdminHttp.WriteAsync(http, new(users, total, page.Number, page.Size, page.Of(total)), KeyJson.Default.WireUserList);
    }

    private async Task AnswerAsync(HttpContext http, string what, Party user, PartyWish wish, (string Id, string Key)? made = null)
    {
        Log.AdminAction(log, KeyCheck.CallerOf(http).Mark, what, Kind, Echo.Of(user.Id), RequestIds.Of(http));
        var answer = await shown.UserAsync(user, http.RequestAborted) with { Key = made?.Key, Token = made?.Id };
        await AdminHttp.WriteAsync(http, PartyIds.Warned(answer, wish), KeyJson.Default.WireUser, wish.Ignored);
    }
}
