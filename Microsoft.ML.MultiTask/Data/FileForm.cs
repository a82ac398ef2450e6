using System.Globalization;

namespace Microsoft.ML.MultiTask.Data;

/// <summary>What the paths of numbered files have in common: all but the number.</summary>
/// <param name="Start">The folder, and what the file's name has before the number.</param>
/// <param name="Digits">Digits of the number, with leading zeros.</param>
/// <param name="End">What comes after the number: at least the extension.</param>
internal sealed record FileForm(string Start, int Digits, string End)
{
    public string PathOf(int number) => Start + number.ToString(CultureInfo.InvariantCulture).PadLeft(Digits, '0') + End;
}
