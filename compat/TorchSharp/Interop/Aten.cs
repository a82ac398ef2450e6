using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>Calls libtorch's operators by their schema name without "aten::", with the overload after a dot: "add.Tensor".</summary>
internal static unsafe class Aten
{
    private const int StackWords = 256;

    private static readonly ConcurrentDictionary<string, IntPtr> s_operators = new(StringComparer.Ordinal);

    /// <summary>Calls an operator that returns a tensor.</summary>
    public static Tensor Call(string op, params ReadOnlySpan<Argument> args)
    {
        NativeValue* results;
        Invoke(op, args, &results);
        return Take(results[0]);
    }

    /// <summary>Calls an operator that returns two tensors.</summary>
    public static (Tensor, Tensor) Call2(string op, params ReadOnlySpan<Argument> args)
    {
        NativeValue* results;
        Invoke(op, args, &results);
        return (Take(results[0]), Take(results[1]));
    }

    /// <summary>Calls an operator that returns three tensors.</summary>
    public static (Tensor, Tensor, Tensor) Call3(string op, params ReadOnlySpan<Argument> args)
    {
        NativeValue* results;
        Invoke(op, args, &results);
        return (Take(results[0]), Take(results[1]), Take(results[2]));
    }

    /// <summary>Calls an operator that returns a list of tensors.</summary>
    public static Tensor[] CallList(string op, params ReadOnlySpan<Argument> args)
    {
        NativeValue* results;
        var tensors = new Tensor[Invoke(op, args, &results)];
        for (int i = 0; i < tensors.Length; i++) tensors[i] = Take(results[i]);
        return tensors;
    }

    /// <summary>Calls an operator that returns a truth value.</summary>
    public static bool CallBool(string op, params ReadOnlySpan<Argument> args)
    {
        NativeValue* results;
        Invoke(op, args, &results);
        return results[0].Bits != 0;
    }

    /// <summary>Calls an operator that changes its first argument, which is returned, or elements of lists.</summary>
    public static Tensor InPlace(string op, params ReadOnlySpan<Argument> args)
    {
        Invoke(op, args, null);
        return args[0].Source as Tensor;
    }

    private static Tensor Take(in NativeValue value)
    {
        Debug.Assert(value.Kind == NativeKind.Tensor);
        return value.Bits == 0 ? null : new Tensor((IntPtr)value.Bits);
    }

    /// <summary>Makes the native arguments on the stack and calls; returns how many results there are.</summary>
    [SkipLocalsInit]
    private static int Invoke(string op, ReadOnlySpan<Argument> args, NativeValue** results)
    {
        int words = 0;
        foreach (ref readonly var arg in args) words += Words(arg);
        var buffer = words <= StackWords ? stackalloc long[words] : new long[words];
        var values = stackalloc NativeValue[args.Length];
        int count = 0;
        fixed (long* list = buffer)
        {
            var next = list;
            for (int i = 0; i < args.Length; i++) values[i] = Convert(args[i], ref next);
            Native.Check(Native.mt_op_call(Find(op), values, args.Length, results, &count));
        }
        foreach (ref readonly var arg in args) GC.KeepAlive(arg.Source);    // no finalizer may run before the call is over
        return count;
    }

    /// <summary>The longs an argument needs beside its native value.</summary>
    private static int Words(in Argument arg) => arg.Source switch
    {
        Tensor or null or Generator => 0,
        string s => Encoding.UTF8.GetByteCount(s) / sizeof(long) + 1,
        Array a => a.Length,
        _ => 0,
    };

    private static NativeValue Convert(in Argument arg, ref long* next)
    {
        var value = new NativeValue { Kind = arg.Kind, Bits = arg.Bits };
        switch (arg.Source)
        {
            case Tensor tensor:
                value.Bits = tensor.Handle;
                break;
            case Generator generator:
                value.Bits = generator.Handle;
                break;
            case null:
                break;
            case long[] ints:
                ints.CopyTo(new Span<long>(next, ints.Length));
                Append(ref value, ref next, ints.Length, ints.Length);
                break;
            case double[] reals:
                reals.CopyTo(new Span<double>(next, reals.Length));
                Append(ref value, ref next, reals.Length, reals.Length);
                break;
            case Tensor[] tensors:
                for (int i = 0; i < tensors.Length; i++) next[i] = tensors[i] is { } t ? t.Handle : 0;
                Append(ref value, ref next, tensors.Length, tensors.Length);
                break;
            case string text:
                int bytes = Encoding.UTF8.GetBytes(
                    text, new Span<byte>(next, (Encoding.UTF8.GetByteCount(text) / sizeof(long) + 1) * sizeof(long)));
                Append(ref value, ref next, bytes, bytes / sizeof(long) + 1);
                break;
        }
        return value;
    }

    private static void Append(ref NativeValue value, ref long* next, int length, int words)
    {
        value.Length = length;
        value.Bits = (long)next;
        next += words;
    }

    private static IntPtr Find(string op)
    {
        if (s_operators.TryGetValue(op, out var handle)) return handle;
        int dot = op.IndexOf('.');
        var (name, overload) = dot < 0 ? (op, "") : (op[..dot], op[(dot + 1)..]);
        Native.Check(Native.mt_op_find("aten::" + name, overload, out handle));
        s_operators[op] = handle;
        return handle;
    }
}
