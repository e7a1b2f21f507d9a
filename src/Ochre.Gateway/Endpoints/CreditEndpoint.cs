using System.Text.Json;
using System.Text.Json.Serialization;
using Ochre.Gateway.Auth;
using Ochre.Gateway.Spend;
using Ochre.Gateway.Wire;

namespace Ochre.Gateway.Endpoints;

/// <summary><c>POST /spend/credit</c>: the administrator takes back what a charge did not cost after all.</summary>
internal sealed class CreditEndpoint(CreditNotes notes, TimeProvider time)
{
    private const int MaxBody = 64 * 1024;
    private const int MaxText = 500;

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/spend/credit", AnswerAsync);

    private async Task AnswerAsync(HttpContext http)
    {
        using var json = await JsonBody.ReadAsync(http.Request, MaxBody, http.RequestAborted);
        var fields = new Fields(json.RootElement);
        var charge = Text(fields, "request_id") ?? throw ImageError.Missing("request_id", "'request_id' is missing: the x-request-id of the answer whose charge is meant.");
        var reason = Text(fields, "reason") ?? throw ImageError.Missing("reason", "'reason' is missing: a sentence for whoever reads the report.");
        var id = Text(fields, "id") ?? RequestIds.New("credit_", time.GetUtcNow());
        var note = await notes.WriteAsync(id, charge, Amount(fields), reason, KeyCheck.CallerOf(http).Id, http.RequestAborted);
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(new WireCredit(
            note.Id, note.ChargeId, note.Usd, note.Reason, note.Cost, note.Credited, note.State), CreditJson.Default.WireCredit), http.RequestAborted);
    }

    private static string? Text(Fields fields, string name)
    {
        var text = fields.String(name);
        return text is null || text.Length is > 0 and <= MaxText ? text
            : throw ImageError.Invalid(name, $"'{name}' has {text.Length} characters; it must have 1 to {MaxText}.");
    }

    private static decimal? Amount(Fields fields)
    {
        if (fields.Any("amount") is not { } value)
            return null;
        return value.ValueKind is JsonValueKind.Number && value.TryGetDecimal(out var usd) && usd is > 0 and <= Money.Largest ? usd
            : throw ImageError.Invalid("amount", $"'amount' must be a number of US dollars above 0, at most {Money.Text(Money.Largest)}; leave it out for all of the charge.");
    }
}

/// <param name="Amount">US dollars that this note gives back.</param>
/// <param name="Credited">US dollars that all notes of the charge have given back.</param>
internal sealed record WireCredit(string Id, string RequestId, decimal Amount, string Reason, decimal Cost, decimal Credited, string State);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(WireCredit))]
internal sealed partial class CreditJson : JsonSerializerContext;
