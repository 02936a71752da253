using Microsoft.Extensions.DependencyInjection;

namespace Couverture.Execution;

/// <summary>Declares one GraphQL server step by step.</summary>
public interface IRequestExecutorBuilder
{
    /// <summary>The application's services.</summary>
    IServiceCollection Services { get; }
}
