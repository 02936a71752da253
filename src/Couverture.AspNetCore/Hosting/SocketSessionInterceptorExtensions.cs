using Couverture.AspNetCore.Subscriptions;
using Couverture.Execution;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers interceptors of socket sessions.</summary>
public static class SocketSessionInterceptorExtensions
{
    /// <summary>Registers the interceptor of socket connections and their operations, replacing any earlier one.</summary>
    /// <typeparam name="T">The interceptor, registered as a singleton.</typeparam>
    /// <param name="builder">The builder.</param>
    public static IRequestExecutorBuilder AddSocketSessionInterceptor<T>(this IRequestExecutorBuilder builder)
        where T : class, ISocketSessionInterceptor
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton<ISocketSessionInterceptor, T>());
        return builder;
    }
}
