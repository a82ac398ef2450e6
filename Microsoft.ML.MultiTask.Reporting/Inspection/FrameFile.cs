using Microsoft.ML.MultiTask.Images;

namespace Microsoft.ML.MultiTask.Reporting.Inspection;

/// <summary>What the header of a frame tells.</summary>
internal static class FrameFile
{
    /// <summary>The size of a PNG or JPEG frame; null where its path is empty, or the header is broken or of another format.</summary>
    public static ImageSize? SizeOf(string path)
    {
        try
        {
            return path.Length > 0 ? ImageSize.Read(path) : null;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
