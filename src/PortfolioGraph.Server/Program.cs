using Microsoft.Extensions.Options;
using PortfolioGraph.Server.Hosting;

try
{
    var builder = WebApplication.CreateBuilder(args);
    await using var sandbox = await builder.StartSandboxWhereNeededAsync(args);
    builder.AddPortfolioGraph();

    var app = builder.Build();
    app.MapPortfolioGraph();
    return await app.RunWithGraphQLCommandsAsync(args);
}
catch (Exception error) when (error is StartupException or OptionsValidationException)
{
    await Console.Error.WriteLineAsync($"PortfolioGraph did not start. {error.Message}");
    return 1;
}
