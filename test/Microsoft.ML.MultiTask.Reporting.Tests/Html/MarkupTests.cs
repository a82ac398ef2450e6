using System.Globalization;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class MarkupTests
{
    [TestMethod]
    public void Add_Values_AreEncodedAndInvariant()
    {
        var markup = new Markup();
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
            markup.Add($"<b title=\"{"a\"b"}\">{"x < y & z"}</b> {1.5:0.00} {null}");
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }

        Assert.AreEqual("<b title=\"a&quot;b\">x &lt; y &amp; z</b> 1.50 ", markup.ToString());
    }
}
