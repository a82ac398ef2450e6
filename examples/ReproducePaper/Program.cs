// Trains the networks of tables 3 and 4 of the MultiNet++ paper on one of its data sets or on generated streets, and writes a page with the
// measured values beside the published ones, the curves of figure 4 and the pictures of figure 5.
using System.CommandLine;
using Microsoft.ML.MultiTask;
using static CommandLine;

var data = new Option<PaperDataSet>("--data") { Description = "synthia, kitti, cityscapes or streets", Required = true };
var root = Choice<DirectoryInfo>("--root", "the folder of the data set; streets are rendered there [default: streets within the output]");
var quick = new Option<bool>("--quick") { Description = "small encoder, small frames and few epochs, for a CPU" };
var seeds = Setting("--seeds", 3, "runs of each method, with seeds 1, 2, …");
var atMost = Choice<int?>("--at-most", "maximum number of runs to train in this call [default: all]");
var output = Choice<DirectoryInfo>("--output", "folder for the runs and the report [default: artifacts/paper/DATA or DATA-quick]");
var sequences = Setting("--sequences", 120, "generated sequences");
var frames = Setting("--frames", 6, "frames per sequence");
var fraction = Setting("--validation-fraction", 0.2, "share to hold out if the data has no labelled validation split, above 0 and below 1");
var season = Setting("--season", "SUMMER", "season of SYNTHIA's sequences 02 and 05; the paper does not state it");
var stride = Choice<int?>("--stride",
    "distance back to the second frame of a row [default: 1; -1, the next frame, for KITTI, which may have no other]");
var motion = Choice<DirectoryInfo>("--motion", "Cityscapes: folder of the motion labels by Vertens et al.");
var motionSuffix = Choice<string?>("--motion-suffix", "the end of their file names after city, sequence and frame [default: _motion.png]");
var height = Choice<int?>("--height", "height of the network's frames [default: 224 as in the paper, 64 with --quick]");
var width = Choice<int?>("--width", "width of the network's frames [default: 384 as in the paper, 128 with --quick]");
var encoder = OneOf("--encoder", null, EncoderArchitecture.Known, "the encoder [default: ResNet50 as in the paper, ResNet18 with --quick]");
var layout = Choice<EncoderLayout?>("--layout", "the encoder's variant [default: Keras as in the paper, Torchvision with --quick]");
var epochs = Choice<int?>("--epochs", "epochs; not in the paper [default: 50, 8 with --quick]");
var batch = Setting("--batch", 4, "rows per step; not in the paper");
var learningRate = Choice<double?>("--learning-rate", "Adam's learning rate; not in the paper [default: 0.0003, 0.002 with --quick]");
var cosine = Choice<bool?>("--cosine", "whether it decays to 0 along a cosine; not in the paper [default: false, true with --quick]");
var depthScale = Choice<double?>("--depth-scale", "units per metre of the depth decoder [default: 100; 256 for KITTI and Cityscapes]");
var huberDelta = Setting("--huber-delta", 250.0, "where the depth loss turns linear, in these units; 250 in the paper");
var movingWeight = Choice<double?>("--moving-weight", "weight of moving pixels in the loss [default: 1 as in the paper, 4 with --quick]");
var temperature = Setting("--dwa-temperature", 2.0, "DWA's temperature; 2 in the DWA paper");
var device = Choice<string?>("--device", "cpu, cuda or cuda:N [default: cpu]");
var threads = Setting("--threads", Environment.ProcessorCount, "compute threads");
var command = new RootCommand("Runs the experiments of the MultiNet++ paper. If interrupted, the same command continues with the next run.")
{
    data, root, quick, seeds, atMost, output, sequences, frames, fraction, season, stride, motion, motionSuffix, height, width, encoder,
    layout, epochs, batch, learningRate, cosine, depthScale, huberDelta, movingWeight, temperature, device, threads,
};

var cancellation = CancelOnCtrlC();

command.SetAction(arguments =>
{
    bool isQuick = arguments.GetValue(quick);
    var dataSet = arguments.GetValue(data);
    bool isStreets = dataSet == PaperDataSet.Streets;
    var settings = new PaperSettings
    {
        Data = dataSet,
        Sequences = isStreets ? arguments.GetValue(sequences) : null,
        FramesPerSequence = isStreets ? arguments.GetValue(frames) : null,
        Season = dataSet == PaperDataSet.Synthia ? arguments.GetValue(season) : null,
        ValidationFraction = dataSet is PaperDataSet.Streets or PaperDataSet.Kitti ? arguments.GetValue(fraction) : null,
        Stride = isStreets ? null : arguments.GetValue(stride) ?? (dataSet == PaperDataSet.Kitti ? -1 : 1),
        MotionFolder = arguments.GetValue(motion)?.FullName,
        MotionSuffix = arguments.GetValue(motionSuffix),
        Height = arguments.GetValue(height) ?? (isQuick ? 64 : 224),
        Width = arguments.GetValue(width) ?? (isQuick ? 128 : 384),
        Encoder = arguments.GetValue(encoder) ?? (isQuick ? EncoderArchitecture.ResNet18 : EncoderArchitecture.ResNet50),
        Layout = arguments.GetValue(layout) ?? (isQuick ? EncoderLayout.Torchvision : EncoderLayout.Keras),
        Epochs = arguments.GetValue(epochs) ?? (isQuick ? 8 : 50),
        BatchSize = arguments.GetValue(batch),
        LearningRate = arguments.GetValue(learningRate) ?? (isQuick ? 2e-3 : 3e-4),
        HasCosineSchedule = arguments.GetValue(cosine) ?? isQuick,
        DepthScale = arguments.GetValue(depthScale) ?? (dataSet is PaperDataSet.Synthia or PaperDataSet.Streets ? 100 : 256),
        HuberDelta = arguments.GetValue(huberDelta),
        MovingWeight = arguments.GetValue(movingWeight) ?? (isQuick ? 4 : 1),
        DwaTemperature = arguments.GetValue(temperature),
        Device = arguments.GetValue(device),
        Threads = arguments.GetValue(threads),
    };
    int runs = arguments.GetValue(seeds);
    RequireAtLeast(seeds, runs, 1);
    RequireFraction(fraction, arguments.GetValue(fraction));
    RequireAtLeast(threads, settings.Threads, 1);
    var folder = arguments.GetValue(output)?.FullName
        ?? Path.GetFullPath($"artifacts/paper/{dataSet.ToString().ToLowerInvariant()}{(isQuick ? "-quick" : "")}");
    var rootFolder = arguments.GetValue(root)?.FullName
        ?? (isStreets ? Path.Combine(folder, "streets") : throw new ArgumentException($"--root must name the folder of --data {dataSet}."));
    Directory.CreateDirectory(folder);
    new Experiment(settings, rootFolder, folder, cancellation).Run(runs, arguments.GetValue(atMost) ?? int.MaxValue);
});

return command.Run(args);
