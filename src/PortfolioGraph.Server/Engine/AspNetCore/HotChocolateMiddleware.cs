using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Engine;

/// <summary>What stands in front of HotChocolate at and below <c>/graphql</c>, in its order.</summary>
/// <param name="settings">The limits.</param>
internal sealed class HotChocolateMiddleware(ServerOptions settings) : IEngineMiddleware
{
    public void UseIn(IApplicationBuilder branch) => branch.UseWhen(
        context => context.Request.Path.StartsWithSegments("/graphql"),
        graph =>
        {
            if (settings.Ide)
                graph.UseMiddleware<IdePolicy>();
            graph.UseMiddleware<ConditionalResponses>().UseMiddleware<RequestGate>().UseMiddleware<SocketGate>();
        });
}
