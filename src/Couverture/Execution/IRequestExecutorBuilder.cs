using Microsoft.Extensions.DependencyInjection;

namespace Couverture.Execution;

/// <summary>Configures the GraphQL server.</summary>
public interface IRequestExecutorBuilder
{
    /// <summary>The application's services.</summary>
    IServiceCollection Services { get; }
}

/// <inheritdoc cref="IRequestExecutorBuilder" />
internal sealed class RequestExecutorBuilder(IServiceCollection services, RequestExecutorSetup setup) : IRequestExecutorBuilder
{
    public IServiceCollection Services { get; } = services;

    public RequestExecutorSetup Setup { get; } = setup;
}
