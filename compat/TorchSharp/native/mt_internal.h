// What the translation units share: handles to tensors and back, and the wall that no C++ exception crosses.
#pragma once

#include "mt_torch.h"

#include <ATen/core/Tensor.h>
#include <c10/util/Exception.h>

#include <exception>
#include <string>
#include <vector>

namespace mt {

/// Keeps the message for mt_last_error.
void set_last_error(std::string message) noexcept;

/// Runs one entry point's body; every exception ends here.
template <typename Body>
int32_t guarded(Body&& body) noexcept {
    try {
        body();
        return 0;
    } catch (const c10::Error& error) {
        set_last_error(error.what_without_backtrace());
    } catch (const std::exception& error) {
        set_last_error(error.what());
    } catch (...) {
        set_last_error("libtorch threw something that is not an exception");
    }
    return 1;
}

using Impl = c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>;

/// A tensor sharing the caller's handle; the handle keeps its own reference.
inline at::Tensor borrow(const mt_tensor* handle) {
    if (handle == nullptr) return {};
    auto* impl = reinterpret_cast<at::TensorImpl*>(const_cast<mt_tensor*>(handle));
    return at::Tensor(Impl::unsafe_reclaim_from_nonowning(impl));
}

/// A handle for the caller, who releases it.
inline mt_tensor* give(at::Tensor tensor) {
    return tensor.defined() ? reinterpret_cast<mt_tensor*>(tensor.unsafeReleaseTensorImpl()) : nullptr;
}

inline std::vector<at::Tensor> borrow_all(const mt_tensor* const* handles, int32_t count) {
    std::vector<at::Tensor> tensors;
    tensors.reserve(static_cast<size_t>(count));
    for (int32_t i = 0; i < count; ++i) tensors.push_back(borrow(handles[i]));
    return tensors;
}

}  // namespace mt
