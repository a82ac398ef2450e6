#!/usr/bin/env bash
# Builds libMultiTaskTorch into artifacts/native/; does nothing when it is up to date.
# MULTITASK_LIBTORCH=/path/to/libtorch selects another libtorch than the system's.
set -euo pipefail
cd "$(dirname "$0")/../.."
cmake -S compat/TorchSharp/native -B artifacts/native/obj/torch -DCMAKE_LIBRARY_OUTPUT_DIRECTORY="$PWD/artifacts/native" --log-level=WARNING
cmake --build artifacts/native/obj/torch --parallel
