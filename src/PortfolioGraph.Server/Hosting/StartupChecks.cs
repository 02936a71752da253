using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using PortfolioGraph.Core;
using PortfolioGraph.Redis;

namespace PortfolioGraph.Server.Hosting;

/// <summary>Detects invalid settings early, and describes a failed start in one readable line.</summary>
internal static class StartupChecks
{
    /// <summary>Rejects settings that are unknown or cannot be parsed, and addresses that cannot be listened on.</summary>
    /// <param name="builder">The application.</param>
    /// <exception cref="StartupException">A setting is invalid; the message names it.</exception>
    public static void CheckSettings(this WebApplicationBuilder builder)
    {
        // The host logs a failed start with its stack trace. Program writes one line instead.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        foreach (var (section, options) in PortfolioSettings.Sections.Append((RedisOptions.Section, typeof(RedisOptions))))
        {
            foreach (var setting in builder.Configuration.GetSection(section).GetChildren())
                setting.RequireKnown(options);
            builder.Configuration.RequireReadable(section, options);
        }

        foreach (var address in (builder.Configuration[WebHostDefaults.ServerUrlsKey] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            CheckAddress(address);
    }

    /// <summary>Returns the reason of a failed start in one line. Null if only the stack trace explains the failure.</summary>
    /// <param name="error">The exception that ended the start.</param>
    public static string? Explain(Exception error) => error switch
    {
        StartupException or OptionsValidationException => error.Message,
        AggregateException several when several.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            string.Join(' ', several.InnerExceptions.Select(inner => inner.Message)),
        IOException { InnerException: AddressInUseException } => $"{error.Message.TrimEnd('.')}. Set ASPNETCORE_URLS or --urls to a free address.",
        _ => null,
    };

    private static void CheckAddress(string address)
    {
        try
        {
            if (BindingAddress.Parse(address).Port is >= 0 and <= ushort.MaxValue)
                return;
        }
        catch (FormatException)
        {
            // Reported below.
        }

        throw new StartupException($"ASPNETCORE_URLS or --urls must be an address to listen on, such as http://localhost:5000 (was {address}).");
    }
}

/// <summary>Thrown when a setting prevents the server from starting. The message names the setting and what to do.</summary>
/// <param name="message">The message, in one line.</param>
internal sealed class StartupException(string message) : Exception(message);
