using System.CommandLine;
using PortfolioGraph.Load.Scenarios;

// Each scenario is a class and a command.
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
    new ReplicasScenario(),
    new ReplicaDiesScenario(),
    new RedisDiesScenario(),
    new RollingRestartScenario(),
    new ClockSkewScenario(),
];

var root = new RootCommand("Runs load scenarios against the server with a sandbox as upstream, both on loopback. Exits with 1 if a goal was missed.");
foreach (var scenario in scenarios)
    root.Subcommands.Add(scenario.ToCommand());
return await root.Parse(args).InvokeAsync();
