using BenchmarkDotNet.Running;
using Couverture.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(Documents).Assembly).Run(args);
