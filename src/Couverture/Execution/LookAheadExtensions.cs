namespace Couverture.Execution;

/// <summary>Extension methods for looking ahead.</summary>
public static class LookAheadExtensions
{
    /// <summary>
    /// Returns what a function computes from the selections below the field. It is kept with the plan of the operation, so that it is computed once for all objects and requests.
    /// </summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="context">The context of the field.</param>
    /// <param name="compute">
    /// A function that depends only on <see cref="IResolverContext.Select"/> and <see cref="IResolverContext.IsSelected"/>. Its identity is the key, so pass a static lambda or a
    /// delegate from a static field.
    /// </param>
    public static T GetOrAddLookAhead<T>(this IResolverContext context, Func<IResolverContext, T> compute)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(compute);
        return context is SelectedFieldContext field ? field.GetOrAddLookAhead(compute) : compute(context);
    }
}
