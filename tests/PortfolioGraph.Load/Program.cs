using System.CommandLine;
using PortfolioGraph.Load.Scenarios;

// One command a scenario: a scenario is a class of its own, listed here.
IScenario[] scenarios =
[
    new ScarceScenario(),
    new MemoryScenario(),
    new CapacityScenario(),
    new StampedeScenario(),
    new DisconnectScenario(),
    new DrainScenario(),
    new FairScenario(),
    new SoakScenario(),
    new BodiesScenario(),
];

var root = new RootCommand("Loads a whole server over a sandbox, both on loopback, and says whether it kept its goals. Exits with 1 when it did not.");
foreach (var scenario in scenarios)
    root.Subcommands.Add(scenario.ToCommand());
return await root.Parse(args).InvokeAsync();
