namespace PortfolioGraph.Server.Hosting;

/// <summary>A setting that keeps the server from starting; the message names it and says what to do.</summary>
/// <param name="message">One readable line.</param>
internal sealed class StartupException(string message) : Exception(message);
