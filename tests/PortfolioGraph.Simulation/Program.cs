using PortfolioGraph.Simulation;

return await SimulationCommand.Create().Parse(args).InvokeAsync();
