namespace Microsoft.ML;

/// <summary>The signature under which classes that load themselves from a model file are registered.</summary>
internal delegate void SignatureLoadModel(ModelLoadContext ctx);
