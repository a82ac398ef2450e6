// Trains the networks of MultiNet++'s tables 3 and 4 on one of its data sets or on generated streets, and writes one page: what they reach
// beside what the paper prints, figure 4's curves and figure 5's pictures.
using System.CommandLine;
using Microsoft.ML.MultiTask;
using static CommandLine;

var data = new Option<PaperDataSet>("--data") { Description = "synthia, kitti, cityscapes or streets", Required = true };
var root = Folder("--root", "the data set's folder; streets are rendered there [default: streets within the output]");
var quick = new Option<bool>("--quick") { Description = "a small encoder, small frames and few epochs, for a CPU" };
var seeds = Setting("--seeds", 3, "runs of each method, with seeds from 1 on");
var atMost = Choice<int?>("--at-most", "runs to train now, the others being left to the next call [default: all]");
var output = Folder("--output", "folder for the runs and the report [default: artifacts/paper/DATA or DATA-quick]");
var sequences = Setting("--sequences", 120, "sequences of streets");
var frames = Setting("--frames", 6, "frames of each");
var fraction = Setting("--validation-fraction", 0.2, "share to hold out of data without a labelled validation split, above 0 and below 1");
var season = Setting("--season", "SUMMER", "season of SYNTHIA's sequences 02 and 05; the paper does not name it");
var stride = Choice<int?>("--stride",
    "frames back to a row's second one [default: 1; for KITTI -1, the one after, which is all it may have]");
var motion = Folder("--motion", "Cityscapes: folder of the motion labels by Vertens et al.");
var motionSuffix = Choice<string?>("--motion-suffix", "what their names have behind city, sequence and frame [default: _motion.png]");
var height = Choice<int?>("--height", "height of the network's frames [default: 224 as in the paper, 64 with --quick]");
var width = Choice<int?>("--width", "width of the network's frames [default: 384 as in the paper, 128 with --quick]");
var encoder = Choice<EncoderArchitecture?>("--encoder", "the encoder [default: ResNet50 as in the paper, ResNet18 with --quick]");
var layout = Choice<EncoderLayout?>("--layout", "the encoder's variant [default: Keras as in the paper, Torchvision with --quick]");
var epochs = Choice<int?>("--epochs", "passes over the training rows; the paper does not say [default: 50, 8 with --quick]");
var batch = Setting("--batch", 4, "rows in a step; the paper does not say");
var learningRate = Choice<double?>("--learning-rate", "Adam's learning rate; the paper does not say [default: 0.0003, 0.002 with --quick]");
var cosine = Choice<bool?>("--cosine", "whether it falls to 0 along a cosine; the paper does not say [default: false, true with --quick]");
var depthScale = Choice<double?>("--depth-scale", "units of the depth decoder in a metre [default: 100; 256 for KITTI and Cityscapes]");
var huberDelta = Setting("--huber-delta", 250.0, "where the depth loss turns linear, in those units; the paper's is 250");
var movingWeight = Choice<double?>("--moving-weight", "weight of moving pixels in the loss [default: 1 as in the paper, 4 with --quick]");
var temperature = Setting("--dwa-temperature", 2.0, "DWA's temperature; 2 in the paper that proposes it");
var device = Choice<string?>("--device", "cpu, cuda or cuda:N [default: cpu]");
var threads = Setting("--threads", Environment.ProcessorCount, "threads to compute with");
var command = new RootCommand("Runs the experiments of the MultiNet++ paper. Killed half-way, the same command goes on with the next run.")
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
    if (runs < 1)
        throw new ArgumentException($"--seeds must be at least 1, but was {runs}.");
    if (settings.ValidationFraction is not (null or > 0 and < 1))
        throw new ArgumentException($"--validation-fraction must be above 0 and below 1, but was {settings.ValidationFraction}.");
    if (settings.Threads < 1)
        throw new ArgumentException($"--threads must be at least 1, but was {settings.Threads}.");
    var folder = arguments.GetValue(output)?.FullName
        ?? Path.GetFullPath($"artifacts/paper/{dataSet.ToString().ToLowerInvariant()}{(isQuick ? "-quick" : "")}");
    var rootFolder = arguments.GetValue(root)?.FullName
        ?? (isStreets ? Path.Combine(folder, "streets") : throw new ArgumentException($"--root must name the folder of --data {dataSet}."));
    Directory.CreateDirectory(folder);
    new Experiment(settings, rootFolder, folder, cancellation).Run(runs, arguments.GetValue(atMost) ?? int.MaxValue);
});

return command.Run(args);

static Option<DirectoryInfo?> Folder(string name, string description) => new(name) { Description = description };

static Option<T> Choice<T>(string name, string description) => new(name) { Description = description };
