using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Hosting;

/// <summary>Registers access control: CORS, origins, API keys and request limits.</summary>
internal static class AccessControlExtensions
{
    /// <summary>Adds the server options and the services that enforce them.</summary>
    /// <param name="builder">The application.</param>
    /// <returns>The options.</returns>
    /// <exception cref="StartupException">A setting is invalid; the message names it.</exception>
    public static ServerOptions AddAccessControl(this WebApplicationBuilder builder)
    {
        var settings = ServerProfiles.Read(builder.Configuration, builder.Environment);
        const string HonorClientCacheControl = $"{CacheOptions.Section}:{nameof(CacheOptions.HonorClientCacheControl)}";
        if (string.IsNullOrEmpty(builder.Configuration[HonorClientCacheControl]))
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { [HonorClientCacheControl] = settings.HonorClientCacheControl.ToString() });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<ApiKeys>();
        builder.Services.AddSingleton<RejectedOriginLog>();
        builder.Services.AddSingleton<RequestLimits>();
        builder.Services.AddSingleton<IConfigureOptions<RateLimiterOptions>>(services => services.GetRequiredService<RequestLimits>());
        builder.Services.AddRateLimiter(_ => { });
        builder.Services.AddCors();
        return settings;
    }

    /// <summary>Adds the middleware that checks the origin, the API key and the limits of requests.</summary>
    /// <param name="branch">The branch of the pipeline that serves data.</param>
    /// <param name="settings">The options.</param>
    public static IApplicationBuilder UseAccessControl(this IApplicationBuilder branch, ServerOptions settings)
    {
        branch.UseMiddleware<OriginMiddleware>();
        if (OriginMiddleware.HasForeignOrigins(settings))
        {
            branch.UseCors(policy => policy
                .SetIsOriginAllowed(origin => OriginMiddleware.IsForeignOriginAllowed(settings, origin))
                .WithMethods(HttpMethods.Get, HttpMethods.Post, HttpMethods.Put, HttpMethods.Delete)
                .AllowAnyHeader()
                .WithExposedHeaders(HeaderNames.ETag, HeaderNames.Age, HeaderNames.RetryAfter, "RateLimit", "RateLimit-Policy", UpstreamHeaderMiddleware.HeaderName)
                .SetPreflightMaxAge(settings.PreflightMaxAge));
        }

        var limits = branch.ApplicationServices.GetRequiredService<RequestLimits>();
        return branch.UseMiddleware<ApiKeyMiddleware>().UseRateLimiter().Use((context, next) =>
        {
            limits.WriteHeaders(context);
            return next(context);
        });
    }
}
