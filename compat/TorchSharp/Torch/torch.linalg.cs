using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Linear algebra over the last two dimensions, and norms.</summary>
    public static class linalg
    {
        public static Tensor det(Tensor input) => Aten.Call("linalg_det", input);
        public static (Tensor sign, Tensor logabsdet) slogdet(Tensor input) => Aten.Call2("linalg_slogdet", input);
        public static Tensor inv(Tensor input) => Aten.Call("linalg_inv", input);
        public static Tensor pinv(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            Aten.Call("linalg_pinv.atol_rtol_float", input, atol, rtol, hermitian);
        public static Tensor matrix_rank(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            Aten.Call("linalg_matrix_rank.atol_rtol_float", input, atol, rtol, hermitian);
        public static Tensor matrix_exp(Tensor input) => Aten.Call("linalg_matrix_exp", input);
        public static Tensor cholesky(Tensor input) => Aten.Call("linalg_cholesky", input);
        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L') => Aten.Call2("linalg_eigh", input, UPLO.ToString());
        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') => Aten.Call("linalg_eigvalsh", input, UPLO.ToString());
        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true) =>
            Aten.Call3("linalg_svd", input, fullMatrices);
        public static Tensor svdvals(Tensor input) => Aten.Call("linalg_svdvals", input);
        public static Tensor solve(Tensor A, Tensor B, bool left = true) =>
            left ? Aten.Call("linalg_solve", A, B) : Aten.Call("linalg_solve", A.mT, B.mT).mT;
        public static Tensor multi_dot(IList<Tensor> tensors) => Aten.Call("linalg_multi_dot", tensors.ToArray());
        public static Tensor cross(Tensor input, Tensor other, long dim = -1) => Aten.Call("linalg_cross", input, other, dim);

        public static Tensor norm(Tensor input, long[] dims = null, bool keepdim = false) =>
            Aten.Call("linalg_norm", input, Argument.None, dims, keepdim);
        public static Tensor norm(Tensor input, int ord, long[] dims = null, bool keepdim = false) =>
            Aten.Call("linalg_norm", input, (double)ord, dims, keepdim);
        public static Tensor norm(Tensor input, double ord, long[] dims = null, bool keepdim = false) =>
            Aten.Call("linalg_norm", input, ord, dims, keepdim);
        public static Tensor norm(Tensor input, string ord, long[] dims = null, bool keepdim = false) =>
            Aten.Call("linalg_norm.ord_str", input, ord, dims, keepdim);
        public static Tensor vector_norm(Tensor input, double ord = 2, long[] dims = null, bool keepdim = false) =>
            Aten.Call("linalg_vector_norm", input, ord, dims, keepdim);
        public static Tensor matrix_norm(Tensor input, double ord, long[] dims = null, bool keepdim = false) =>
            Aten.Call("linalg_matrix_norm", input, ord, dims ?? [-2, -1], keepdim);
        public static Tensor matrix_norm(Tensor input, string ord = "fro", long[] dims = null, bool keepdim = false) =>
            Aten.Call("linalg_matrix_norm.str_ord", input, ord, dims ?? [-2, -1], keepdim);
    }
}
