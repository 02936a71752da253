using PortfolioGraph.Server.Hosting;

try
{
    var builder = WebApplication.CreateBuilder(args);
    builder.CheckSettings();
    await using var sandbox = await builder.StartSandboxIfNeededAsync(args);
    builder.AddPortfolioGraph();

    var app = builder.Build();
    app.MapPortfolioGraph();
    return await app.RunWithGraphQLCommandsAsync(args);
}
catch (Exception error) when (StartupChecks.Explain(error) is not null)
{
    await Console.Error.WriteLineAsync($"PortfolioGraph did not start. {StartupChecks.Explain(error)}");
    return 1;
}
