using Xunit.Abstractions;
using Xunit.Sdk;

namespace PortfolioGraph.Server.Tests.Hosting;

/// <summary>
/// Marks tests that are expected to fail where the server is built on HotChocolate, since that engine does otherwise what they ask for. A run there is judged by
/// <c>--filter "HotChocolate!=differs"</c>: everything else must pass.
/// </summary>
/// <param name="reason">What the other engine does.</param>
[TraitDiscoverer("PortfolioGraph.Server.Tests.Hosting." + nameof(DiffersOnHotChocolateDiscoverer), "PortfolioGraph.Server.Tests")]
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class DiffersOnHotChocolateAttribute(string reason) : Attribute, ITraitAttribute
{
    /// <summary>What the other engine does.</summary>
    public string Reason => reason;
}

/// <summary>Gives the marked tests their trait.</summary>
public sealed class DiffersOnHotChocolateDiscoverer : ITraitDiscoverer
{
    /// <inheritdoc />
    public IEnumerable<KeyValuePair<string, string>> GetTraits(IAttributeInfo traitAttribute) => [KeyValuePair.Create("HotChocolate", "differs")];
}
