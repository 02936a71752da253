using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace PortfolioGraph.Upstream.Tests;

/// <summary>Captures all log output of any level: messages, values, scopes and exceptions.</summary>
internal sealed class CapturedLogs : ILoggerProvider
{
    private readonly ConcurrentQueue<(string Category, string Text)> _lines = new();

    public IEnumerable<string> All => _lines.Select(line => line.Text);

    public IEnumerable<string> OfCalls => _lines.Where(line => line.Category.StartsWith("PortfolioGraph.Upstream", StringComparison.Ordinal)).Select(line => line.Text);

    public ILogger CreateLogger(string categoryName) => new Capturing(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Capturing(CapturedLogs logs, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            logs._lines.Enqueue((category, $"scope {state}"));
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(", ", pairs) : "";
            logs._lines.Enqueue((category, $"{logLevel}: {formatter(state, exception)} [{values}] {exception}"));
        }
    }
}
