using Couverture.AspNetCore.Commands;

namespace Microsoft.Extensions.Hosting;

/// <summary>Runs a GraphQL server or one of its schema commands.</summary>
public static class GraphQLCommandsHostExtensions
{
    /// <summary>
    /// Runs the command <c>schema export [--output file]</c> without starting the host. With any other arguments, starts the host and
    /// waits until it stops.
    /// </summary>
    /// <param name="host">The application; disposed before the method returns.</param>
    /// <param name="args">The arguments of the process.</param>
    /// <returns>The exit code: 0 on success.</returns>
    public static async Task<int> RunWithGraphQLCommandsAsync(this IHost host, string[] args)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(args);
        if (args is not [SchemaCommand.Name, ..])
        {
            await host.RunAsync();
            return 0;
        }
        try
        {
            return await SchemaCommand.InvokeAsync(host.Services, args, Console.OpenStandardOutput(), Console.Error);
        }
        finally
        {
            if (host is IAsyncDisposable disposable)
                await disposable.DisposeAsync();
            else
                host.Dispose();
        }
    }
}
