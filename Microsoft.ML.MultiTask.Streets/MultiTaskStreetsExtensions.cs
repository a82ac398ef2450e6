using Microsoft.ML.MultiTask.Streets;

namespace Microsoft.ML.MultiTask;

/// <summary>Generates labelled street scenes.</summary>
public static class MultiTaskStreetsExtensions
{
    /// <summary>Renders drives through procedural streets, with exact labels, into a folder that <c>LoadSynthia</c> reads.</summary>
    /// <remarks>
    /// <para>Each sequence <c>STREETS-SEQS-NN</c> has the layout and encodings of SYNTHIA's video sequences, below
    /// <c>Stereo_Left/Omni_F/NNNNNN.png</c>:
    /// <c>RGB</c> (8-bit), <c>GT/LABELS</c> (three channels of 16 bits: SYNTHIA's class id; the number of the car or person, 0 elsewhere;
    /// 0),
    /// <c>Depth</c> (three equal channels of 16 bits: centimetres along the camera's axis, 65535 = missing: the sky and what is 655 m away
    /// or more),
    /// and, added here, <c>Motion</c> (8-bit grey: 1 = moved in the world faster than 0.2 m/s since the frame before, 0 = did not; the
    /// camera's own motion never counts).
    /// <c>CameraParams/intrinsics.txt</c> holds the focal length, the centre (pixels; the first pixel's middle is 0.5) and a baseline of 0,
    /// <c>CameraParams/Stereo_Left/Omni_F/NNNNNN.txt</c> the camera-to-world matrix as 16 numbers, column by column (axes x right, y down,
    /// z ahead; metres).</para>
    /// <para>All labels are those of the pixel's centre. Frame 0 has motion labels too: the world was there before the first
    /// picture.</para>
    /// <para>A single frame doesn't tell what moves: in lanes about as many cars stand as drive, and shapes, lamps, poses and spacing are
    /// drawn without regard to it.</para>
    /// <para>Equal options give equal pixels and labels on every machine and for every number of threads: the renderer uses no operation
    /// whose result IEEE 754 leaves open.
    /// The files' bytes also depend on the zlib of the .NET runtime.</para>
    /// <para>The folder appears under its name when it is complete; <c>streets.json</c> in it records the options.
    /// A folder that already holds streets of the same options is kept as it is and nothing is rendered. What an ended process leaves
    /// behind is called <c>FOLDER.*.partial</c> and can be deleted.</para>
    /// </remarks>
    /// <param name="data">The catalog.</param>
    /// <param name="folder">The folder to make, new or empty, or made by an earlier call.</param>
    /// <param name="options">What to render; null for the defaults.</param>
    /// <returns>Where the sequences are, and the shares of the classes and of what moves.</returns>
    /// <exception cref="ArgumentException"><paramref name="folder"/> is empty text, holds other files, or holds streets of other
    /// options.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option lies outside its documented range.</exception>
    /// <exception cref="InvalidDataException">The folder's <c>streets.json</c> cannot be read.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static StreetsSummary GenerateStreets(this MultiTaskDataCatalog data, string folder, StreetsOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return StreetsGenerator.Run(folder, options ?? new StreetsOptions());
    }
}
