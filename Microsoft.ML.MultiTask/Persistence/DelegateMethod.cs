using System.Globalization;
using System.Reflection;

namespace Microsoft.ML.MultiTask.Persistence;

/// <summary>A static method for reflection that runs a delegate.</summary>
/// <remarks>
/// ML.NET creates loaded components through a <see cref="MethodInfo"/>. Unlike a real static method, this one carries state, and it does
/// not wrap exceptions in a <see cref="TargetInvocationException"/>.
/// </remarks>
internal sealed class DelegateMethod(string name, Type returnType, Func<object?[], object> run) : MethodInfo
{
    public override string Name => name;

    public override Type ReturnType => returnType;

    public override Type? DeclaringType => returnType;

    public override Type? ReflectedType => returnType;

    public override MethodAttributes Attributes => MethodAttributes.Static | MethodAttributes.Assembly;

    public override RuntimeMethodHandle MethodHandle =>
        throw new NotSupportedException("A method that runs a delegate has no runtime handle.");

    public override ICustomAttributeProvider ReturnTypeCustomAttributes => typeof(void).GetTypeInfo();

    public override object Invoke(object? obj, BindingFlags invokeAttr, Binder? binder, object?[]? parameters, CultureInfo? culture) =>
        run(parameters ?? []);

    public override MethodInfo GetBaseDefinition() => this;

    public override ParameterInfo[] GetParameters() => [];

    public override MethodImplAttributes GetMethodImplementationFlags() => MethodImplAttributes.IL;

    public override object[] GetCustomAttributes(bool inherit) => [];

    public override object[] GetCustomAttributes(Type attributeType, bool inherit) => [];

    public override bool IsDefined(Type attributeType, bool inherit) => false;
}
