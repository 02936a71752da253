using Couverture.DataLoaders;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Couverture.Execution;

/// <summary>The services and options that all operations of one executor share.</summary>
internal sealed partial class ExecutionServices(
    IServiceProvider services,
    RequestExecutorSetup setup,
    RequestExecutorOptions options,
    TimeProvider timeProvider,
    ILogger<IRequestExecutor> logger)
{
    private static readonly DataLoaderOptions LoaderOptions = new();

    public RequestExecutorOptions Options { get; } = options;

    public TimeProvider TimeProvider { get; } = timeProvider;

    public AsyncServiceScope CreateScope() => services.CreateAsyncScope();

    public object CreateLoader(Type loader, IServiceProvider scope, IBatchScheduler scheduler) =>
        setup.DataLoaders.TryGetValue(loader, out var create)
            ? create(scope, scheduler, LoaderOptions)
            : throw new InvalidOperationException($"The DataLoader {loader} is not registered. Add it with AddDataLoader.");

    /// <summary>Logs an unexpected exception and returns the error that replaces it in the response.</summary>
    public IError CreateUnexpectedError(Exception exception, IReadOnlyList<object> path)
    {
        LogUnexpected(exception, string.Join('.', path));
        var error = new Error("Unexpected Execution Error", ErrorCodes.Internal, Exception: exception);
        return Options.IncludeExceptionDetails
            ? error.SetExtension("message", exception.Message).SetExtension("stackTrace", exception.StackTrace)
            : error;
    }

    [LoggerMessage(LogLevel.Error, "A resolver failed at {Path}")]
    private partial void LogUnexpected(Exception exception, string path);

    [LoggerMessage(LogLevel.Error, "Work that a resolver started failed outside any field")]
    public partial void LogUnhandled(Exception exception);
}
