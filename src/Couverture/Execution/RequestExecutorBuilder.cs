using Microsoft.Extensions.DependencyInjection;

namespace Couverture.Execution;

/// <inheritdoc cref="IRequestExecutorBuilder" />
internal sealed class RequestExecutorBuilder(IServiceCollection services, RequestExecutorSetup setup) : IRequestExecutorBuilder
{
    public IServiceCollection Services { get; } = services;

    public RequestExecutorSetup Setup { get; } = setup;
}
