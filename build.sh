#!/usr/bin/env bash
# Builds, tests and runs the project on Linux and macOS. Verbs: restore native build test demo bench pack clean (default: build).
# MULTITASK_PACKAGES=nuget|compat chooses where Microsoft.ML and TorchSharp come from; unset, nuget is taken where a restore works.
# MULTITASK_CUDA=true takes TorchSharp-cuda-linux as the NuGet packages' engine instead of TorchSharp-cpu.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
configuration=Release
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
[ -n "${OMP_WAIT_POLICY:-}" ] || export GOMP_SPINCOUNT=${GOMP_SPINCOUNT:-3000}   # OpenMP's waiting threads starve others if they spin for long
engine=(-p:Cuda="${MULTITASK_CUDA:-false}")

say() { printf '%s\n' "$*"; }
fail() { printf 'build.sh: %s\n' "$*" >&2; exit 1; }

# Installs the Debian packages that are missing, or says how to.
install_system_packages() {
  command -v dpkg >/dev/null || return 0
  local missing=()
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  [ "$(id -u)" = 0 ] || fail "missing system packages; run: sudo apt-get install --no-install-recommends ${missing[*]}"
  say "Installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null \
    || fail "could not install ${missing[*]}; run: apt-get install --no-install-recommends ${missing[*]}"
}

# Whether the restored TorchSharp's native library finds everything it needs on this system.
nuget_engine_loads() {
  [ "$(uname -s)" = Linux ] || return 0
  local folder library
  folder=$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: *//')
  library=$(find "$folder/torchsharp" -path '*linux-x64*' -name 'libLibTorchSharp.so' 2>/dev/null | head -n 1)
  [ -n "$library" ] && ! ldd "$library" 2>&1 | grep -q 'version .* not found'
}

# Decides once which packages this checkout builds on, and remembers it until clean.
choose_packages() {
  local chosen=artifacts/packages
  if [ -n "${MULTITASK_PACKAGES:-}" ]; then
    packages=$MULTITASK_PACKAGES
  elif [ -f $chosen ]; then
    packages=$(cat $chosen)
  else
    mkdir -p artifacts
    if timeout 600 dotnet restore MultiTask.sln -p:MultiTaskPackages=nuget "${engine[@]}" -v q >artifacts/restore-nuget.log 2>&1 && nuget_engine_loads; then
      packages=nuget
    else
      packages=compat
      say "The NuGet packages of Microsoft.ML and TorchSharp cannot be used here (artifacts/restore-nuget.log): building on compat/ and the system's libtorch."
    fi
    say "$packages" >$chosen
  fi
  case $packages in nuget | compat) ;; *) fail "MULTITASK_PACKAGES must be nuget or compat, but was '$packages'" ;; esac
  properties=(-c "$configuration" -p:MultiTaskPackages="$packages" "${engine[@]}")
}

restore() {
  command -v dotnet >/dev/null || fail "the .NET 10 SDK is missing; see https://dotnet.microsoft.com/download"
  choose_packages
  [ "$packages" = nuget ] || install_system_packages g++ cmake libtorch-dev libopenblas0-openmp libturbojpeg0
  dotnet restore MultiTask.sln -p:MultiTaskPackages="$packages" "${engine[@]}" -v q
}

native() {
  restore
  [ "$packages" = nuget ] || { compat/TorchSharp/build-native.sh; Microsoft.ML.MultiTask/Engine/build-native.sh; }
}

build() {
  native
  dotnet build MultiTask.sln --no-restore "${properties[@]}" -v q -clp:NoSummary
}

test_() {
  build
  rm -rf artifacts/test-results
  local status=0
  dotnet test MultiTask.sln --no-build "${properties[@]}" -m:1 -v q --logger trx --results-directory artifacts/test-results || status=$?
  # The last line, summed over the projects: N passed, N failed, N skipped
  cat artifacts/test-results/*.trx | grep -o '<Counters [^>]*>' | awk '
    function count(name) { return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : 0 }
    { total += count("total"); executed += count("executed"); passed += count("passed") }
    END { printf "%d passed, %d failed, %d skipped\n", passed, executed - passed, total - executed }'
  return $status
}

demo() {
  build
  dotnet "artifacts/$packages/bin/TrainStreets/release/TrainStreets.dll" --output artifacts/demo "$@"
}

# Measures the program as it would be deployed, compiled ahead of time, where the compiler for that can be restored.
bench() {
  build
  local program=artifacts/$packages/bench ahead=(--use-current-runtime --self-contained false -p:PublishReadyToRun=true)
  if ! dotnet publish benchmarks/SideBySide "${properties[@]}" "${ahead[@]}" -v q -o "$program" >artifacts/publish.log 2>&1; then
    say "The program cannot be compiled ahead of time here (artifacts/publish.log): it will start later."
    program=artifacts/$packages/bin/SideBySide/release
  fi
  "$program/SideBySide" --output artifacts/benchmarks "$@"
}

pack() {
  choose_packages
  [ "$packages" = nuget ] || fail "a package is made from the NuGet packages only, which cannot be restored here"
  build
  dotnet pack Microsoft.ML.MultiTask --no-build "${properties[@]}" -v q -o artifacts/package
}

clean() { rm -rf artifacts; }

verb=${1:-build}
[ $# -eq 0 ] || shift
case $verb in
  restore | native | build | demo | bench | pack | clean) "$verb" "$@" ;;
  test) test_ "$@" ;;
  *) fail "unknown verb '$verb'; one of: restore native build test demo bench pack clean" ;;
esac
