#pragma warning disable CA1050, MA0047 // The runtime looks for this name, without a namespace, in the assembly that DOTNET_STARTUP_HOOKS names.

/// <summary>Loads this assembly into a server's process, where the host then finds <see cref="PortfolioGraph.Load.Running.SkewedClock"/> by its name.</summary>
internal static class StartupHook
{
    /// <summary>Called by the runtime before the program starts.</summary>
    public static void Initialize()
    {
    }
}
