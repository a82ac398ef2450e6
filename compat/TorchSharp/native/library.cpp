// Version, errors, threads, devices, random numbers: libtorch's process-wide side.
#include "mt_internal.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <torch/cuda.h>
#include <torch/version.h>

#include <mutex>
#include <utility>

namespace {

thread_local std::string last_error;

at::Generator& generator(mt_generator* handle) { return *reinterpret_cast<at::Generator*>(handle); }

mt_generator* give(at::Generator value) { return reinterpret_cast<mt_generator*>(new at::Generator(std::move(value))); }

at::Generator default_generator(int32_t device_type, int32_t device_index) {
    const c10::Device device(static_cast<c10::DeviceType>(device_type), static_cast<c10::DeviceIndex>(device_index));
    return at::globalContext().defaultGenerator(device);
}

}  // namespace

void mt::set_last_error(std::string message) noexcept { last_error = std::move(message); }

int32_t mt_abi_version(void) { return MT_ABI_VERSION; }

const char* mt_torch_version(void) { return TORCH_VERSION; }

const char* mt_last_error(void) { return last_error.c_str(); }

int32_t mt_manual_seed(uint64_t seed) {
    return mt::guarded([&] { at::manual_seed(seed); });
}

int32_t mt_generator_default(int32_t device_type, int32_t device_index, mt_generator** result) {
    return mt::guarded([&] { *result = give(default_generator(device_type, device_index)); });
}

int32_t mt_generator_create(int32_t device_type, int32_t device_index, uint64_t seed, mt_generator** result) {
    return mt::guarded([&] {
        auto source = default_generator(device_type, device_index);
        at::Generator created;
        {
            std::lock_guard<std::mutex> lock(source.mutex());
            created = source.clone();
        }
        created.set_current_seed(seed);
        *result = give(std::move(created));
    });
}

void mt_generator_release(mt_generator* handle) { delete reinterpret_cast<at::Generator*>(handle); }

int32_t mt_generator_seed(mt_generator* handle, uint64_t* seed) {
    return mt::guarded([&] {
        std::lock_guard<std::mutex> lock(generator(handle).mutex());
        *seed = generator(handle).current_seed();
    });
}

int32_t mt_generator_set_seed(mt_generator* handle, uint64_t seed) {
    return mt::guarded([&] {
        std::lock_guard<std::mutex> lock(generator(handle).mutex());
        generator(handle).set_current_seed(seed);
    });
}

int32_t mt_generator_reseed(mt_generator* handle, uint64_t* seed) {
    return mt::guarded([&] {
        std::lock_guard<std::mutex> lock(generator(handle).mutex());
        *seed = generator(handle).seed();
    });
}

int32_t mt_generator_state(mt_generator* handle, mt_tensor** state) {
    return mt::guarded([&] {
        std::lock_guard<std::mutex> lock(generator(handle).mutex());
        *state = mt::give(generator(handle).get_state());
    });
}

int32_t mt_generator_set_state(mt_generator* handle, const mt_tensor* state) {
    return mt::guarded([&] {
        std::lock_guard<std::mutex> lock(generator(handle).mutex());
        generator(handle).set_state(mt::borrow(state));
    });
}

int32_t mt_threads(void) { return at::get_num_threads(); }

int32_t mt_set_threads(int32_t count) {
    return mt::guarded([&] { at::set_num_threads(count); });
}

int32_t mt_interop_threads(void) { return static_cast<int32_t>(at::get_num_interop_threads()); }

int32_t mt_set_interop_threads(int32_t count) {
    return mt::guarded([&] { at::set_num_interop_threads(count); });
}

int32_t mt_cuda_device_count(void) {
    int32_t count = 0;
    mt::guarded([&] { count = static_cast<int32_t>(torch::cuda::device_count()); });
    return count;
}

int32_t mt_cuda_has_cudnn(void) {
    bool available = false;
    mt::guarded([&] { available = torch::cuda::cudnn_is_available(); });
    return available;
}

int32_t mt_cuda_synchronize(int32_t device_index) {
    return mt::guarded([&] { torch::cuda::synchronize(device_index); });
}

int32_t mt_get_option(int32_t option) {
    const auto& context = at::globalContext();
    return option == MT_MATMUL_TF32 ? context.allowTF32CuBLAS() : context.allowTF32CuDNN();
}

int32_t mt_set_option(int32_t option, int32_t value) {
    return mt::guarded([&] {
        auto& context = at::globalContext();
        if (option == MT_MATMUL_TF32) context.setAllowTF32CuBLAS(value != 0);
        else context.setAllowTF32CuDNN(value != 0);
    });
}
