using System.Reflection;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A part of a network: named parameters, buffers and further modules.</summary>
        public partial class Module : IDisposable
        {
            private readonly OrderedDictionary<string, Parameter> _ownParameters = [];
            private readonly OrderedDictionary<string, (Tensor Tensor, bool Persistent)> _ownBuffers = [];
            private readonly OrderedDictionary<string, Module> _ownModules = [];

            private bool _registered;
            private bool _disposed;
            private bool _training = true;

            protected string name;

            protected Module(string name) => this.name = name;

            public virtual bool training => _training;

            public virtual string GetName() => string.IsNullOrEmpty(name) ? GetType().Name : name;

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Disposes of the parameters, the buffers and the modules below.</summary>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing || _disposed) return;
                _disposed = true;
                foreach (var (_, buffer) in named_buffers(false)) buffer.Dispose();
                foreach (var (_, parameter) in named_parameters(false)) parameter.Dispose();
                foreach (var (_, module) in named_children()) module.Dispose();
            }

            /// <summary>Registers every field that holds a module, a parameter or a tensor (a buffer) under its name.</summary>
            protected virtual void RegisterComponents()
            {
                if (_registered) return;
                foreach (var field in Fields(GetType()))
                {
                    var fieldName = field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name;
                    if (_ownModules.ContainsKey(fieldName) || _ownParameters.ContainsKey(fieldName) || _ownBuffers.ContainsKey(fieldName))
                        continue;
                    switch (field.GetValue(this))
                    {
                        case Module module: register_module(fieldName, module); break;
                        case Parameter parameter: register_parameter(fieldName, parameter); break;
                        case Tensor tensor: register_buffer(fieldName, tensor); break;
                    }
                }
                _registered = true;
            }

            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                if (tensor is null || tensor.IsInvalid) throw new ArgumentNullException(
                    nameof(tensor), "A null tensor cannot be registered as a buffer.");
                if (!_ownBuffers.TryAdd(name, (tensor, persistent)))
                    throw new InvalidOperationException($"Tensor {name} is already registered.");
            }

            public virtual void register_parameter(string name, Parameter param)
            {
                if (param is null || param.IsInvalid) throw new ArgumentNullException(
                    nameof(param), "A null tensor cannot be registered as a parameter.");
                if (!_ownParameters.TryAdd(name, param)) throw new InvalidOperationException($"Parameter {name} is already registered.");
            }

            /// <summary>Registers a module below this one; null takes the name away.</summary>
            public virtual void register_module(string name, Module submodule)
            {
                if (submodule is null)
                {
                    _ownModules.Remove(name);
                    return;
                }
                if (name.Contains('.')) throw new ArgumentException($"module name can't contain \".\", got: {name}");
                if (name.Length == 0) throw new ArgumentException("module name can't be empty string \"\"");
                if (_ownModules.ContainsKey(name)) throw new InvalidOperationException($"Sub-module {name} is already registered.");
                submodule.RegisterComponents();
                _ownModules.Add(name, submodule);
            }

            public void add_module(string name, Module module) => register_module(name, module);

            /// <summary>Takes a module under a name as it is.</summary>
            internal void Adopt(string name, Module module) => _ownModules.Add(name, module);

            /// <summary>Takes over a parameter for a property: out of its dispose scope, registered, the one before disposed of.</summary>
            internal void Own(string name, ref Parameter field, Parameter value)
            {
                if (ReferenceEquals(field, value)) return;
                field?.Dispose();
                value?.DetachFromDisposeScope();
                field = value;
                if (value is null) _ownParameters.Remove(name);
                else _ownParameters[name] = value;
            }

            /// <summary>Takes over a buffer for a property, likewise.</summary>
            internal void OwnBuffer(string name, ref Tensor field, Tensor value)
            {
                if (ReferenceEquals(field, value)) return;
                field?.Dispose();
                value?.DetachFromDisposeScope();
                field = value;
                if (value is null) _ownBuffers.Remove(name);
                else _ownBuffers[name] = (value, true);
            }

            /// <summary>The module's own parameters, then those of the modules below; each once.</summary>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true) =>
                Once(Named(_ownParameters, recurse, module => module.named_parameters()));

            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(
                bool recurse = true, bool include_nonpersistent = true) =>
                Once(Named(
                    from b in _ownBuffers
                    where b.Value.Persistent || include_nonpersistent
                    select KeyValuePair.Create(b.Key, b.Value.Tensor),
                    recurse, module => module.named_buffers(true, include_nonpersistent)));

            public virtual IEnumerable<(string name, Module module)> named_children() => _ownModules.Select(m => (m.Key, m.Value));

            /// <summary>The modules directly below, then those below each of them.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach (var child in named_children()) yield return child;
                foreach (var (childName, child) in named_children())
                    foreach (var (below, module) in child.named_modules()) yield return ($"{childName}.{below}", module);
            }

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(p => p.parameter);
            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(b => b.buffer);
            public virtual IEnumerable<Module> children() => named_children().Select(c => c.module);
            public virtual IEnumerable<Module> modules() => named_modules().Select(m => m.module);

            public virtual bool has_parameter(string target) => get_parameter(target) is not null;
            public virtual bool has_buffer(string target) => get_buffer(target) is not null;
            public virtual Parameter get_parameter(string target) => named_parameters().FirstOrDefault(p => p.name == target).parameter;
            public virtual Tensor get_buffer(string target) => named_buffers().FirstOrDefault(b => b.name == target).buffer;

            /// <summary>Calls <paramref name="fn"/> with every module below, then with this one.</summary>
            public virtual Module apply(Action<Module> fn)
            {
                foreach (var child in children()) child.apply(fn);
                fn(this);
                return this;
            }

            public virtual void train(bool train = true)
            {
                _training = train;
                foreach (var child in children()) child.train(train);
            }

            public virtual void eval() => train(false);

            /// <summary>Takes all gradients away, or sets their elements to zero.</summary>
            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var parameter in parameters())
                {
                    using var grad = parameter.grad;
                    if (grad is null) continue;
                    if (set_to_none) parameter.grad = null;
                    else grad.zero_();
                }
            }

            /// <summary>Gives every parameter and buffer another type or place; the objects stay the same ones.</summary>
            internal virtual void Move(ScalarType? dtype, Device device, bool nonBlocking)
            {
                using var scope = NewDisposeScope();
                using var noGrad = no_grad();
                foreach (var (_, parameter) in named_parameters(false))
                {
                    var (requiresGrad, grad) = (parameter.requires_grad, parameter.grad);
                    if (!parameter.MoveInPlace(dtype, device, nonBlocking)) continue;
                    parameter.requires_grad_(requiresGrad);
                    if (grad is not null) parameter.grad = grad.to(parameter.dtype, parameter.device);
                }
                foreach (var (_, buffer) in named_buffers(false)) buffer.MoveInPlace(dtype, device, nonBlocking);
                foreach (var child in children()) child.Move(dtype, device, nonBlocking);
            }

            private IEnumerable<(string, T)> Named<T>(
                IEnumerable<KeyValuePair<string, T>> own, bool recurse, Func<Module, IEnumerable<(string, T)>> below)
            {
                foreach (var (name, value) in own) yield return (name, value);
                if (!recurse) yield break;
                foreach (var (childName, child) in named_children())
                    foreach (var (name, value) in below(child)) yield return ($"{childName}.{name}", value);
            }

            private static IEnumerable<(string, T)> Once<T>(IEnumerable<(string Name, T Tensor)> named) where T : Tensor
            {
                var seen = new HashSet<IntPtr>();
                return named.Where(n => !n.Tensor.IsInvalid && seen.Add(n.Tensor.Handle));
            }

            /// <summary>The fields of the type, then those of its base types; a name that comes again is left out.</summary>
            private static IEnumerable<FieldInfo> Fields(Type type)
            {
                const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;
                var seen = new HashSet<string>();
                for (; type is not null && type != typeof(object); type = type.BaseType)
                    foreach (var field in type.GetFields(All))
                        if (seen.Add(field.Name)) yield return field;
            }
        }
    }
}
