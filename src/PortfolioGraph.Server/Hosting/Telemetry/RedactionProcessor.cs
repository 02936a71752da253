using System.Diagnostics;
using OpenTelemetry;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Removes from spans what may identify a wallet or a client: query strings, the client's own data, and all but the ends of addresses, for example in the path of a report. It covers the
/// spans of all libraries, so that a new one cannot disclose an address.
/// </summary>
internal sealed class RedactionProcessor : BaseProcessor<Activity>
{
    // Clients choose these values, and they do not help to find a problem of the server.
    private static readonly string[] Removed = ["url.query", "user_agent.original", "client.address", "client.port", "network.peer.address", "network.peer.port"];

    public override void OnEnd(Activity data)
    {
        foreach (var name in Removed)
        {
            if (data.GetTagItem(name) is not null)
                data.SetTag(name, null);
        }

        List<(string Name, string Value)>? changed = null;
        foreach (var tag in data.EnumerateTagObjects())
        {
            if (tag.Value is string text && AddressText.Shorten(text) is var shortened && !ReferenceEquals(shortened, text))
                (changed ??= []).Add((tag.Key, shortened));
        }

        foreach (var (name, value) in changed ?? [])
            data.SetTag(name, value);
        if (AddressText.Shorten(data.DisplayName) is var displayName && displayName != data.DisplayName)
            data.DisplayName = displayName;
        if (data.TraceStateString is { } state && AddressText.Shorten(state) != state)
        {
            // Not null, because a span without a state of its own has that of its parent.
            data.TraceStateString = "";
        }
    }
}
