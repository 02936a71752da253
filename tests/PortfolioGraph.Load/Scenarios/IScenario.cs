using System.CommandLine;

namespace PortfolioGraph.Load.Scenarios;

/// <summary>One situation that the server is put into, with the goals it is held to.</summary>
internal interface IScenario
{
    /// <summary>The command that runs it. Its exit code is 0 when all goals were kept, else 1.</summary>
    Command ToCommand();
}
