// What the translation units share: borrowed tensors, and the wall that no C++ exception crosses.
#pragma once

#include "accelerator.h"

#include <ATen/core/Tensor.h>
#include <c10/util/Exception.h>

#include <exception>
#include <string>
#include <utility>

namespace mta {

/// Keeps the message for mta_last_error.
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
inline at::Tensor borrow(const mta_tensor* handle) {
    return handle == nullptr ? at::Tensor() : *reinterpret_cast<const at::Tensor*>(handle);
}

/// The same numbers, laid out as the kernels want them: a pixel's channels side by side.
inline at::Tensor channels_last(const at::Tensor& x) { return x.contiguous(at::MemoryFormat::ChannelsLast); }

/// A tensor for the caller to keep.
inline mta_tensor* give(at::Tensor tensor) { return reinterpret_cast<mta_tensor*>(new at::Tensor(std::move(tensor))); }

}  // namespace mta
