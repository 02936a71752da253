namespace PortfolioGraph.Server.Engine;

/// <summary>Extensions that cover differences between the two engines' resolver contexts.</summary>
internal static class ContextExtensions
{
    /// <summary>Returns the field's path in the response: response names and list indexes from the root.</summary>
    /// <param name="context">The context of the field.</param>
    public static IReadOnlyList<object> ResponsePath(this IResolverContext context) => context.Path;

    /// <summary>Returns what a function computes from the selections below a field. This engine keeps it with the operation's plan.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="context">The context of the field.</param>
    /// <param name="compute">A static lambda that depends on the selections only.</param>
    public static T FromSelections<T>(this IResolverContext context, Func<IResolverContext, T> compute)
        where T : notnull =>
        context.GetOrAddLookAhead(compute);

    /// <summary>Adds an error for one item of the field's list to the response. The field itself does not fail.</summary>
    /// <param name="context">The context of the field.</param>
    /// <param name="index">The index of the item.</param>
    /// <param name="error">The error without a path.</param>
    public static void ReportAt(this IResolverContext context, int index, IError error) => context.ReportError(error.WithPath([.. context.Path, index]));
}
