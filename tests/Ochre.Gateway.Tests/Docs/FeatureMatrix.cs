using System.Globalization;
using System.Text;

namespace Ochre.Gateway.Tests.Docs;

/// <summary>Model × format × kind of answer × stream: what docs/features.md says of each that paints from words, from the catalogue. <see cref="FeatureMatrixTests"/> asks for each.</summary>
internal static class FeatureMatrix
{
    public const string AsMade = "as made";
    public const string Converted = "converted";

    private static readonly (string Kind, bool Stream)[] s_columns = [("b64_json", false), ("url", false), ("b64_json", true), ("url", true)];

    public sealed record Cell(ImageModel Model, string Format, string Kind, bool Stream)
    {
        /// <summary>Whether Bedrock's own bytes are what the client gets.</summary>
        public string Says => Model.Formats.Any(format => format.Word() == Format) ? AsMade : Converted;
    }

    public static IEnumerable<Cell> Cells =>
        from model in ModelCatalog.Default.Models.Where(model => model.Tasks.Any(ImageTasks.StartsFromWords))
        from format in (string[])["png", "jpeg", "webp"]
        from column in s_columns
        select new Cell(model, format, column.Kind, column.Stream);

    public static string Table()
    {
        var text = new StringBuilder("| model | format | b64_json | url | stream: b64_json | stream: url |\n|---|---|---|---|---|---|\n");
        foreach (var row in Cells.GroupBy(cell => (cell.Model.Id, cell.Format)))
            text.Append(CultureInfo.InvariantCulture, $"| {row.Key.Id} | {row.Key.Format} | {string.Join(" | ", row.Select(cell => cell.Says))} |\n");
        return text.ToString();
    }
}
