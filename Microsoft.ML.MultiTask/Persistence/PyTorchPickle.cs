using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Microsoft.ML.MultiTask.Persistence;

/// <summary>
/// Reads the pickle of a PyTorch file as data. Python's pickle is a program for a stack machine that can import and call anything; this reads
/// the instructions that <c>torch.save</c> writes for dictionaries of tensors, with a closed list of names, and refuses everything else. A name is
/// compared, never looked up, so nothing can be run.
/// </summary>
/// <remarks>
/// Protocol 2 of https://github.com/python/cpython/blob/main/Lib/pickletools.py. Dictionaries become <see cref="Dictionary{TKey, TValue}"/>
/// with keys of text or whole numbers, lists <see cref="List{T}"/>, tuples arrays; there is no recursion, so depth costs no stack.
/// </remarks>
internal sealed class PyTorchPickle
{
    /// <summary>A pickle of 4 MiB describes some 20,000 tensors. What an instruction makes can take 100 times its length in memory.</summary>
    internal const int MaxLength = 4 << 20;

    private const int MostDimensions = 16;
    private const string OrderedDict = "collections.OrderedDict";
    private const string RebuildTensor = "torch._utils._rebuild_tensor_v2";
    private const string RebuildParameter = "torch._utils._rebuild_parameter";

    private readonly byte[] _pickle;
    private readonly List<object?> _stack = [];
    private readonly List<int> _marks = [];
    private readonly Dictionary<long, object?> _memo = [];
    private int _position;

    private PyTorchPickle(byte[] pickle) => _pickle = pickle;

    /// <summary>The value that a pickle describes.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or has an instruction or a name that is not on the list; the message lacks the file.</exception>
    internal static object? Read(byte[] pickle) => new PyTorchPickle(pickle).Run();

