// Operators by schema name, through libtorch's dispatcher.
#include "mt_internal.h"

#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/ivalue.h>

#include <utility>

struct mt_op {
    c10::OperatorHandle handle;
};

namespace {

thread_local std::vector<mt_value> last_results;

// std::optional in newer libtorches, their own type in older ones.
using OptionalTensor = decltype(std::declval<const c10::IValue&>().toOptional<at::Tensor>());

const mt_tensor* tensor_at(const mt_value& value, int32_t i) { return static_cast<const mt_tensor* const*>(value.data)[i]; }

template <typename Element>
c10::List<Element> list_of(const mt_value& value) {
    c10::List<Element> list;
    list.reserve(static_cast<size_t>(value.length));
    for (int32_t i = 0; i < value.length; ++i) list.push_back(static_cast<const Element*>(value.data)[i]);
    return list;
}

c10::IValue tensor_list(const mt_value& value) {
    c10::List<at::Tensor> list;
    list.reserve(static_cast<size_t>(value.length));
    for (int32_t i = 0; i < value.length; ++i) list.push_back(mt::borrow(tensor_at(value, i)));
    return list;
}

c10::IValue index_list(const mt_value& value) {
    c10::List<OptionalTensor> list;
    list.reserve(static_cast<size_t>(value.length));
    for (int32_t i = 0; i < value.length; ++i) {
        const auto* handle = tensor_at(value, i);
        list.push_back(handle == nullptr ? OptionalTensor() : OptionalTensor(mt::borrow(handle)));
    }
    return list;
}

c10::IValue argument(const mt_value& value) {
    switch (value.kind) {
        case MT_NONE: return {};
        case MT_TENSOR: return mt::borrow(static_cast<const mt_tensor*>(value.data));
        case MT_BOOL: return value.integer != 0;
        case MT_INT: return value.integer;
        case MT_FLOAT: return value.real;
        case MT_STRING: return std::string(static_cast<const char*>(value.data), static_cast<size_t>(value.length));
        case MT_DEVICE:
            return c10::Device(static_cast<c10::DeviceType>(static_cast<int32_t>(value.integer)),
                               static_cast<c10::DeviceIndex>(value.integer >> 32));
        case MT_GENERATOR: return *static_cast<const at::Generator*>(value.data);
        case MT_TENSORS: return tensor_list(value);
        case MT_INDICES: return index_list(value);
        case MT_INTS: return list_of<int64_t>(value);
        case MT_FLOATS: return list_of<double>(value);
        default: TORCH_CHECK(false, "mt_op_call: unknown kind of argument ", value.kind);
    }
}

void add_default(torch::jit::Stack& stack, const c10::FunctionSchema& schema, size_t position) {
    const auto& missing = schema.arguments()[position];
    const auto& value = missing.default_value();
    TORCH_CHECK(value.has_value(), schema.name(), ": argument '", missing.name(), "' is missing and has no default");
    stack.push_back(*value);
}

void add_result(const c10::IValue& value) {
    mt_value result{};
    if (value.isTensor()) {
        result.kind = MT_TENSOR;
        result.data = mt::give(value.toTensor());
    } else if (value.isTensorList()) {
        for (const at::Tensor& tensor : value.toTensorVector()) add_result(tensor);
        return;
    } else if (value.isBool()) {
        result.kind = MT_BOOL;
        result.integer = value.toBool();
    } else if (value.isInt()) {
        result.kind = MT_INT;
        result.integer = value.toInt();
    } else if (value.isDouble()) {
        result.kind = MT_FLOAT;
        result.real = value.toDouble();
    } else {
        TORCH_CHECK(false, "mt_op_call: cannot return a ", value.tagKind());
    }
    last_results.push_back(result);
}

}  // namespace

int32_t mt_op_find(const char* name, const char* overload, mt_op** op) {
    return mt::guarded([&] {
        auto found = c10::Dispatcher::singleton().findSchema({name, overload});
        TORCH_CHECK(found.has_value(), "libtorch ", mt_torch_version(), " has no operator ", name, *overload == '\0' ? "" : ".", overload);
        *op = new mt_op{*found};
    });
}

int32_t mt_op_call(const mt_op* op, const mt_value* args, int32_t arg_count, const mt_value** results, int32_t* result_count) {
    return mt::guarded([&] {
        const auto& schema = op->handle.schema();
        const size_t parameters = schema.arguments().size();
        const auto given = static_cast<size_t>(arg_count);
        TORCH_CHECK(given <= parameters, schema.name(), ": ", given, " arguments for ", parameters, " parameters");

        torch::jit::Stack stack;
        stack.reserve(parameters);
        for (size_t i = 0; i < given; ++i) stack.push_back(argument(args[i]));
        for (size_t i = given; i < parameters; ++i) add_default(stack, schema, i);
        op->handle.callBoxed(stack);
        if (results == nullptr) return;

        last_results.clear();
        for (const auto& value : stack) add_result(value);
        *results = last_results.data();
        *result_count = static_cast<int32_t>(last_results.size());
    });
}
