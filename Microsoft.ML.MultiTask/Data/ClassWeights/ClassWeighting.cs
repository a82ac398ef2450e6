namespace Microsoft.ML.MultiTask;

/// <summary>The formula for a class's weight in the loss, from its frequency.</summary>
public enum ClassWeighting
{
    /// <summary>
    /// median / f(c), where f(c) is the class's share of the labelled pixels in the images in which it occurs, and the median is over all classes.
    /// Eigen, Fergus: "Predicting Depth, Surface Normals and Semantic Labels with a Common Multi-Scale Convolutional Architecture", ICCV 2015,
    /// arXiv:1411.4734; SegNet, arXiv:1511.00561. A class that does not occur gets the weight 1, that of the median class.
    /// </summary>
    MedianFrequency,

    /// <summary>
    /// 1 / ln(1.02 + p(c)), where p(c) is the class's share of all labelled pixels: 1.4 for a class that covers everything, 50.5 for one that does
    /// not occur. Paszke et al.: "ENet: A Deep Neural Network Architecture for Real-Time Semantic Segmentation", arXiv:1606.02147, section 5.2.
    /// </summary>
    ENet,
}
