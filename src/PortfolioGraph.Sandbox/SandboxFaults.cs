using System.Collections.ObjectModel;

namespace PortfolioGraph.Sandbox;

/// <summary>The active faults. The first fault that matches a call is applied. The collection may be changed while the sandbox runs.</summary>
public sealed class SandboxFaults : Collection<SandboxFault>
{
    private readonly Lock _lock = new();

    /// <summary>Returns the fault to apply to a call and counts it as applied. Null if the call gets the correct response.</summary>
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
