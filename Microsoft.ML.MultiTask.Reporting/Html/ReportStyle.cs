namespace Microsoft.ML.MultiTask.Reporting.Html;

/// <summary>The style sheet of reports: light or dark after the reader's system, and printable.</summary>
internal static class ReportStyle
{
    /// <summary>The number of series colours: c0, c1 and so on.</summary>
    public const int SeriesColors = 6;

    /// <summary>The page's style element.</summary>
    public static Markup Element => Markup.Literal($"<style>\n{Css}\n</style>\n");

    /// <remarks>The series colours are based on Okabe and Ito's colour-blind safe palette, with lighter variants on dark ground.</remarks>
    private const string Css = """
        :root { color-scheme: light dark;
          --ground: #fdfdfc; --card: #ffffff; --ink: #1d2126; --soft: #646c76; --rule: #e2e5e9; --best: #0b6b4f;
          --c0: #0072b2; --c1: #d55e00; --c2: #009e73; --c3: #b4659a; --c4: #a17400; --c5: #4a93c4; }
        @media (prefers-color-scheme: dark) { :root {
          --ground: #14171b; --card: #1b1f25; --ink: #e8eaed; --soft: #9aa3ad; --rule: #30363e; --best: #58c9a4;
          --c0: #56b4e9; --c1: #f0883e; --c2: #3fc79a; --c3: #d794c0; --c4: #e0b73b; --c5: #9fc9e6; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 76rem; padding: 2.5rem 1.5rem 4rem; background: var(--ground); color: var(--ink);
          font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif; }
        h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .25rem; letter-spacing: -.01em; }
        h2 { font-size: 1.15rem; margin: 2.75rem 0 .9rem; padding-top: .9rem; border-top: 1px solid var(--rule); }
        h3 { font-size: .95rem; margin: 1.6rem 0 .5rem; }
        p { max-width: 46rem; margin: .3rem 0 .9rem; color: var(--soft); }
        dl.settings { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .55rem 1.5rem; margin: 1.4rem 0 0; }
        dl.settings dt { color: var(--soft); font-size: .8rem; }
        dl.settings dd { margin: 0; overflow-wrap: anywhere; }
        .tables { display: flex; flex-wrap: wrap; gap: 1rem 3rem; align-items: flex-start; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        caption { text-align: left; font-weight: 600; padding-bottom: .35rem; white-space: nowrap; }
        caption small { color: var(--soft); font-weight: 400; margin-left: .5rem; }
        th, td { padding: .3rem 0 .3rem 1.6rem; text-align: right; border-top: 1px solid var(--rule); }
        th:first-child { padding-left: 0; text-align: left; font-weight: 400; }
        thead th { color: var(--soft); font-weight: 400; font-size: .85rem; border-top: 0; }
        td.best { color: var(--best); font-weight: 600; }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 1.2rem; }
        .chart { width: 100%; max-width: 34rem; height: auto; font-size: 11px; }
        .chart text { fill: var(--ink); }
        .chart .title { font-weight: 600; font-size: 13px; }
        .chart .tick { fill: var(--soft); font-size: 10.5px; }
        .chart .grid { stroke: var(--rule); }
        .chart .axis { stroke: var(--soft); }
        .chart .line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
        .line.dashed { stroke-dasharray: 5 4; }
        .line.dotted { stroke-dasharray: 1 4; }
        .line.c0 { stroke: var(--c0); } .line.c1 { stroke: var(--c1); } .line.c2 { stroke: var(--c2); }
        .line.c3 { stroke: var(--c3); } .line.c4 { stroke: var(--c4); } .line.c5 { stroke: var(--c5); }
        circle.c0 { fill: var(--c0); } circle.c1 { fill: var(--c1); } circle.c2 { fill: var(--c2); }
        circle.c3 { fill: var(--c3); } circle.c4 { fill: var(--c4); } circle.c5 { fill: var(--c5); }
        .legend { display: flex; flex-wrap: wrap; gap: .3rem 1.1rem; margin: .35rem 0; padding: 0; list-style: none; font-size: .85rem; }
        .legend li { display: flex; align-items: center; gap: .4rem; }
        .legend b { font-weight: 600; }
        .swatch { width: .95rem; height: .95rem; border-radius: 3px; border: 1px solid rgb(128 128 128 / .55); }
        .legend svg { width: 1.8rem; height: .6rem; }
        .legend .line { fill: none; stroke-width: 2; stroke-linecap: round; }
        .wide { overflow-x: auto; }
        .wide table { font-size: .85rem; white-space: nowrap; }
        .wide th, .wide td { padding-left: .65rem; }
        .wide th:first-child { padding-left: 0; min-width: 8rem; white-space: normal; }
        .wide tbody th { vertical-align: top; }
        .wide thead th { white-space: normal; vertical-align: bottom; }
        .wide td { vertical-align: top; }
        .wide td small { display: block; color: var(--soft); font-size: .8em; font-weight: 400; }
        .wide .group { text-align: center; }
        .wide th.part { padding-top: 1.1rem; font-weight: 600; }
        .legend .scale { display: grid; grid-template-columns: auto minmax(8rem, 20rem) auto; gap: .5rem; align-items: center; }
        .legend .scale i { height: .95rem; border-radius: 3px; }
        .rows { overflow-x: auto; margin-top: 1.4rem; }
        .row { display: grid; gap: .45rem; min-width: 44rem; margin-bottom: 1.9rem; }
        .row h3 { grid-column: 1 / -1; margin: 0; }
        figure { margin: 0; }
        figure img { display: block; width: 100%; height: auto; border-radius: 4px; background: var(--rule); }
        figcaption { color: var(--soft); font-size: .8rem; padding-top: .1rem; }
        @media print { body { max-width: none; } .row { break-inside: avoid; } }
        """;
}
