using Microsoft.ML.MultiTask.Streets;

namespace Microsoft.ML.MultiTask;

/// <summary>Generates labelled street scenes.</summary>
public static class MultiTaskStreetsExtensions
{
    /// <summary>Renders drives through procedural streets, with exact labels, into a folder that <c>LoadSynthia</c> reads.</summary>
    /// <remarks>
    /// <para>Each sequence <c>STREETS-SEQS-NN</c> has the layout and encodings of SYNTHIA's video sequences, with files
    /// <c>Stereo_Left/Omni_F/NNNNNN.png</c> in the folders
    /// <c>RGB</c> (8 bits), <c>GT/LABELS</c> (three 16-bit channels: SYNTHIA's class id; the instance number of a car or person, 0
    /// elsewhere; 0), <c>Depth</c> (three equal 16-bit channels: centimetres along the camera's axis, 65535 = missing: the sky, and
    /// everything from 655 m on)
    /// and, in addition to SYNTHIA, <c>Motion</c> (8-bit grey: 1 = moved in the world faster than 0.2 m/s since the previous frame, 0 = did
    /// not; the motion of the camera does not count).
    /// <c>CameraParams/intrinsics.txt</c> holds the focal length, the centre (pixels; the centre of the first pixel is 0.5) and a baseline
    /// of 0; <c>CameraParams/Stereo_Left/Omni_F/NNNNNN.txt</c> holds the camera-to-world matrix as 16 numbers, column by column (axes x
    /// right, y down, z forward; metres).</para>
    /// <para>Labels are exact at the centre of the pixel. Frame 0 has motion labels too, because the simulation starts before it.</para>
    /// <para>A single frame does not reveal what moves: in lanes about as many cars stand as drive, and shapes, lamps, poses and spacing
    /// are drawn independently of it.</para>
    /// <para>Equal options give equal pixels and labels on every machine and with any number of threads: the renderer only uses operations
    /// whose results IEEE 754 defines. The bytes of the files also depend on the zlib of the .NET runtime.</para>
    /// <para>The folder appears under its name once it is complete; <c>streets.json</c> in it records the options. A folder that already
    /// holds streets with the same options is reused, and nothing is rendered. A process that is killed leaves a folder
    /// <c>FOLDER.*.partial</c>, which can be deleted.</para>
    /// </remarks>
    /// <param name="data">The catalog.</param>
    /// <param name="folder">The folder to create: new, empty, or written by an earlier call.</param>
    /// <param name="options">What to render; null for the defaults.</param>
    /// <returns>The folders of the sequences, and the shares of the classes and of moving pixels.</returns>
    /// <exception cref="ArgumentException"><paramref name="folder"/> is an empty string, holds other files, or holds streets of other
    /// options.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option lies outside its documented range.</exception>
    /// <exception cref="InvalidDataException">The folder's <c>streets.json</c> cannot be read.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the folder is denied.</exception>
    public static StreetsSummary GenerateStreets(this MultiTaskDataCatalog data, string folder, StreetsOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return StreetsGenerator.Run(folder, options ?? new StreetsOptions());
    }
}
