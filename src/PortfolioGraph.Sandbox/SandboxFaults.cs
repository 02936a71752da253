using System.Collections.ObjectModel;

namespace PortfolioGraph.Sandbox;

/// <summary>The faults in force, the first that fits a call is played. May be changed while the sandbox serves.</summary>
public sealed class SandboxFaults : Collection<SandboxFault>
{
    private readonly Lock _lock = new();

    /// <summary>The fault for one call, counted as played; null when the call is to be answered truly.</summary>
    internal SandboxFault? Match(string path, IReadOnlyList<string> addresses)
    {
        lock (_lock)
        {
            foreach (var fault in this)
            {
                if (fault.TimesApplied >= fault.Times || !Matches(fault, path, addresses))
                    continue;
                fault.TimesApplied++;
                return fault;
            }

            return null;
        }
    }

    /// <inheritdoc/>
    protected override void InsertItem(int index, SandboxFault item)
    {
        lock (_lock)
            base.InsertItem(index, item);
    }

    /// <inheritdoc/>
    protected override void SetItem(int index, SandboxFault item)
    {
        lock (_lock)
            base.SetItem(index, item);
    }

    /// <inheritdoc/>
    protected override void RemoveItem(int index)
    {
        lock (_lock)
            base.RemoveItem(index);
    }

    /// <inheritdoc/>
    protected override void ClearItems()
    {
        lock (_lock)
            base.ClearItems();
    }

    private static bool Matches(SandboxFault fault, string path, IReadOnlyList<string> addresses)
    {
        var route = fault.Route.EndsWith('*')
            ? path.StartsWith(fault.Route[..^1], StringComparison.Ordinal)
            : path == fault.Route;
        return route && (fault.Address is null || addresses.Contains(fault.Address, StringComparer.OrdinalIgnoreCase));
    }
}
