namespace Microsoft.ML.MultiTask;

/// <summary>What happens to the values of a quantity, such as a depth, when an image is scaled.</summary>
public enum ZoomEffect
{
    /// <summary>Values stay: a scaled image is what a lens of another focal length sees of the same scene. Right for metres.</summary>
    Unchanged,

    /// <summary>Values are divided by the scale: the focal length stays, and what looks larger is nearer.</summary>
    /// <remarks>
    /// Eigen et al., "Depth Map Prediction from a Single Image using a Multi-Scale Deep Network", NeurIPS 2014, arXiv:1406.2283, section 3.4.
    /// </remarks>
    DividedByScale,

    /// <summary>Values are multiplied by the scale: lengths in pixels along the image's rows, such as a disparity.</summary>
    MultipliedByScale,
}
