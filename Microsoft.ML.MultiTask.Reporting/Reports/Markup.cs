using System.Globalization;
using System.Net;
using System.Text;

namespace Microsoft.ML.MultiTask.Reporting.Reports;

/// <summary>HTML or SVG in the making. Values are put in encoded and in the invariant culture, so none can break the page.</summary>
internal sealed class Markup
{
    private readonly StringBuilder _text = new();

    /// <summary>Markup that is used as it is.</summary>
    public static Markup Literal(string text)
    {
        var markup = new Markup();
        markup._text.Append(text);
        return markup;
    }

    /// <summary>Adds markup, its interpolated values encoded.</summary>
    public void Add(FormattableString markup) => _text.AppendFormat(EncodedValues.Instance, markup.Format, markup.GetArguments());

    /// <summary>Adds a line of markup, its interpolated values encoded.</summary>
    public void Line(FormattableString markup)
    {
        Add(markup);
        _text.Append('\n');
    }

    /// <summary>Adds finished markup.</summary>
    public void Add(Markup markup) => _text.Append(markup._text);

    public override string ToString() => _text.ToString();

    private sealed class EncodedValues : IFormatProvider, ICustomFormatter
    {
        public static readonly EncodedValues Instance = new();

        public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : null;

        public string Format(string? format, object? arg, IFormatProvider? formatProvider)
        {
            var text = arg is IFormattable value ? value.ToString(format, CultureInfo.InvariantCulture) : arg?.ToString();
            return WebUtility.HtmlEncode(text) ?? "";
        }
    }
}
