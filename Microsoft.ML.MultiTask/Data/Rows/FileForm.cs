using System.Globalization;

namespace Microsoft.ML.MultiTask.Data.Rows;

/// <summary>The parts of a numbered file's path other than the number.</summary>
/// <param name="Start">The folder, and the file name up to the number.</param>
/// <param name="Digits">Digits of the number, including leading zeros.</param>
/// <param name="End">The rest of the name, at least the extension.</param>
internal sealed record FileForm(string Start, int Digits, string End)
{
    public string PathOf(int number) => Start + number.ToString(CultureInfo.InvariantCulture).PadLeft(Digits, '0') + End;
}
