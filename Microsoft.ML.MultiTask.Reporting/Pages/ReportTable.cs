using System.Text;

namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>A table of a <see cref="ReportPage"/>: each row has a name and cells.</summary>
/// <param name="Columns">The columns, without that of the row names.</param>
/// <param name="Rows">The rows, from top to bottom.</param>
public sealed record ReportTable(IReadOnlyList<ReportColumn> Columns, IReadOnlyList<ReportTableRow> Rows)
{
    /// <summary>A heading above the table; empty for none.</summary>
    public string Caption { get; init; } = "";

    /// <summary>The table in Markdown without its caption. Notes follow the text of their cell; the best cells are bold.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        Line(["", .. Columns.Select(column => $"{column.Group} {column.Name}".Trim())]);
        Line([":---", .. Columns.Select(_ => "---:")]);
        foreach (var row in Rows)
            Line(row.Cells.Count == 0
                ? [$"*{row.Name}*", .. Columns.Select(_ => "")]
                : [row.Name, .. row.Cells.Select(Cell)]);
        return text.ToString();

        void Line(IEnumerable<string> cells) =>
            text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");

        static string Cell(ReportCell cell) => (cell.IsBest ? $"**{cell.Text}** {cell.Note}" : $"{cell.Text} {cell.Note}").Trim();
    }
}
