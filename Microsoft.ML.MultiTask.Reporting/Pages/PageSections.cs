using Microsoft.ML.MultiTask.Reporting.Charts;
using Microsoft.ML.MultiTask.Reporting.Html;
using Microsoft.ML.MultiTask.Reporting.Pictures;

namespace Microsoft.ML.MultiTask.Reporting.Pages;

/// <summary>Renders the sections of a <see cref="ReportPage"/> as HTML.</summary>
internal static class PageSections
{
    private const int ScaleSteps = 12;

    public static Markup Render(ReportPage page)
    {
        var html = new Markup();
        foreach (var section in page.Sections)
            AddSection(html, section);
        return html;
    }

    /// <summary>Adds the legend of a task's colours.</summary>
    public static void AddLegend(Markup html, string name, TaskColors colors)
    {
        html.Line($"<ul class=\"legend\"><li><b>{name}</b></li>");
        if (colors.Classes.Count == 0)
        {
            double ratio = colors.Far / colors.Near;
            var stops = Enumerable.Range(0, ScaleSteps + 1)
                .Select(i => QuantityColors.Of(colors.Near * Math.Pow(ratio, (double)i / ScaleSteps), colors.Near, colors.Far).ToHex());
            html.Add($"<li class=\"scale\">{colors.Near:G4}");
            html.Add($"<i style=\"background:linear-gradient(90deg, {string.Join(", ", stops)})\"></i>");
            html.Line($"{colors.Far:G4}, logarithmic</li>");
        }
        foreach (var (label, color) in colors.Classes.Append(new ClassColor("no label", colors.Missing)))
            html.Line($"<li><span class=\"swatch\" style=\"background:{color.ToHex()}\"></span>{label}</li>");
        html.Line($"</ul>");
    }

    /// <summary>Adds a picture with its caption.</summary>
    public static void AddFigure(Markup html, RgbImage? image, string caption)
    {
        if (image is null)
        {
            html.Line($"<figure><figcaption>{caption}: none</figcaption></figure>");
            return;
        }
        html.Add($"<figure><img width=\"{image.Width}\" height=\"{image.Height}\" alt=\"{caption}\" ");
        html.Add($"src=\"data:image/png;base64,{Convert.ToBase64String(image.ToPng())}\" />");
        html.Line($"<figcaption>{caption}</figcaption></figure>");
    }

    private static void AddSection(Markup html, ReportSection section)
    {
        html.Line($"<h2>{section.Heading}</h2>");
        foreach (var paragraph in section.Paragraphs)
            html.Line($"<p>{paragraph}</p>");
        foreach (var table in section.Tables)
            AddTable(html, table);
        if (section.Charts.Count > 0)
            AddCharts(html, section);
        foreach (var (name, colors) in section.Legends)
            AddLegend(html, name, colors);
        if (section.Grids.Count > 0)
            AddGrids(html, section.Grids);
    }

    private static void AddTable(Markup html, ReportTable table)
    {
        if (table.Caption.Length > 0)
            html.Line($"<h3>{table.Caption}</h3>");
        html.Line($"<div class=\"wide\"><table>");
        html.Line($"<thead>");
        if (table.Columns.Any(column => column.Group.Length > 0))
            AddGroups(html, table.Columns);
        html.Add($"<tr><th></th>");
        foreach (var column in table.Columns)
            html.Add($"<th>{column.Name}</th>");
        html.Line($"</tr></thead>");
        html.Line($"<tbody>");
        foreach (var row in table.Rows)
            AddRow(html, row, table.Columns.Count);
        html.Line($"</tbody></table></div>");
    }

    private static void AddGroups(Markup html, IReadOnlyList<ReportColumn> columns)
    {
        html.Add($"<tr><th></th>");
        for (int first = 0, next; first < columns.Count; first = next)
        {
            for (next = first + 1; next < columns.Count && columns[next].Group == columns[first].Group;)
                next++;
            html.Add($"<th class=\"group\" colspan=\"{next - first}\">{columns[first].Group}</th>");
        }
        html.Line($"</tr>");
    }

    private static void AddRow(Markup html, ReportTableRow row, int columns)
    {
        if (row.Cells.Count == 0)
        {
            html.Line($"<tr><th class=\"part\" colspan=\"{columns + 1}\">{row.Name}</th></tr>");
            return;
        }
        html.Add($"<tr><th>{row.Name}</th>");
        foreach (var cell in row.Cells)
        {
            html.Add(cell.IsBest ? (FormattableString)$"<td class=\"best\">{cell.Text}" : $"<td>{cell.Text}");
            if (cell.Note.Length > 0)
                html.Add($" <small>{cell.Note}</small>");
            html.Add($"</td>");
        }
        html.Line($"</tr>");
    }

    private static void AddCharts(Markup html, ReportSection section)
    {
        if (section.SharesLegend)
            AddLineLegend(html, section.Charts[0].Lines);
        html.Line($"<div class=\"charts\">");
        foreach (var chart in section.Charts)
        {
            var series = chart.Lines.Select((line, i) => ChartSeries.OfMany(line.Name, line.Values, i)).ToArray();
            double[] known = [.. series.SelectMany(line => line.Values).Where(double.IsFinite)];
            if (known.Length == 0) continue;
            html.Add(LineChart.Render(
                chart.Title, series, chart.StartsAtZero ? ChartAxis.Linear(0, known.Max()) : null, hasLegend: !section.SharesLegend));
        }
        html.Line($"</div>");
    }

    private static void AddLineLegend(Markup html, IReadOnlyList<ReportLine> lines)
    {
        html.Line($"<ul class=\"legend\">");
        foreach (var (i, line) in lines.Index())
        {
            html.Add($"<li><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 30 10\">");
            html.Line($"<path class=\"{ChartSeries.OfMany(line.Name, [], i).Classes}\" d=\"M2 5h26\"/></svg>{line.Name}</li>");
        }
        html.Line($"</ul>");
    }

    private static void AddGrids(Markup html, IReadOnlyList<ReportPictureGrid> grids)
    {
        html.Line($"<div class=\"rows\">");
        foreach (var grid in grids)
        {
            int columns = grid.Rows.Select(row => row.Count).DefaultIfEmpty(1).Max();
            html.Line($"<section class=\"row\" style=\"grid-template-columns:repeat({columns}, 1fr)\">");
            html.Line($"<h3>{grid.Title}</h3>");
            foreach (var picture in grid.Rows.SelectMany(row => row))
            {
                if (picture is null) html.Line($"<figure></figure>");
                else AddFigure(html, picture.Image, picture.Caption);
            }
            html.Line($"</section>");
        }
        html.Line($"</div>");
    }
}