    private object? Run()
    {
        while (true)
        {
            byte code = Take(1)[0];
            switch (code)
            {
                case 0x80: Protocol(Take(1)[0]); break;                                             // PROTO
                case (byte)'N': Push(null); break;                                                  // NONE
                case 0x88: Push(true); break;                                                       // NEWTRUE
                case 0x89: Push(false); break;                                                      // NEWFALSE
                case (byte)'K': Push((long)Take(1)[0]); break;                                      // BININT1
                case (byte)'M': Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break; // BININT2
                case (byte)'J': Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break; // BININT
                case 0x8a: Push(WholeNumber(Take(Take(1)[0]))); break;                              // LONG1
                case (byte)'G': Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;         // BINFLOAT
                case (byte)'X': Push(Encoding.UTF8.GetString(Take(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))))); break; // BINUNICODE
                case (byte)'(': _marks.Add(_stack.Count); break;                                    // MARK
                case (byte)')': Push(Array.Empty<object?>()); break;                                // EMPTY_TUPLE
                case 0x85: Push(PopMany(1)); break;                                                 // TUPLE1
                case 0x86: Push(PopMany(2)); break;                                                 // TUPLE2
                case 0x87: Push(PopMany(3)); break;                                                 // TUPLE3
                case (byte)'t': Push(PopToMark()); break;                                           // TUPLE
                case (byte)']': Push(new List<object?>()); break;                                   // EMPTY_LIST
                case (byte)'a': Append([Pop()]); break;                                             // APPEND
                case (byte)'e': Append(PopToMark()); break;                                         // APPENDS
                case (byte)'}': Push(new Dictionary<object, object?>()); break;                     // EMPTY_DICT
                case (byte)'s': SetItems(PopMany(2)); break;                                        // SETITEM
                case (byte)'u': SetItems(PopToMark()); break;                                       // SETITEMS
                case (byte)'q': _memo[Take(1)[0]] = Peek(); break;                                  // BINPUT
                case (byte)'r': _memo[BinaryPrimitives.ReadUInt32LittleEndian(Take(4))] = Peek(); break; // LONG_BINPUT
                case (byte)'h': Push(Remembered(Take(1)[0])); break;                                // BINGET
                case (byte)'j': Push(Remembered(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); break; // LONG_BINGET
                case (byte)'c': Push(Name()); break;                                                // GLOBAL
                case (byte)'Q': Push(Storage(Pop())); break;                                        // BINPERSID
                case (byte)'R': Push(Reduce(PopMany(2))); break;                                    // REDUCE
                case (byte)'b': Build(PopMany(2)); break;                                           // BUILD
                case (byte)'.': return Pop();                                                       // STOP
                default:
                    throw Refused($"its pickle has the instruction 0x{code:X2} at byte {_position - 1}, which torch.save does not write for tensors");
            }
        }
    }

    private static void Protocol(byte version)
    {
        if (version != 2)
            throw Refused($"its pickle is of protocol {version}, but torch.save writes 2 unless it is told otherwise");
    }

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count > _pickle.Length - _position)
            throw Refused("its pickle ends in the middle of an instruction");
        var taken = _pickle.AsSpan(_position, (int)count);
        _position += (int)count;
        return taken;
    }

    private static long WholeNumber(ReadOnlySpan<byte> bytes)                                       // little-endian, two's complement
    {
        if (bytes.Length > sizeof(long))
            throw Refused($"its pickle has a whole number of {bytes.Length} bytes");
        Span<byte> all = stackalloc byte[sizeof(long)];
        all.Fill((byte)(bytes.Length > 0 && bytes[^1] >= 0x80 ? 0xFF : 0));
        bytes.CopyTo(all);
        return BinaryPrimitives.ReadInt64LittleEndian(all);
    }

    private void Push(object? value) => _stack.Add(value);

    private object? Peek() => _stack.Count > 0 ? _stack[^1] : throw Refused("its pickle takes a value from an empty stack");

    private object? Pop() => PopMany(1)[0];

    private object?[] PopMany(int count)
    {
        int start = _stack.Count - count;
        if (start < (_marks.Count > 0 ? _marks[^1] : 0))
            throw Refused("its pickle takes a value from an empty stack");
        object?[] values = CollectionsMarshal.AsSpan(_stack)[start..].ToArray();
        _stack.RemoveRange(start, count);
        return values;
    }

    private object?[] PopToMark()
    {
        if (_marks.Count == 0)
            throw Refused("its pickle ends a group that did not begin");
        var values = PopMany(_stack.Count - _marks[^1]);
        _marks.RemoveAt(_marks.Count - 1);
        return values;
    }

    private object? Remembered(long index) =>
        _memo.TryGetValue(index, out var value) ? value : throw Refused($"its pickle recalls value {index}, which it did not remember");

    private void Append(object?[] values) => As<List<object?>>(Peek(), "a list").AddRange(values);

    private void SetItems(object?[] pairs)
    {
        var items = As<Dictionary<object, object?>>(Peek(), "a dictionary");
        if (pairs.Length % 2 != 0)
            throw Refused("its pickle has a dictionary's key without a value");
        for (int i = 0; i < pairs.Length; i += 2)
            items[pairs[i] is string or long ? pairs[i]! : throw Refused("its pickle has a dictionary's key that is neither text nor a whole number")]
                = pairs[i + 1];
    }

    /// <summary>A name, as text in its own type, so that no text of the file can stand for one.</summary>
    private GlobalName Name()
    {
        string name = $"{Line()}.{Line()}";
        return name is OrderedDict or RebuildTensor or RebuildParameter || PyTorchStorage.ElementTypes.ContainsKey(name) ? new GlobalName(name)
            : throw Refused($"its pickle names '{name}', and only tensors in dictionaries and lists are read, nothing is run. Save model.state_dict() alone");
    }

    private string Line()
    {
        int length = _pickle.AsSpan(_position).IndexOf((byte)'\n');
        if (length is < 0 or > 200)
            throw Refused("its pickle has a name that does not end");
        string line = Encoding.UTF8.GetString(Take(length));
        _position++;
        return line;
    }

    /// <summary>('storage', class, key, device, count).</summary>
    private static PyTorchStorage Storage(object? id)
    {
        if (id is object?[] and ["storage", GlobalName type, string key, string, long count and >= 0]
            && PyTorchStorage.ElementTypes.TryGetValue(type.Name, out var elementType))
            return new PyTorchStorage(key, elementType, count);
        throw Refused("its pickle has a storage that is not described as torch.save does");
    }

    /// <summary>What a call stands for: an empty dictionary, a tensor, or a parameter, which is its tensor.</summary>
    private static object Reduce(object?[] call) => (call[0], call[1]) switch
    {
        (GlobalName { Name: OrderedDict }, object?[] and []) => new Dictionary<object, object?>(),
        (GlobalName { Name: RebuildTensor }, object?[] and [PyTorchStorage storage, long offset, object?[] shape, object?[] strides, bool, ..]) =>
            Tensor(storage, offset, WholeNumbers(shape), WholeNumbers(strides)),
        (GlobalName { Name: RebuildParameter }, object?[] and [PyTorchTensor tensor, ..]) => tensor,
        _ => throw Refused("its pickle calls something in another way than torch.save does"),
    };

    private static long[] WholeNumbers(object?[] values) => Array.ConvertAll(values, value => value is long number and >= 0 ? number
        : throw Refused("its pickle has a tensor whose sizes are not whole numbers of 0 or more"));

    private static PyTorchTensor Tensor(PyTorchStorage storage, long offset, long[] shape, long[] strides)
    {
        if (shape.Length != strides.Length || shape.Length > MostDimensions)
            throw Refused($"its pickle has a tensor of {shape.Length} sizes and {strides.Length} strides");
        if (offset < 0 || (!shape.Contains(0) && !Lies(offset, shape, strides, storage.Count)))
            throw Refused($"its pickle has a tensor [{string.Join(", ", shape)}] with the strides [{string.Join(", ", strides)}] at {offset}, which does "
                + $"not lie within its storage '{storage.Key}' of {storage.Count} elements");
        return new PyTorchTensor(storage, offset, shape, strides);
    }

    /// <summary>Whether a view's elements are within its storage, and no more of them; products stay below 2^127, since the first too many end the loop.</summary>
    private static bool Lies(long offset, long[] shape, long[] strides, long count)
    {
        UInt128 elements = 1, last = (UInt128)offset;
        for (int d = 0; d < shape.Length && elements <= (UInt128)count; d++)
        {
            elements *= (UInt128)shape[d];
            last += (UInt128)(shape[d] - 1) * (UInt128)strides[d];
        }
        return elements <= (UInt128)count && last < (UInt128)count;
    }

    /// <summary>State that Python keeps beside a dictionary's items (a module's versions): passed over.</summary>
    private void Build(object?[] targetAndState)
    {
        As<Dictionary<object, object?>>(targetAndState[0], "a dictionary");
        Push(targetAndState[0]);
    }

    private static T As<T>(object? value, string expected)
        where T : class => value as T ?? throw Refused($"its pickle has something else where {expected} is expected");

    private static InvalidDataException Refused(string what) => new(what);

    private sealed record GlobalName(string Name);
}
