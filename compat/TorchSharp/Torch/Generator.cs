using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers. Not safe for use by two threads at a time.</summary>
    public class Generator : IDisposable
    {
        private IntPtr _handle;

        private Generator(IntPtr handle, Device device)
        {
            _handle = handle;
            this.device = device;
        }

        public Generator(ulong seed = 0, Device device = null)
        {
            this.device = InitializeDevice(device);
            Native.Check(Native.mt_generator_create((int)this.device.type, this.device.index, seed, out _handle));
        }

        ~Generator() => Dispose(false);

        /// <summary>The CPU generator that everything uses which is not given one.</summary>
        public static Generator Default => DefaultOf(CPU);

        public Device device { get; }

        public IntPtr Handle
        {
            get
            {
                ObjectDisposedException.ThrowIf(_handle == 0, this);
                return _handle;
            }
        }

        public Generator manual_seed(long seed)
        {
            Native.Check(Native.mt_generator_set_seed(Handle, unchecked((ulong)seed)));
            return this;
        }

        /// <summary>Takes a new seed from the system's entropy and returns it.</summary>
        public long seed()
        {
            Native.Check(Native.mt_generator_reseed(Handle, out var seed));
            return unchecked((long)seed);
        }

        public long initial_seed()
        {
            Native.Check(Native.mt_generator_seed(Handle, out var seed));
            return unchecked((long)seed);
        }

        /// <summary>The state as a uint8 tensor; caller disposes.</summary>
        public Tensor get_state()
        {
            Native.Check(Native.mt_generator_state(Handle, out var state));
            return new Tensor(state);
        }

        public void set_state(Tensor value)
        {
            Native.Check(Native.mt_generator_set_state(Handle, value.Handle));
            GC.KeepAlive(value);
        }

        internal static Generator DefaultOf(Device device)
        {
            Native.Check(Native.mt_generator_default((int)device.type, device.index, out var handle));
            return new Generator(handle, device);
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing) => Native.mt_generator_release(Interlocked.Exchange(ref _handle, 0));
    }
}
