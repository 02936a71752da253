using System.Globalization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Load.Running;

[assembly: HostingStartup(typeof(SkewedClock))]

namespace PortfolioGraph.Load.Running;

/// <summary>
/// Makes the wall clock of a server wrong. The server's process loads this assembly by settings of the runtime and of the host, without any code of its own. Its timers are not affected,
/// as those of a machine with a wrong clock are not.
/// </summary>
internal sealed class SkewedClock : IHostingStartup
{
    private const string Variable = "CLOCK_OFFSET";

    /// <summary>Returns the environment of a server whose clock is ahead.</summary>
    /// <param name="offset">By how much.</param>
    public static IReadOnlyDictionary<string, string> Ahead(TimeSpan offset) => new Dictionary<string, string>
    {
        [Variable] = offset.ToString("c", CultureInfo.InvariantCulture),
        ["DOTNET_STARTUP_HOOKS"] = typeof(SkewedClock).Assembly.Location,
        ["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = typeof(SkewedClock).Assembly.GetName().Name!,
    };

    /// <inheritdoc/>
    public void Configure(IWebHostBuilder builder)
    {
        if (TimeSpan.TryParse(Environment.GetEnvironmentVariable(Variable), CultureInfo.InvariantCulture, out var offset))
            builder.ConfigureServices(services => services.AddSingleton<TimeProvider>(new Clock(offset)));
    }

    private sealed class Clock(TimeSpan offset) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + offset;
    }
}
