namespace PortfolioGraph.Server.Hosting;

/// <summary>What an engine needs in front of itself, behind everything that decides whether a client may ask; registered as a service.</summary>
internal interface IEngineMiddleware
{
    /// <summary>Adds the part.</summary>
    /// <param name="branch">The part of the application that gives data.</param>
    void UseIn(IApplicationBuilder branch);
}
