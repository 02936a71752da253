using Couverture.AspNetCore.Commands;

namespace Microsoft.Extensions.Hosting;

/// <summary>Runs a GraphQL server, or a command on its schema.</summary>
public static class GraphQLCommandsHostExtensions
{
    /// <summary>
    /// Runs the command the arguments name, <c>schema export [--output file]</c>, without starting the host; any other arguments
    /// start the host and wait until it stops.
    /// </summary>
    /// <param name="host">The application; it is disposed at the end.</param>
    /// <param name="args">The arguments of the process.</param>
    /// <returns>The exit code: 0 where all went well.</returns>
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
