namespace PortfolioGraph.Server.Hosting;

/// <summary>Middleware that a GraphQL engine needs, placed after access control. Registered as a service.</summary>
internal interface IEngineMiddleware
{
    /// <summary>Adds the middleware.</summary>
    /// <param name="branch">The branch of the pipeline that serves data.</param>
    void UseIn(IApplicationBuilder branch);
}
