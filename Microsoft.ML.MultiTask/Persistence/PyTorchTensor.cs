namespace Microsoft.ML.MultiTask.Persistence;

/// <summary>A tensor as a PyTorch file describes it: a strided view of a storage. Its elements are within the storage.</summary>
/// <param name="Storage">The storage, which several tensors may share.</param>
/// <param name="Offset">The first element's index in the storage.</param>
/// <param name="Shape">The sizes.</param>
/// <param name="Strides">Elements of the storage between neighbours, for each dimension.</param>
internal sealed record PyTorchTensor(PyTorchStorage Storage, long Offset, long[] Shape, long[] Strides);
