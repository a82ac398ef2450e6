#!/usr/bin/env bash
# Builds, tests and runs the project on Linux and macOS. It needs the .NET 10 SDK and nothing else.
# Verbs: restore build test fuzz demo bench pack package-test clean (default: build). MULTITASK_CUDA=true takes TorchSharp-cuda-linux for TorchSharp-cpu.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
cuda=-p:Cuda=${MULTITASK_CUDA:-false}

fail() { printf 'build.sh: %s\n' "$*" >&2; exit 1; }

restore() {
  command -v dotnet >/dev/null || fail "the .NET 10 SDK is missing; see https://dotnet.microsoft.com/download"
  dotnet restore MultiTask.sln "$cuda" -v q
}

build() {
  restore
  dotnet build MultiTask.sln --no-restore -c Release "$cuda" -v q -clp:NoSummary
}

test_() {
  build
  rm -rf artifacts/test-results
  local status=0
  dotnet test MultiTask.sln --no-build -c Release "$cuda" -m:1 -v q --logger trx --results-directory artifacts/test-results \
    --collect 'XPlat Code Coverage' --settings test/coverage.runsettings || status=$?
  # Summed over the projects: N passed, N failed, N skipped
  cat artifacts/test-results/*.trx | grep -o '<Counters [^>]*>' | awk '
    function count(name) { return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : 0 }
    { total += count("total"); executed += count("executed"); passed += count("passed") }
    END { printf "%d passed, %d failed, %d skipped\n", passed, executed - passed, total - executed }'
  coverage
  return $status
}

# Lines that any of the test projects ran: of the packages in one line, of each file in artifacts/coverage.txt, the least covered first.
coverage() {
  find artifacts/test-results -name 'coverage.cobertura.xml' -exec cat {} + | tr '<' '\n' | awk -F '"' '
    /^class / { match($0, /filename="[^"]*"/); file = substr($0, RSTART + 10, RLENGTH - 11) }
    /^line / && file !~ /[\/\\]obj[\/\\]/ { key = file "\"" $2; ran[key] = ran[key] || $4 > 0 }
    END {
      if (NR < 2) { print "line coverage: no test project wrote any"; exit }
      for (key in ran) {
        split(key, parts, "\""); package = parts[1]; sub(/\/.*/, "", package)
        lines[parts[1]]++; hits[parts[1]] += ran[key]; total[package]++; hit[package] += ran[key]; all++; covered += ran[key]
      }
      for (file in lines) printf "%5.1f %% of %4d lines  %s\n", 100 * hits[file] / lines[file], lines[file], file | "sort -n >artifacts/coverage.txt"
      printf "line coverage %.1f %% (", 100 * covered / all
      count = split("Microsoft.ML.MultiTask Microsoft.ML.MultiTask.Reporting Microsoft.ML.MultiTask.Streets Microsoft.ML.MultiTask.Pretrained", names, " ")
      for (i = 1; i <= count; i++) printf "%s%s %.1f", (i == 1 ? "" : ", "), names[i], total[names[i]] ? 100 * hit[names[i]] / total[names[i]] : 0
      print ")"
    }'
}

# Changes files of every kind for so many seconds each, with new changes in every run: ./build.sh fuzz 600
fuzz() {
  build
  MULTITASK_FUZZ_SECONDS=${1:-60} dotnet test test/Microsoft.ML.MultiTask.Tests --no-build -c Release "$cuda" \
    --filter 'FullyQualifiedName~HostileFileTests|FullyQualifiedName~HostileFolderTests' --logger 'console;verbosity=detailed'
}

demo() {
  build
  dotnet artifacts/bin/TrainStreets/release/TrainStreets.dll --output artifacts/demo "$@"
}

# Measures the program as it would be deployed, compiled ahead of time, where the compiler for that can be restored.
bench() {
  build
  local program=artifacts/bench
  if ! dotnet publish benchmarks/SideBySide -c Release "$cuda" --use-current-runtime --self-contained false -p:PublishReadyToRun=true \
      -v q -o $program >artifacts/publish.log 2>&1; then
    echo "The program cannot be compiled ahead of time here (artifacts/publish.log): it starts later."
    program=artifacts/bin/SideBySide/release
  fi
  $program/SideBySide --output artifacts/benchmarks "$@"
}

pack() {
  restore
  rm -rf artifacts/package
  local project
  for project in Microsoft.ML.MultiTask Microsoft.ML.MultiTask.Streets Microsoft.ML.MultiTask.Reporting Microsoft.ML.MultiTask.Pretrained; do
    dotnet pack $project --no-restore -c Release -v q -clp:NoSummary -o artifacts/package
  done
}

# Runs README's program in an application outside the repository that has nothing but the packages.
package-test() {
  pack
  dotnet run test/PackageTest/PackageTest.cs -- "$PWD/artifacts/package" "$PWD/README.md"
}

clean() { rm -rf artifacts; }

verb=${1:-build}
[ $# -eq 0 ] || shift
case $verb in
  restore | build | fuzz | demo | bench | pack | package-test | clean) "$verb" "$@" ;;
  test) test_ "$@" ;;
  *) fail "unknown verb '$verb'; one of: restore build test fuzz demo bench pack package-test clean" ;;
esac
