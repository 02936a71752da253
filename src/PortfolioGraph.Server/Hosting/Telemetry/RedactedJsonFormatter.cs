using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Writes log entries as the framework's JSON formatter does, with shortened addresses. ASP.NET's scopes contain the path of the request, and with it the address of a report.
/// </summary>
/// <param name="services">The formatters. They are resolved at the first entry, because this formatter is one of them.</param>
internal sealed class RedactedJsonFormatter(IServiceProvider services) : ConsoleFormatter(FormatterName)
{
    /// <summary>The name of the formatter.</summary>
    public const string FormatterName = "portfoliograph-json";

    private readonly Lazy<ConsoleFormatter> _json = new(() => services.GetServices<ConsoleFormatter>().Single(static formatter => formatter.Name == ConsoleFormatterNames.Json));

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        using var entry = new StringWriter();
        _json.Value.Write(logEntry, scopeProvider, entry);
        textWriter.Write(AddressText.Shorten(entry.ToString()));
    }
}
