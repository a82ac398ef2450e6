using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Settings of the libraries behind libtorch.</summary>
    public static class backends
    {
        public static class cuda
        {
            public static class matmul
            {
                /// <summary>Whether matrix products may round their factors to TensorFloat-32.</summary>
                public static bool allow_tf32
                {
                    get => Native.mt_get_option(NativeOption.MatmulTf32) != 0;
                    set => Native.Check(Native.mt_set_option(NativeOption.MatmulTf32, value ? 1 : 0));
                }
            }
        }

        public static class cudnn
        {
            /// <summary>Whether convolutions may round their factors to TensorFloat-32.</summary>
            public static bool allow_tf32
            {
                get => Native.mt_get_option(NativeOption.CudnnTf32) != 0;
                set => Native.Check(Native.mt_set_option(NativeOption.CudnnTf32, value ? 1 : 0));
            }
        }
    }
}
