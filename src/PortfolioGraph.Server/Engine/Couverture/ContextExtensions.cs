namespace PortfolioGraph.Server.Engine;

/// <summary>Extensions that cover differences between the two engines' resolver contexts.</summary>
internal static class ContextExtensions
{
    /// <summary>Returns the field's path in the response: response names and list indexes from the root.</summary>
    /// <param name="context">The context of the field.</param>
    public static IReadOnlyList<object> ResponsePath(this IResolverContext context) => context.Path;
}
