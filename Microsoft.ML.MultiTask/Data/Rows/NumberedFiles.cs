namespace Microsoft.ML.MultiTask.Data.Rows;

/// <summary>Files named by frame number, one byte of memory each.</summary>
internal sealed class NumberedFiles
{
    private readonly int[] _numbers;
    private readonly byte[] _forms;                                 // 1 + index of the form; 0 if there is no file
    private readonly FileForm[] _distinct;

    public NumberedFiles(int[] numbers, IReadOnlyDictionary<int, FileForm> files)
    {
        _numbers = numbers;
        _distinct = [.. files.Values.Distinct()];
        if (_distinct.Length > byte.MaxValue)
            throw new InvalidDataException(
                $"'{_distinct[0].PathOf(files.Keys.First())}' and {files.Count - 1} more files of its sequence have "
                + $"{_distinct.Length} different patterns of names; expected at most {byte.MaxValue}.");
        var indices = _distinct.Index().ToDictionary(pair => pair.Item, pair => (byte)(1 + pair.Index));
        _forms = Array.ConvertAll(numbers, number => files.TryGetValue(number, out var form) ? indices[form] : (byte)0);
    }

    /// <summary>The path of the file at a position; empty if there is none.</summary>
    public string PathOf(int position) => _forms[position] > 0 ? _distinct[_forms[position] - 1].PathOf(_numbers[position]) : "";
}
