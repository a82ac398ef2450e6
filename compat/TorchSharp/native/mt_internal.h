// What the translation units share: handles to tensors and back, and the wall that no C++ exception crosses.
#pragma once

#include "mt_torch.h"

#include <ATen/core/Tensor.h>
#include <c10/util/Exception.h>

#include <exception>
#include <string>
#include <utility>
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

/// The caller's tensor; the undefined one for null.
inline at::Tensor borrow(const mt_tensor* handle) {
    return handle == nullptr ? at::Tensor() : *reinterpret_cast<const at::Tensor*>(handle);
}

/// A handle for the caller, who releases it; null for the undefined tensor.
inline mt_tensor* give(at::Tensor tensor) {
    return tensor.defined() ? reinterpret_cast<mt_tensor*>(new at::Tensor(std::move(tensor))) : nullptr;
}

inline std::vector<at::Tensor> borrow_all(const mt_tensor* const* handles, int32_t count) {
    std::vector<at::Tensor> tensors;
    tensors.reserve(static_cast<size_t>(count));
    for (int32_t i = 0; i < count; ++i) tensors.push_back(borrow(handles[i]));
    return tensors;
}

}  // namespace mt
