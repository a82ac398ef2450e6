using System.Globalization;
using System.Text;

namespace TorchSharp;

public static partial class torch
{
    private static TensorStringStyle s_style = TensorStringStyle.Julia;

    /// <summary>The style that <see cref="TensorStringStyle.Default"/> stands for.</summary>
    public static TensorStringStyle TensorStringStyle
    {
        get => s_style;
        set
        {
            if (value == TensorStringStyle.Default) throw new ArgumentException("The style cannot be set to 'Default'", nameof(value));
            s_style = value;
        }
    }

    public partial class Tensor
    {
        /// <summary>How many elements of a dimension are written at most; of more the middle is left out.</summary>
        private const int MostWritten = 10;

        /// <summary>Shape, type and device: "[2x3], type = Float32, device = cpu".</summary>
        public override string ToString() =>
            IsInvalid ? "" : $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";

        public string ToString(
            bool disamb, string fltFormat = null, int? width = null, CultureInfo cultureInfo = null, string newLine = null) =>
            disamb ? ToString(torch.TensorStringStyle, fltFormat, width, cultureInfo, newLine) : ToString();

        /// <summary>With its elements in nested brackets, after shape, type and device in all styles but Numpy.</summary>
        public string ToString(
            TensorStringStyle style, string fltFormat = null, int? width = null, CultureInfo cultureInfo = null, string newLine = null)
        {
            if (style == TensorStringStyle.Default) style = torch.TensorStringStyle;
            if (style == TensorStringStyle.Metadata || is_meta) return ToString();
            newLine ??= Environment.NewLine;

            using var scope = NewDisposeScope();
            var text = new StringBuilder();
            if (style != TensorStringStyle.Numpy) text.Append(ToString()).Append(ndim == 0 ? ", value = " : newLine);
            Write(text, detach().cpu(), (int)ndim, fltFormat ?? "g5", cultureInfo ?? CultureInfo.CurrentCulture, newLine);
            return text.ToString();
        }

        private static void Write(StringBuilder text, Tensor tensor, int indent, string format, CultureInfo culture, string newLine)
        {
            int dimensions = (int)tensor.ndim;
            if (dimensions == 0)
            {
                text.Append(tensor.dtype == ScalarType.Bool ? tensor.item<bool>().ToString()
                    : tensor.is_integral() ? tensor.ToInt64().ToString(culture)
                    : tensor.ToDouble().ToString(format, culture));
                return;
            }

            text.Append('[');
            long count = tensor.shape[0];
            for (long i = 0; i < count; i++)
            {
                if (i > 0 && dimensions == 1) text.Append(", ");
                if (i > 0 && dimensions > 1) text.Append(newLine);
                if (i > 0 && dimensions > 2) text.Append(newLine);
                if (i > 0 && dimensions > 1) text.Append(' ', indent - dimensions + 1);
                if (count > MostWritten && i == MostWritten / 2)
                {
                    text.Append("...");
                    i = count - MostWritten / 2 - 1;
                    continue;
                }
                Write(text, tensor.select(0, i), indent, format, culture, newLine);
            }
            text.Append(']');
        }
    }
}
