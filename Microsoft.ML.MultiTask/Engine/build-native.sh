#!/usr/bin/env bash
# Builds libMultiTaskAccelerator into artifacts/native/; does nothing when it is up to date.
# MULTITASK_LIBTORCH=/path/to/libtorch selects another libtorch than the system's: that of the TorchSharp it will run beside.
set -euo pipefail
cd "$(dirname "$0")/../.."
cmake -S Microsoft.ML.MultiTask/Engine/Native -B artifacts/native/obj/accelerator -DCMAKE_LIBRARY_OUTPUT_DIRECTORY="$PWD/artifacts/native" --log-level=WARNING
cmake --build artifacts/native/obj/accelerator --parallel
