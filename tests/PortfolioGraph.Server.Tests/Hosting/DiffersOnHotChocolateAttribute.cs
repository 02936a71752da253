using Xunit.Abstractions;
using Xunit.Sdk;

namespace PortfolioGraph.Server.Tests.Hosting;

/// <summary>
/// Marks tests that are expected to fail if the server is built with HotChocolate, because the behavior of that engine differs. Run the tests of such a build with
/// <c>--filter "HotChocolate!=differs"</c>; all others must pass.
/// </summary>
/// <param name="reason">How HotChocolate differs.</param>
[TraitDiscoverer("PortfolioGraph.Server.Tests.Hosting." + nameof(DiffersOnHotChocolateDiscoverer), "PortfolioGraph.Server.Tests")]
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class DiffersOnHotChocolateAttribute(string reason) : Attribute, ITraitAttribute
{
    /// <summary>How HotChocolate differs.</summary>
    public string Reason => reason;
}

/// <summary>Adds the trait <c>HotChocolate=differs</c> to marked tests.</summary>
public sealed class DiffersOnHotChocolateDiscoverer : ITraitDiscoverer
{
    /// <inheritdoc />
    public IEnumerable<KeyValuePair<string, string>> GetTraits(IAttributeInfo traitAttribute) => [KeyValuePair.Create("HotChocolate", "differs")];
}
