using System.Text.Json.Serialization;
using Ochre.Gateway.Auth;
using Ochre.Gateway.Keys;
using Ochre.Gateway.Spend;

namespace Ochre.Gateway.Endpoints;

/// <summary><c>POST /spend/credit</c>: the administrator takes back what a charge did not cost after all.</summary>
internal sealed class CreditEndpoint(CreditNotes notes, TimeProvider time)
{
    public const int MaxText = 500;

    private static readonly string[] s_fields = ["request_id", "reason", "id", "amount"];

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/spend/credit", AnswerAsync).OpenTo(Role.Admin);

    private async Task AnswerAsync(HttpContext http)
    {
        using var json = await AdminHttp.BodyAsync(http.Request);
        var fields = new AdminFields(json.RootElement);
        var charge = fields.Text("request_id", MaxText) ?? throw ImageError.Missing("request_id", "'request_id' is missing: the x-request-id of the answer whose charge is meant.");
        var reason = fields.Text("reason", MaxText) ?? throw ImageError.Missing("reason", "'reason' is missing: a sentence for whoever reads the report.");
        var id = fields.Text("id", MaxText) ?? RequestIds.New("credit_", time.GetUtcNow());
        if (fields.TryUsd("amount", out var usd) && usd is <= 0)
            throw ImageError.Invalid("amount", "'amount' must be above 0; leave it out for all of the charge.");
        fields.RefuseRest(s_fields);
        var note = await notes.WriteAsync(id, charge, usd, reason, KeyCheck.CallerOf(http).Id, http.RequestAborted);
        await AdminHttp.WriteAsync(http, new(note.Id, note.ChargeId, note.Usd, note.Reason, note.Cost, note.Credited, note.State), CreditJson.Default.WireCredit);
    }
}

/// <param name="Amount">US dollars that this note gives back.</param>
/// <param name="Credited">US dollars that all notes of the charge have given back.</param>
internal sealed record WireCredit(string Id, string RequestId, decimal Amount, string Reason, decimal Cost, decimal Credited, string State);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(WireCredit))]
internal sealed partial class CreditJson : JsonSerializerContext;
