using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Products of matrices and vectors.
    public partial class Tensor
    {
        public Tensor matmul(Tensor target) => Aten.Call("matmul", this, target);
        public Tensor mm(Tensor target) => Aten.Call("mm", this, target);
        public Tensor bmm(Tensor batch2) => Aten.Call("bmm", this, batch2);
        public Tensor mv(Tensor target) => Aten.Call("mv", this, target);
        public Tensor dot(Tensor target) => Aten.Call("dot", this, target);
        public Tensor vdot(Tensor target) => Aten.Call("vdot", this, target);
        public Tensor inner(Tensor vec2) => Aten.Call("inner", this, vec2);
        public Tensor outer(Tensor vec2) => Aten.Call("outer", this, vec2);
        public Tensor ger(Tensor vec2) => outer(vec2);
        public Tensor kron(Tensor other) => Aten.Call("kron", this, other);
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1f, float alpha = 1f) =>
            Aten.Call("addmm", this, mat1, mat2, beta, alpha);
        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1f, float alpha = 1f) =>
            Aten.InPlace("addmm_", this, mat1, mat2, beta, alpha);
        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1f, float alpha = 1f) => Aten.Call("addmv", this, mat, vec, beta, alpha);
        public Tensor addbmm(Tensor batch1, Tensor batch2, float beta = 1f, float alpha = 1f) =>
            Aten.Call("addbmm", this, batch1, batch2, beta, alpha);
        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1f, float alpha = 1f) =>
            Aten.Call("baddbmm", this, batch1, batch2, beta, alpha);
        public Tensor tensordot(Tensor b, long dims = 2) =>
            tensordot(
                b, [.. Enumerable.Range(0, (int)dims).Select(d => ndim - dims + d)],
                [.. Enumerable.Range(0, (int)dims).Select(d => (long)d)]);
        public Tensor tensordot(Tensor b, long[] dims1, long[] dims2) => Aten.Call("tensordot", this, b, dims1, dims2);
        public Tensor tensordot(Tensor b, (long, long)[] dims) =>
            tensordot(b, [.. dims.Select(d => d.Item1)], [.. dims.Select(d => d.Item2)]);
        public Tensor trace() => Aten.Call("trace", this);
        public Tensor det() => Aten.Call("det", this);
        public Tensor logdet() => Aten.Call("logdet", this);
        public Tensor inverse() => Aten.Call("inverse", this);
        public Tensor pinverse(double rcond = 1E-15, bool hermitian = false) => Aten.Call("linalg_pinv", this, rcond, hermitian);
        public Tensor matrix_power(int n) => Aten.Call("matrix_power", this, n);
        public Tensor matrix_exp() => Aten.Call("matrix_exp", this);
        public Tensor cholesky(bool upper = false) => Aten.Call("cholesky", this, upper);
    }
}
