namespace Ochre.Gateway.Doctor;

/// <summary>Everything the doctor has found.</summary>
/// <param name="Configuration">The effective configuration, secrets masked.</param>
/// <param name="Checks">What concerns no single model.</param>
internal sealed record Report(
    bool UsesEmulator, IReadOnlyList<(string Name, string Value)> Configuration, IReadOnlyList<(string Name, Finding Finding)> Checks, IReadOnlyList<ReportRow> Rows)
{
    public bool IsGreen => !Checks.Select(check => check.Finding).Concat(Rows.SelectMany(row => row.Findings)).Any(finding => finding.State is GateState.Red);

    /// <summary>What is to be done, each fix once, with where it is missing.</summary>
    public IEnumerable<(string Where, Finding Finding)> Fixes => Checks
        .Select(check => (Where: check.Name, check.Finding))
        .Concat(Rows.SelectMany(row => row.Findings.Select(finding => (Where: $"{row.Row.Model.Id} in {row.Row.Place.Region}", Finding: finding))))
        .Where(one => one.Finding.State is not GateState.Green && one.Finding.Fix is not null)
        .GroupBy(one => one.Finding.Fix)
        .Select(group => (string.Join("; ", group.Select(one => one.Where).Distinct()), group.First().Finding))
        .OrderBy(one => one.Finding.State is not GateState.Red);
}

/// <param name="Findings">In the order of <see cref="Gates.All"/>.</param>
internal sealed record ReportRow(Examined Row, IReadOnlyList<Finding> Findings);
