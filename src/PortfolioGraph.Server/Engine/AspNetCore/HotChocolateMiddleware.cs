using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Engine;

/// <summary>Adds the middleware that runs before HotChocolate at and below <c>/graphql</c>, in order.</summary>
/// <param name="settings">The limits.</param>
internal sealed class HotChocolateMiddleware(ServerOptions settings) : IEngineMiddleware
{
    public void UseIn(IApplicationBuilder branch) => branch.UseWhen(
        context => context.Request.Path.StartsWithSegments("/graphql"),
        graph =>
        {
            if (settings.Ide)
                graph.UseMiddleware<IdePolicyMiddleware>();
            graph.UseMiddleware<ConditionalRequestMiddleware>().UseMiddleware<RequestFilterMiddleware>().UseMiddleware<WebSocketFilterMiddleware>();
        });
}
