using System.CommandLine;
using Couverture.AspNetCore.Sdl;
using Microsoft.Extensions.DependencyInjection;

namespace Couverture.AspNetCore.Commands;

/// <summary>The command <c>schema</c> of a GraphQL server's command line.</summary>
internal static class SchemaCommand
{
    public const string Name = "schema";

    /// <summary>Parses the arguments and runs the command.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="args">All arguments, <see cref="Name"/> first.</param>
    /// <param name="output">Receives the schema if the arguments name no file.</param>
    /// <param name="error">Receives error messages.</param>
    /// <returns>The exit code: 0 on success, 1 on failure.</returns>
    public static Task<int> InvokeAsync(IServiceProvider services, IReadOnlyList<string> args, Stream output, TextWriter error)
    {
        var file = new Option<FileInfo?>("--output") { Description = "The file to write. Default: standard output." };
        var export = new Command("export", "Writes the schema in the schema definition language.") { file };
        export.SetAction((parsed, cancellationToken) => ExportAsync(services, parsed.GetValue(file), output, error, cancellationToken));
        var root = new RootCommand("A GraphQL server.") { new Command(Name, "Works on the schema.") { export } };
        return root.Parse(args).InvokeAsync(new InvocationConfiguration { Error = error });
    }

    private static async Task<int> ExportAsync(
        IServiceProvider services, FileInfo? file, Stream output, TextWriter error, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> schema;
        try
        {
            schema = services.GetRequiredService<SchemaDocument>().Utf8;
        }
        catch (Exception exception) when (exception is SchemaException or InvalidOperationException)
        {
            await error.WriteLineAsync(exception.Message);
            return 1;
        }
        try
        {
            if (file is null)
                await output.WriteAsync(schema, cancellationToken);
            else
                await File.WriteAllBytesAsync(file.FullName, schema, cancellationToken);
            return 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"The schema cannot be written: {exception.Message}");
            return 1;
        }
    }
}
