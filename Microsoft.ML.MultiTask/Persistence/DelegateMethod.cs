using System.Globalization;
using System.Reflection;

namespace Microsoft.ML.MultiTask.Persistence;

/// <summary>A static method, as reflection sees it, that runs a delegate.</summary>
/// <remarks>
/// ML.NET creates what it loads through a <see cref="MethodInfo"/>. This one carries state, which a real static method could not, and
/// lets the delegate's exceptions through as they are, where invoking a real method would wrap them in a <see
/// cref="TargetInvocationException"/>.
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
