using System.CommandLine;

namespace PortfolioGraph.Load.Scenarios;

/// <summary>A load on the server, with the goals that the server must meet.</summary>
internal interface IScenario
{
    /// <summary>Creates the command that runs the scenario. Its exit code is 0 if all goals were met, otherwise 1.</summary>
    Command ToCommand();
}
