using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ochre.Gateway.Doctor;

/// <summary>The report for programs.</summary>
internal static class ReportJson
{
    private static readonly DoctorJson s_json = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    });

    public static string Write(Report report) => JsonSerializer.Serialize(
        new WireReport(
            report.IsGreen ? "green" : "red", report.UsesEmulator, report.Configuration.ToDictionary(one => one.Name, one => one.Value),
            [.. report.Checks.Select(check => Wire(check.Name, check.Finding))], [.. report.Rows.Select(Wire)]),
        s_json.WireReport);

    private static WireRow Wire(ReportRow row) => new(
        row.Row.Asked.Id, row.Row.Names, row.Row.Model.Id, row.Row.Place.Region, row.Row.Place.CallId, row.Row.Caller,
        [.. Gates.All.Zip(row.Findings, (gate, finding) => Wire(gate.Gate.ToString().ToLowerInvariant(), finding))]);

    private static WireFinding Wire(string name, Finding finding) => new(name, finding.State.ToString().ToLowerInvariant(), finding.Word, finding.Text, finding.Fix);
}

/// <param name="Result"><c>green</c>, or <c>red</c> where anything is.</param>
internal sealed record WireReport(
    string Result, bool Emulator, IReadOnlyDictionary<string, string> Configuration, IReadOnlyList<WireFinding> Checks, IReadOnlyList<WireRow> Models);

/// <param name="Answers">The model that is called: the successor, where the one that is asked for is gone.</param>
/// <param name="Called">What stands in the URL.</param>
/// <param name="Caller">As whom, in words.</param>
internal sealed record WireRow(string Model, IReadOnlyList<string> Names, string Answers, string Region, string Called, string Caller, IReadOnlyList<WireFinding> Gates);

/// <param name="State"><c>green</c>, <c>yellow</c>, <c>red</c> or <c>unknown</c>.</param>
internal sealed record WireFinding(string Name, string State, string Word, string? Text, string? Fix);

[JsonSerializable(typeof(WireReport))]
internal sealed partial class DoctorJson : JsonSerializerContext;
