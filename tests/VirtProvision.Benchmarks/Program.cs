using BenchmarkDotNet.Running;
using VirtProvision.Benchmarks;

// dotnet run -c Release --project tests/VirtProvision.Benchmarks -- --filter '*'
BenchmarkSwitcher.FromAssembly(typeof(StageBenchmarks).Assembly).Run(args);
