using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Modules by name in the order they were added, registered under their names when the dictionary is.</summary>
    public class ModuleDict<T> : nn.Module, IDictionary<string, T>, IList<(string, T)> where T : nn.Module
    {
        private readonly OrderedDictionary<string, T> _modules = [];
        private bool _registered;

        public ModuleDict() : base(nameof(ModuleDict<T>)) { }

        public int Count => _modules.Count;
        public bool IsReadOnly => false;
        public ICollection<string> Keys => _modules.Keys;
        public ICollection<T> Values => _modules.Values;

        public T this[string key]
        {
            get => _modules[key];
            set => _modules[key] = value;
        }

        public (string, T) this[int index]
        {
            get => (_modules.GetAt(index).Key, _modules.GetAt(index).Value);
            set => _modules.SetAt(index, value.Item1, value.Item2);
        }

        public IEnumerable<string> keys() => _modules.Keys;
        public IEnumerable<T> values() => _modules.Values;
        public IEnumerator<(string, T)> items() => GetEnumerator();

        public void Add(string key, T value) => _modules.Add(key, value);
        public void Add(KeyValuePair<string, T> item) => _modules.Add(item.Key, item.Value);
        public void Add((string, T) item) => _modules.Add(item.Item1, item.Item2);
        public void Insert(int index, (string, T) item) => _modules.Insert(index, item.Item1, item.Item2);
        public bool Remove(string key) => _modules.Remove(key);
        public bool Remove(KeyValuePair<string, T> item) => Contains(item) && _modules.Remove(item.Key);
        public bool Remove((string, T) item) => Contains(item) && _modules.Remove(item.Item1);
        public void RemoveAt(int index) => _modules.RemoveAt(index);
        public void Clear() => _modules.Clear();
        public void clear() => _modules.Clear();
        public bool ContainsKey(string key) => _modules.ContainsKey(key);
        public bool Contains(KeyValuePair<string, T> item) => Contains((item.Key, item.Value));
        public bool Contains((string, T) item) => _modules.TryGetValue(item.Item1, out var module) && module == item.Item2;
        public bool TryGetValue(string key, out T value) => _modules.TryGetValue(key, out value);
        public int IndexOf((string, T) item) => Contains(item) ? _modules.IndexOf(item.Item1) : -1;
        public void CopyTo(KeyValuePair<string, T>[] array, int arrayIndex) =>
            ((ICollection<KeyValuePair<string, T>>)_modules).CopyTo(array, arrayIndex);

        public void CopyTo((string, T)[] array, int arrayIndex)
        {
            foreach (var (key, module) in _modules) array[arrayIndex++] = (key, module);
        }

        public IEnumerator<(string, T)> GetEnumerator() => _modules.Select(m => (m.Key, m.Value)).GetEnumerator();
        IEnumerator<KeyValuePair<string, T>> IEnumerable<KeyValuePair<string, T>>.GetEnumerator() => _modules.GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        protected override void RegisterComponents()
        {
            if (_registered) return;
            foreach (var (key, module) in _modules) register_module(key, module);
            _registered = true;
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.ModuleDict<Module> ModuleDict(params (string, Module)[] modules) => ModuleDict<Module>(modules);

            public static Modules.ModuleDict<T> ModuleDict<T>(params (string, T)[] modules) where T : Module
            {
                var dictionary = new Modules.ModuleDict<T>();
                foreach (var module in modules) dictionary.Add(module);
                return dictionary;
            }
        }
    }
}
