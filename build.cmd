@echo off
rem Builds, tests and runs the project on Windows. Verbs: restore native build test demo bench pack clean (default: build).
rem MULTITASK_PACKAGES=nuget or compat chooses where Microsoft.ML and TorchSharp come from; the default is nuget.
rem MULTITASK_CUDA=true takes TorchSharp-cuda-windows as the tensor engine instead of TorchSharp-cpu.
setlocal
cd /d "%~dp0"
if "%MULTITASK_PACKAGES%"=="" set MULTITASK_PACKAGES=nuget
if "%MULTITASK_CUDA%"=="" set MULTITASK_CUDA=false
set PROPERTIES=-c Release -p:MultiTaskPackages=%MULTITASK_PACKAGES% -p:Cuda=%MULTITASK_CUDA%
set VERB=%1
if "%VERB%"=="" set VERB=build
for %%v in (restore native build test demo bench pack clean) do if "%VERB%"=="%%v" goto %%v
echo build.cmd: unknown verb '%VERB%'; one of: restore native build test demo bench pack clean
exit /b 1

:restore
dotnet restore MultiTask.sln -p:MultiTaskPackages=%MULTITASK_PACKAGES% -p:Cuda=%MULTITASK_CUDA% -v q
exit /b %ERRORLEVEL%

:native
if "%MULTITASK_PACKAGES%"=="nuget" (
  echo The NuGet packages bring their native libraries along: nothing to build.
  exit /b 0
)
cmake -S compat\TorchSharp\native -B artifacts\native\build && cmake --build artifacts\native\build --config Release
exit /b %ERRORLEVEL%

:build
dotnet build MultiTask.sln %PROPERTIES% -v q -clp:NoSummary
exit /b %ERRORLEVEL%

:test
dotnet test MultiTask.sln %PROPERTIES% -m:1 --logger "console;verbosity=minimal"
exit /b %ERRORLEVEL%

:demo
call "%~f0" build || exit /b 1
dotnet artifacts\%MULTITASK_PACKAGES%\bin\TrainStreets\release\TrainStreets.dll --output artifacts\demo
exit /b %ERRORLEVEL%

:bench
call "%~f0" build || exit /b 1
shift
artifacts\%MULTITASK_PACKAGES%\bin\SideBySide\release\SideBySide.exe --output artifacts\benchmarks %1 %2 %3 %4 %5 %6 %7 %8 %9
exit /b %ERRORLEVEL%

:pack
dotnet pack Microsoft.ML.MultiTask %PROPERTIES% -v q -o artifacts\package
exit /b %ERRORLEVEL%

:clean
if exist artifacts rmdir /s /q artifacts
exit /b 0
