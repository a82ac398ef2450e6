using System.Text.RegularExpressions;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>The core package's rooms use each other in one direction.</summary>
[TestClass]
public sealed class RoomTests
{
    [TestMethod]
    public void Package_HasNoArrowAgainstTheOrder()
    {
        int core = SourceFile.AllOf("Microsoft.ML.MultiTask").Length;                            // the first of all packages' files
        var files = Arrows.Packages.SyntaxTrees.Take(core).ToHashSet();
        var against = Arrows.AgainstTheOrder(Arrows.Packages, files.Contains);
        Assert.IsEmpty(against, string.Join("\n", against));
    }

    [TestMethod]
    public void Package_HasTheRoomsOfTheListOnly()
    {
        var rooms = SourceFile.AllOf("Microsoft.ML.MultiTask").Select(file => Rooms.Of(file.Path)).Where(room => room != Rooms.Door).Distinct();
        Assert.AreSequenceEqual(Rooms.InOrder.Order().ToArray(), rooms.Order().ToArray());
    }

    [TestMethod]
    public void Page_StatesTheOrder()
    {
        var page = File.ReadAllText(Path.Combine(SourceFile.RepositoryRoot, "docs", "architecture.md"));
        var section = page.Split("\n## ").Single(part => part.StartsWith("The rooms\n", StringComparison.Ordinal));
        var listed = Regex.Matches(section, @"^\d+\. `(\w+)`", RegexOptions.Multiline).Select(match => match.Groups[1].Value);
        Assert.AreSequenceEqual(Rooms.InOrder, listed.ToArray());
    }

    [TestMethod]
    [DataRow("class A { Late late; }", DisplayName = "type")]
    [DataRow("class A { int M() => Late.Number; }", DisplayName = "constant, of which the compiled code shows nothing")]
    [DataRow("class A { string M() => nameof(Late); }", DisplayName = "nameof")]
    [DataRow("class A { object M() => new List<Late[]>(); }", DisplayName = "type argument")]
    [DataRow("class A { void M() => 1.Extend(); }", DisplayName = "extension method")]
    [DataRow("class A : Late;", DisplayName = "base type")]
    [DataRow("[Late] class A;", DisplayName = "attribute")]
    [DataRow("using L = Microsoft.ML.MultiTask.Training.Late; class A;", DisplayName = "alias")]
    public void Arrows_AgainstTheOrder_AreFound(string early)
    {
        var against = Arrows.AgainstTheOrder([Early(early), s_late]);
        Assert.IsNotEmpty(against);
        foreach (var arrow in against)
            Assert.StartsWith("Data -> Training: ", arrow);
    }

    [TestMethod]
    [DataRow("class A { string late = \"Late\"; /* Late */ }", DisplayName = "text and comment")]
    [DataRow("class A { int Late; int M() => Late; }", DisplayName = "member of the same name")]
    public void Arrows_OfWhatOnlyReadsAlike_AreNone(string early) => Assert.IsEmpty(Arrows.AgainstTheOrder([Early(early), s_late]));

    [TestMethod]
    public void Arrows_WithTheOrder_AreAllowed()
    {
        var late = new SourceFile("Training/Late.cs", "class B { A a; }");
        Assert.IsEmpty(Arrows.AgainstTheOrder([new SourceFile("Data/Early.cs", "class A;"), late]));
        Assert.AreSequenceEqual([("Training", "Data", "A", "Training/Late.cs")], Arrows.All(Arrows.Compile([new SourceFile("Data/Early.cs", "class A;"), late]), _ => true).ToArray());
    }

    [TestMethod]
    public void Arrows_FromARoomToTheDoor_AreFound()
    {
        var against = Arrows.AgainstTheOrder([new SourceFile("Training/Late.cs", "class B { Catalog c; }"), new SourceFile("Catalog.cs", "class Catalog;")]);
        Assert.AreSequenceEqual(["Training -> (door): Catalog (Training/Late.cs)"], against);
    }

    [TestMethod]
    public void Arrows_OfAnUnknownName_Throw() =>
        Assert.ThrowsExactly<InvalidOperationException>(() => Arrows.AgainstTheOrder([Early("class A { Nowhere n; }")]));

    private static readonly SourceFile s_late = new("Training/Late.cs", """
        namespace Microsoft.ML.MultiTask.Training;
        class Late : Attribute { public const int Number = 1; }
        static class Extensions { public static void Extend(this int value) { } }
        """);

    private static SourceFile Early(string text) =>
        new("Data/Early.cs", text.StartsWith("using", StringComparison.Ordinal) ? text : "using Microsoft.ML.MultiTask.Training; " + text);
}
