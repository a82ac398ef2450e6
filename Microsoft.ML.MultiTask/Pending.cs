// Types that other parts still owe. Delete each one here when the real one lands, and the file with the last.
#pragma warning disable
using TorchSharp.Modules; using static TorchSharp.torch; using Microsoft.ML.Data;
namespace Microsoft.ML.MultiTask;
public class MultiTaskDataCatalog { internal MultiTaskDataCatalog(MLContext c){} }
public class MultiTaskTransformsCatalog { internal MultiTaskTransformsCatalog(MLContext c){} }
static class LoadFramesTransformer { internal static void RegisterWith(MLContext c){} }
