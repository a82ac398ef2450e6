namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public interface IModule<T, TResult>
        {
            TResult call(T input1);
        }

        public interface IModule<T1, T2, TResult>
        {
            TResult call(T1 input1, T2 input2);
        }

        public interface IModule<T1, T2, T3, TResult>
        {
            TResult call(T1 input1, T2 input2, T3 input3);
        }

        /// <summary>A module with hooks that run before and after its forward pass.</summary>
        public class HookableModule<TPreHook, TPostHook> : Module
        {
            private readonly OrderedDictionary<string, object> _before = [];
            private readonly OrderedDictionary<string, object> _after = [];

            protected HookableModule(string name) : base(name) { }

            public HookRemover register_forward_pre_hook(TPreHook hook) => Add(_before, hook);
            public HookRemover register_forward_pre_hook(Action<Module> hook) => Add(_before, hook);
            public HookRemover register_forward_hook(TPostHook hook) => Add(_after, hook);
            public HookRemover register_forward_hook(Action<Module> hook) => Add(_after, hook);

            /// <summary>Lets every hook of a kind change the value that passes by.</summary>
            internal TValue Run<THook, TValue>(bool before, TValue value, Func<THook, TValue, TValue> apply)
            {
                var hooks = before ? _before : _after;
                if (hooks.Count == 0) return value;
                foreach (var hook in hooks.Values.ToList())
                {
                    if (hook is Action<Module> action) action(this);
                    else value = apply((THook)hook, value);
                }
                return value;
            }

            private HookRemover Add(OrderedDictionary<string, object> hooks, object hook)
            {
                var key = Guid.NewGuid().ToString();
                hooks.Add(key, hook);
                return new HookRemover(this, key);
            }

            /// <summary>Takes a hook away again.</summary>
            public class HookRemover
            {
                private readonly HookableModule<TPreHook, TPostHook> _module;
                private readonly string _key;

                public HookRemover(HookableModule<TPreHook, TPostHook> module, string key)
                {
                    _module = module;
                    _key = key;
                }

                public void remove()
                {
                    _module._before.Remove(_key);
                    _module._after.Remove(_key);
                }
            }
        }

        /// <summary>A module from one input to one result.</summary>
        public abstract class Module<T, TResult> :
            HookableModule<Func<Module<T, TResult>, T, T>, Func<Module<T, TResult>, T, TResult, TResult>>,
            IModule<T, TResult>
        {
            protected Module(string name) : base(name) { }

            public abstract TResult forward(T input);

            /// <summary><see cref="forward"/> with its hooks.</summary>
            public TResult call(T input)
            {
                input = Run<Func<Module<T, TResult>, T, T>, T>(true, input, (hook, value) => hook(this, value));
                return Run<Func<Module<T, TResult>, T, TResult, TResult>, TResult>(
                    false, forward(input), (hook, value) => hook(this, input, value));
            }
        }

        /// <summary>A module from two inputs to one result.</summary>
        public abstract class Module<T1, T2, TResult> :
            HookableModule<Func<Module<T1, T2, TResult>, T1, T2, (T1, T2)?>, Func<Module<T1, T2, TResult>, T1, T2, TResult, TResult>>,
            IModule<T1, T2, TResult>
        {
            protected Module(string name) : base(name) { }

            public abstract TResult forward(T1 input1, T2 input2);

            /// <summary><see cref="forward"/> with its hooks.</summary>
            public TResult call(T1 input1, T2 input2)
            {
                (input1, input2) = Run<Func<Module<T1, T2, TResult>, T1, T2, (T1, T2)?>, (T1, T2)>(
                    true, (input1, input2), (hook, value) => hook(this, value.Item1, value.Item2) ?? value);
                return Run<Func<Module<T1, T2, TResult>, T1, T2, TResult, TResult>, TResult>(
                    false, forward(input1, input2), (hook, value) => hook(this, input1, input2, value));
            }
        }

        /// <summary>A module from three inputs to one result.</summary>
        public abstract class Module<T1, T2, T3, TResult> :
            HookableModule<
                Func<Module<T1, T2, T3, TResult>, T1, T2, T3, (T1, T2, T3)?>,
                Func<Module<T1, T2, T3, TResult>, T1, T2, T3, TResult, TResult>>,
            IModule<T1, T2, T3, TResult>
        {
            protected Module(string name) : base(name) { }

            public abstract TResult forward(T1 input1, T2 input2, T3 input3);

            /// <summary><see cref="forward"/> with its hooks.</summary>
            public TResult call(T1 input1, T2 input2, T3 input3)
            {
                (input1, input2, input3) = Run<Func<Module<T1, T2, T3, TResult>, T1, T2, T3, (T1, T2, T3)?>, (T1, T2, T3)>(
                    true, (input1, input2, input3), (hook, value) => hook(this, value.Item1, value.Item2, value.Item3) ?? value);
                return Run<Func<Module<T1, T2, T3, TResult>, T1, T2, T3, TResult, TResult>, TResult>(
                    false, forward(input1, input2, input3), (hook, value) => hook(this, input1, input2, input3, value));
            }
        }
    }
}
