using BenchmarkDotNet.Running;
using Couverture.Benchmarks;

if (args is ["hostile"])
    return await HostileCheck.RunAsync(Console.Out) == 0 ? 0 : 1;
BenchmarkSwitcher.FromAssembly(typeof(Documents).Assembly).Run(args);
return 0;
