using System.Globalization;
using System.Net;
using System.Text;

namespace Microsoft.ML.MultiTask.Reporting.Html;

/// <summary>Builds HTML or SVG. Interpolated values are encoded and formatted with the invariant culture.</summary>
internal sealed class Markup
{
    private readonly StringBuilder _text = new();

    /// <summary>Markup that is not encoded.</summary>
    public static Markup Literal(string text)
    {
        var markup = new Markup();
        markup._text.Append(text);
        return markup;
    }

    /// <summary>Appends markup with its interpolated values encoded.</summary>
    public void Add(FormattableString markup) => _text.AppendFormat(EncodedValues.Instance, markup.Format, markup.GetArguments());

    /// <summary>Appends a line of markup with its interpolated values encoded.</summary>
    public void Line(FormattableString markup)
    {
        Add(markup);
        _text.Append('\n');
    }

    /// <summary>Appends finished markup.</summary>
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
