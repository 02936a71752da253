using Couverture.AspNetCore.Subscriptions;
using Couverture.Execution;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets an application have its say on sockets.</summary>
public static class SocketSessionInterceptorExtensions
{
    /// <summary>Sets what decides on sockets and their operations; it replaces that of an earlier call.</summary>
    /// <typeparam name="T">The interceptor, made once.</typeparam>
    /// <param name="builder">The server's declaration.</param>
    public static IRequestExecutorBuilder AddSocketSessionInterceptor<T>(this IRequestExecutorBuilder builder)
        where T : class, ISocketSessionInterceptor
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton<ISocketSessionInterceptor, T>());
        return builder;
    }
}
