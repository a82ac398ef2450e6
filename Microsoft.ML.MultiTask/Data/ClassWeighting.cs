namespace Microsoft.ML.MultiTask;

/// <summary>How a class's weight in the loss follows from how often it occurs.</summary>
public enum ClassWeighting
{
    /// <summary>
    /// median / f(c), f(c) being the class's share of the pixels of the images in which it occurs, and the median that of all classes.
    /// Eigen, Fergus: "Predicting Depth, Surface Normals and Semantic Labels with a Common Multi-Scale Convolutional Architecture", ICCV
    /// 2015, arXiv:1411.4734; SegNet, arXiv:1511.00561. A class that does not occur weighs 1, as the median one does.
    /// </summary>
    MedianFrequency,

    /// <summary>
    /// 1 / ln(1.02 + p(c)), p(c) being the class's share of all pixels: 1.4 for a class that is everywhere, 50.5 for one that does not
    /// occur. Paszke et al.: "ENet: A Deep Neural Network Architecture for Real-Time Semantic Segmentation", arXiv:1606.02147, section 5.2.
    /// </summary>
    ENet,
}
