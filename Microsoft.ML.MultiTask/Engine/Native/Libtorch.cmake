# Finds libtorch, any from 1.13 to 2.11, CPU or CUDA, and links targets with it: link_libtorch(target).
#
# It is looked for in MULTITASK_LIBTORCH (a variable or an environment variable: the folder with include/ and lib/, such as the
# folder torch of a Python package) and then nowhere else; without it, in Torch_DIR, CMAKE_PREFIX_PATH, then where the system keeps
# libraries. TorchConfig.cmake is not used: with a CUDA libtorch it wants the CUDA toolkit, which nothing here needs.

if(NOT MULTITASK_LIBTORCH AND DEFINED ENV{MULTITASK_LIBTORCH})
  set(MULTITASK_LIBTORCH "$ENV{MULTITASK_LIBTORCH}")
endif()
set(hints ${MULTITASK_LIBTORCH})
set(nowhere_else)
if(MULTITASK_LIBTORCH)
  set(nowhere_else NO_DEFAULT_PATH)
elseif(Torch_DIR)
  get_filename_component(prefix "${Torch_DIR}/../../.." ABSOLUTE)   # <prefix>/share/cmake/Torch
  list(APPEND hints "${prefix}")
endif()

if(NOT "${hints}" STREQUAL "${MULTITASK_LIBTORCH_FOUND_BY}")     # another libtorch than at the last configuration
  unset(TORCH_INCLUDE CACHE)
  unset(TORCH_CPU CACHE)
  unset(TORCH_C10 CACHE)
  unset(TORCH_CUDA CACHE)
  unset(TORCH_C10_CUDA CACHE)
  set(MULTITASK_LIBTORCH_FOUND_BY "${hints}" CACHE INTERNAL "")
endif()

set(library_folders lib lib/${CMAKE_LIBRARY_ARCHITECTURE})
find_path(TORCH_INCLUDE ATen/core/dispatch/Dispatcher.h HINTS ${hints} PATH_SUFFIXES include ${nowhere_else})
find_library(TORCH_CPU torch_cpu HINTS ${hints} PATH_SUFFIXES ${library_folders} ${nowhere_else})
find_library(TORCH_C10 c10 HINTS ${hints} PATH_SUFFIXES ${library_folders} ${nowhere_else})
if(NOT TORCH_INCLUDE OR NOT TORCH_CPU OR NOT TORCH_C10)
  message(FATAL_ERROR "No libtorch found. Install one (apt-get install libtorch-dev libopenblas0-openmp) or name its folder: MULTITASK_LIBTORCH=/path/to/libtorch")
endif()
get_filename_component(torch_libraries "${TORCH_CPU}" DIRECTORY)

# A CUDA libtorch registers its kernels when these are loaded; the shim calls nothing in them.
find_library(TORCH_CUDA torch_cuda PATHS "${torch_libraries}" NO_DEFAULT_PATH)
find_library(TORCH_C10_CUDA c10_cuda PATHS "${torch_libraries}" NO_DEFAULT_PATH)

# The C++ standard and the string ABI are libtorch's.
set(torch_api "${TORCH_INCLUDE}/torch/csrc/api/include")
set(version_header "${TORCH_INCLUDE}/torch/headeronly/version.h")     # since 2.9
if(NOT EXISTS "${version_header}")
  set(version_header "${torch_api}/torch/version.h")
endif()
file(STRINGS "${version_header}" version_lines REGEX "define TORCH_VERSION_(MAJOR|MINOR) ")
string(REGEX REPLACE ".*MAJOR ([0-9]+).*MINOR ([0-9]+).*" "\\1.\\2" torch_version "${version_lines}")
message(STATUS "libtorch ${torch_version}: ${TORCH_CPU}")

function(link_libtorch target)
  set_target_properties(${target} PROPERTIES
    CXX_STANDARD 17 CXX_STANDARD_REQUIRED ON CXX_EXTENSIONS OFF CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  if(torch_version VERSION_GREATER_EQUAL 2.12)
    set_target_properties(${target} PROPERTIES CXX_STANDARD 20)
  endif()
  get_filename_component(prefix "${torch_libraries}" DIRECTORY)
  set(config_file "${prefix}/share/cmake/Torch/TorchConfig.cmake")
  if(EXISTS "${config_file}")
    file(STRINGS "${config_file}" abi_line REGEX "D_GLIBCXX_USE_CXX11_ABI=[01]")
    if(abi_line MATCHES "D_GLIBCXX_USE_CXX11_ABI=([01])")
      target_compile_definitions(${target} PRIVATE _GLIBCXX_USE_CXX11_ABI=${CMAKE_MATCH_1})
    endif()
  endif()

  target_include_directories(${target} SYSTEM PRIVATE "${TORCH_INCLUDE}" "${torch_api}")
  target_link_libraries(${target} PRIVATE "${TORCH_CPU}" "${TORCH_C10}")
  if(TORCH_CUDA AND TORCH_C10_CUDA)
    if(NOT MSVC)
      target_link_options(${target} PRIVATE "LINKER:--no-as-needed")
    endif()
    target_link_libraries(${target} PRIVATE "${TORCH_CUDA}" "${TORCH_C10_CUDA}")
  endif()

  if(MSVC)
    target_compile_options(${target} PRIVATE /W4 /WX)
  else()
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wshadow -Werror -fno-math-errno -fno-trapping-math)
  endif()
  if(MULTITASK_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=address,undefined -fno-omit-frame-pointer)
    target_link_options(${target} PRIVATE -fsanitize=address,undefined)
  endif()
endfunction()
