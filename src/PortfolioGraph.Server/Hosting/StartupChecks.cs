using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Hosting;

/// <summary>Finds what keeps the server from starting, early and as one readable line.</summary>
internal static class StartupChecks
{
    /// <summary>Refuses settings that cannot be read, and addresses that cannot be listened on.</summary>
    /// <param name="builder">The application.</param>
    /// <exception cref="StartupException">The message names the setting.</exception>
    public static void CheckSettings(this WebApplicationBuilder builder)
    {
        // The host tells a failed start with its whole stack; Program tells it in one line.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        foreach (var (section, options) in PortfolioSettings.Sections)
            builder.Configuration.RequireReadable(section, options);
        foreach (var address in (builder.Configuration[WebHostDefaults.ServerUrlsKey] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            CheckAddress(address);
    }

    /// <summary>Why the server did not start, as one line; null for a fault that only its stack explains.</summary>
    /// <param name="error">What ended the start.</param>
    public static string? Explain(Exception error) => error switch
    {
        StartupException or OptionsValidationException => error.Message,
        AggregateException several when several.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            string.Join(' ', several.InnerExceptions.Select(inner => inner.Message)),
        IOException { InnerException: AddressInUseException } => $"{error.Message.TrimEnd('.')}. Set ASPNETCORE_URLS or --urls to a free one.",
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
            // Said below.
        }

        throw new StartupException($"ASPNETCORE_URLS or --urls names no address to listen on: {address}. One is written http://localhost:5000.");
    }
}

/// <summary>A setting that keeps the server from starting; the message names it and says what to do.</summary>
/// <param name="message">One readable line.</param>
internal sealed class StartupException(string message) : Exception(message);
