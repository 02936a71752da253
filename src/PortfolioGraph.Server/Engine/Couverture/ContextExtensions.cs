namespace PortfolioGraph.Server.Engine;

/// <summary>What the two engines name differently on a resolver's context.</summary>
internal static class ContextExtensions
{
    /// <summary>The field's place in the answer: response names and list indexes from the root.</summary>
    /// <param name="context">The field.</param>
    public static IReadOnlyList<object> ResponsePath(this IResolverContext context) => context.Path;
}
