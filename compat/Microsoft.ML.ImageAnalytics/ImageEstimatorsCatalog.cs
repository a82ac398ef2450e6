using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML;

public static class ImageEstimatorsCatalog
{
    public static ImageLoadingEstimator LoadImages(this TransformsCatalog catalog, string outputColumnName, string imageFolder,
        string inputColumnName = null) =>
        new(new ImageLoadingTransformer(outputColumnName, imageFolder, inputColumnName, decodes: true));

    public static ImageLoadingEstimator LoadRawImageBytes(this TransformsCatalog catalog, string outputColumnName, string imageFolder,
        string inputColumnName = null) =>
        new(new ImageLoadingTransformer(outputColumnName, imageFolder, inputColumnName, decodes: false));

    public static ImagePixelExtractingEstimator ExtractPixels(
        this TransformsCatalog catalog, string outputColumnName, string inputColumnName = null,
        ImagePixelExtractingEstimator.ColorBits colorsToExtract = ImagePixelExtractingEstimator.ColorBits.Rgb,
        ImagePixelExtractingEstimator.ColorsOrder orderOfExtraction = ImagePixelExtractingEstimator.ColorsOrder.ARGB,
        bool interleavePixelColors = false, float offsetImage = 0, float scaleImage = 1, bool outputAsFloatArray = true) =>
        new(new ImagePixelExtractingTransformer(outputColumnName, inputColumnName, outputAsFloatArray
            ? new PixelSelection(colorsToExtract, orderOfExtraction, interleavePixelColors, offsetImage, scaleImage, AsFloats: true)
            : new PixelSelection(colorsToExtract, orderOfExtraction, interleavePixelColors, Offset: 0, Scale: 1, AsFloats: false)));

    public static ImageResizingEstimator ResizeImages(
        this TransformsCatalog catalog, string outputColumnName, int imageWidth, int imageHeight, string inputColumnName = null,
        ImageResizingEstimator.ResizingKind resizing = ImageResizingEstimator.ResizingKind.IsoCrop,
        ImageResizingEstimator.Anchor cropAnchor = ImageResizingEstimator.Anchor.Center) =>
        new(new ImageResizingTransformer(outputColumnName, imageWidth, imageHeight, inputColumnName, resizing, cropAnchor));
}
