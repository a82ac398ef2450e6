using System.Globalization;

[assembly: Parallelize(Scope = ExecutionScope.MethodLevel)]

namespace Microsoft.ML.MultiTask.TestSetup;

[TestClass]
public static class AssemblySetup
{
    [AssemblyInitialize]
    public static void UseInvariantCulture(TestContext context) =>
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
}
