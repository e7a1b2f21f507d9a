using Spectre.Console;

namespace Ochre.Gateway.Doctor;

/// <summary>The report for people.</summary>
internal static class ReportTable
{
    public static void Write(IAnsiConsole console, Report report)
    {
        if (report.UsesEmulator)
            console.WriteLine("Ochre would paint with the emulator inside: there is no AWS account behind these answers. With --aws, or with credentials, AWS is asked.");
        var sheet = new Grid().AddColumn().AddColumn();
        foreach (var (name, value) in report.Configuration)
            sheet.AddRow(new Text($"  {name}"), new Text(value));
        console.Write(sheet);
        console.WriteLine();
        console.Write(Models(report));
        foreach (var (name, finding) in report.Checks)
            console.Write(new Paragraph($"  {Mark(finding.State)} {name}: {finding.Word}{(finding.Text is null ? "" : $", {finding.Text}")}\n", StyleOf(finding.State)));
        WriteFixes(console, report);
        console.WriteLine(report.IsGreen ? "All gates are open. No image was bought." : "A gate is shut. No image was bought.");
    }

    private static Table Models(Report report)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("model", "region");
        foreach (var (gate, _) in Gates.All)
            table.AddColumn(gate.ToString().ToLowerInvariant());
        foreach (var (row, findings) in report.Rows)
        {
            var names = row.Names.Where(name => name != row.Asked.Id).ToList();
            table.AddRow([
                new Text($"{row.Asked.Id}{(names.Count > 0 ? $"\n  {string.Join(", ", names)}" : "")}"), new Text(row.Place.Region),
                .. findings.Select(finding => new Text($"{Mark(finding.State)} {finding.Word}", StyleOf(finding.State)))]);
        }

        return table;
    }

    private static void WriteFixes(IAnsiConsole console, Report report)
    {
        var number = 0;
        foreach (var (where, finding) in report.Fixes)
        {
            console.WriteLine();
            console.Write(new Paragraph($"{++number}. {where}: {finding.Word}\n", StyleOf(finding.State)));
            if (finding.Text is not null)
                console.WriteLine($"   {finding.Text}");
            // As it is, however narrow the terminal: a policy is copied from here.
            console.Profile.Out.Writer.WriteLine($"   {finding.Fix!.ReplaceLineEndings("\n   ")}");
        }

        console.WriteLine();
    }

    private static string Mark(GateState state) => state switch
    {
        GateState.Green => "+",
        GateState.Yellow => "!",
        GateState.Red => "x",
        _ => "?",
    };

    private static Style StyleOf(GateState state) => new(state switch
    {
        GateState.Green => Color.Green,
        GateState.Yellow => Color.Yellow,
        GateState.Red => Color.Red,
        _ => Color.Grey,
    });
}
