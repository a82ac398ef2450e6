using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>The methods that compiled code calls, from its IL.</summary>
internal static class CalledMethods
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> s_opCodes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>All methods, constructors and accessors that an assembly's types declare, those of lambdas and iterators included.</summary>
    internal static IEnumerable<MethodBase> In(Assembly assembly) =>
        assembly.GetTypes().SelectMany(type => type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared)));

    /// <summary>The methods that a method calls, or makes delegates of; generic ones as they are defined.</summary>
    internal static IEnumerable<MethodBase> By(MethodBase caller)
    {
        var il = caller.GetMethodBody()?.GetILAsByteArray() ?? [];
        Type[] typeArguments = caller.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : [];
        Type[] methodArguments = caller.IsGenericMethod ? caller.GetGenericArguments() : [];
        for (var position = 0; position < il.Length;)
        {
            var isLong = il[position] == 0xFE;                              // the first of an opcode of two bytes
            var code = s_opCodes[isLong ? (short)(0xFE00 | il[position + 1]) : il[position]];
            position += isLong ? 2 : 1;
            var operand = il.Length - position >= sizeof(int) ? BinaryPrimitives.ReadInt32LittleEndian(il.AsSpan(position)) : 0;
            if (code.OperandType == OperandType.InlineMethod)
                yield return Definition(caller.Module.ResolveMethod(operand, typeArguments, methodArguments)!);
            position += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * operand,
                _ => 4,
            };
        }
    }

    private static MethodBase Definition(MethodBase method) => method switch
    {
        { DeclaringType.IsConstructedGenericType: true } => method.Module.ResolveMethod(method.MetadataToken)!,
        MethodInfo { IsConstructedGenericMethod: true } generic => generic.GetGenericMethodDefinition(),
        _ => method,
    };
}
