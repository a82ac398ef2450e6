@echo off
rem Builds, tests and runs the project on Windows. It needs the .NET 10 SDK and nothing else.
rem Verbs: restore build test fuzz demo bench pack package-test clean (default: build). MULTITASK_CUDA=true takes TorchSharp-cuda-windows for TorchSharp-cpu.
setlocal
cd /d "%~dp0"
if "%MULTITASK_CUDA%"=="" set MULTITASK_CUDA=false
set PROPERTIES=-c Release -p:Cuda=%MULTITASK_CUDA%
set VERB=%1
if "%VERB%"=="" set VERB=build
for %%v in (restore build test fuzz demo bench pack package-test clean) do if "%VERB%"=="%%v" goto %%v
echo build.cmd: unknown verb '%VERB%'; one of: restore build test fuzz demo bench pack package-test clean
exit /b 1

:restore
dotnet restore MultiTask.sln -p:Cuda=%MULTITASK_CUDA% -v q
exit /b %ERRORLEVEL%

:build
dotnet build MultiTask.sln %PROPERTIES% -v q -clp:NoSummary
exit /b %ERRORLEVEL%

:test
dotnet test MultiTask.sln %PROPERTIES% -m:1 --logger "console;verbosity=minimal"
exit /b %ERRORLEVEL%

:fuzz
call "%~f0" build || exit /b 1
set MULTITASK_FUZZ_SECONDS=%2
if "%MULTITASK_FUZZ_SECONDS%"=="" set MULTITASK_FUZZ_SECONDS=60
dotnet test test\Microsoft.ML.MultiTask.Tests --no-build %PROPERTIES% --filter "FullyQualifiedName~HostileFileTests|FullyQualifiedName~HostileFolderTests" --logger "console;verbosity=detailed"
exit /b %ERRORLEVEL%

:demo
call "%~f0" build || exit /b 1
dotnet artifacts\bin\TrainStreets\release\TrainStreets.dll --output artifacts\demo %2 %3 %4 %5 %6 %7 %8 %9
exit /b %ERRORLEVEL%

:bench
call "%~f0" build || exit /b 1
artifacts\bin\SideBySide\release\SideBySide.exe --output artifacts\benchmarks %2 %3 %4 %5 %6 %7 %8 %9
exit /b %ERRORLEVEL%

:pack
if exist artifacts\package rmdir /s /q artifacts\package
for %%p in (Microsoft.ML.MultiTask Microsoft.ML.MultiTask.Streets Microsoft.ML.MultiTask.Reporting Microsoft.ML.MultiTask.Pretrained) do dotnet pack %%p -c Release -v q -clp:NoSummary -o artifacts\package || exit /b 1
exit /b 0

:package-test
call "%~f0" pack || exit /b 1
dotnet run test\PackageTest\PackageTest.cs -- "%CD%\artifacts\package" "%CD%\README.md"
exit /b %ERRORLEVEL%

:clean
if exist artifacts rmdir /s /q artifacts
exit /b 0
