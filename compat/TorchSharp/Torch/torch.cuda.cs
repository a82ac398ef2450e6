using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>CUDA devices; there are none where libtorch was built without.</summary>
    public static class cuda
    {
        public static bool is_available() => device_count() > 0;
        public static int device_count() => Native.mt_cuda_device_count();
        public static bool is_cudnn_available() => Native.mt_cuda_has_cudnn() != 0;

        /// <summary>Seeds the generator of the current device; does nothing without CUDA.</summary>
        public static void manual_seed(long seed)
        {
            if (is_available()) Seed(-1, seed);
        }

        public static void manual_seed_all(long seed)
        {
            for (int i = 0; i < device_count(); i++) Seed(i, seed);
        }

        /// <summary>Waits until the device has finished everything; the current one without an argument.</summary>
        public static void synchronize(Device device = null)
        {
            if (is_available()) Native.Check(Native.mt_cuda_synchronize(device?.index ?? -1));
        }

        private static void Seed(int index, long seed)
        {
            using var generator = Generator.DefaultOf(new Device(index));
            generator.manual_seed(seed);
        }
    }
}
