/// <summary>The paper's three data sets, and generated streets, which need no download.</summary>
internal enum PaperDataSet
{
    Synthia,
    Kitti,
    Cityscapes,
    Streets,
}
