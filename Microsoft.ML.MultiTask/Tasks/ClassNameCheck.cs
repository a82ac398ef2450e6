using Microsoft.ML.MultiTask.Data.Encodings;

namespace Microsoft.ML.MultiTask.Tasks;

/// <summary>Compares the class names that columns are annotated with: ids alone do not tell which classes they are of.</summary>
internal static class ClassNameCheck
{
    /// <summary>The names of a task's classes in its label column: none, with a warning, if there are more or fewer than the task has classes.</summary>
    internal static IReadOnlyList<string> NamesOf(DenseTask task, DataViewSchema.Column label, Action<string> warn)
    {
        var names = ColumnAnnotations.GetClassNames(label);
        if (names.Count == 0 || names.Count == task.LabelLimit || task.LabelLimit == DenseTask.Ignore) return names;
        warn($"Column '{label.Name}' names {names.Count} classes ({Listed(names)}), but task '{task.Name}' has {task.LabelLimit}: the names are not "
            + $"used. Give the labels a {nameof(ClassLabelEncoding)} with the names of your own classes.");
        return [];
    }

    /// <summary>Checks that the label columns of two sets of data mean the same classes.</summary>
    /// <exception cref="ArgumentException">They have different names; the message has the task and the difference.</exception>
    internal static void Same(IReadOnlyList<DenseTask> tasks, DataViewSchema training, DataViewSchema other, string otherName)
    {
        foreach (var task in tasks)
            Same(task, ColumnAnnotations.GetClassNames(training[task.LabelColumnName]), "the training data",
                ColumnAnnotations.GetClassNames(other[task.LabelColumnName]), otherName);
    }

    /// <summary>Checks that two lists of class names are the same, whatever the case, if there are both.</summary>
    /// <exception cref="ArgumentException">They are not.</exception>
    internal static void Same(DenseTask task, IReadOnlyList<string> names, string owner, IReadOnlyList<string> others, string other)
    {
        var comparer = StringComparer.OrdinalIgnoreCase;
        if (names.Count == 0 || others.Count == 0 || names.SequenceEqual(others, comparer)) return;
        string[] missing = [.. names.Except(others, comparer)], added = [.. others.Except(names, comparer)];
        int first = names.Zip(others).TakeWhile(pair => comparer.Equals(pair.First, pair.Second)).Count();
        string difference = (missing.Length, added.Length) == (0, 0) ? $"class {first} is '{names.ElementAtOrDefault(first)}' in {owner} and "
                + $"'{others.ElementAtOrDefault(first)}' in {other}"
            : $"only {owner} has {Listed(missing)}; only {other} has {Listed(added)}";
        throw new ArgumentException(
            $"Task '{task.Name}', label column '{task.LabelColumnName}': the {names.Count} classes of {owner} are not the {others.Count} classes of {other}: "
            + $"{difference}. Map the labels to the same classes, with a {nameof(ClassMap)} or a {nameof(ClassLabelEncoding)}.");
    }

    private static string Listed(IReadOnlyCollection<string> names) => names.Count == 0 ? "none" : string.Join(", ", names.Select(name => $"'{name}'"));
}
