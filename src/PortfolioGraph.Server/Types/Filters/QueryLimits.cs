using System.Globalization;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Filters;

/// <summary>The rules for <c>where</c> and <c>order</c> that the schema cannot express. They also hold inside variables.</summary>
internal static class QueryLimits
{
    /// <summary>The maximum number of operations in one filter.</summary>
    public const int MaxOperations = 100;

    /// <summary>The maximum nesting depth of objects in one filter.</summary>
    public const int MaxDepth = 10;

    /// <summary>The maximum number of values of one operation, and of items of <c>and</c> and <c>or</c>.</summary>
    public const int MaxListItems = 500;

    /// <summary>The maximum number of sort keys.</summary>
    public const int MaxSortKeys = 10;

    /// <summary>Checks the filter and the sort keys of a list before it is loaded.</summary>
    /// <param name="context">The context of the list field.</param>
    /// <exception cref="GraphQLException">LIMIT_EXCEEDED, or GRAPHQL_ARGUMENT_INVALID for several sort keys in one object; the error names the argument.</exception>
    public static void CheckQueryLimits(this IResolverContext context)
    {
        var operations = 0;
        Check(context.ArgumentLiteral<IValueNode>(ArgumentLiterals.Where), 0, ref operations);
        if (operations > MaxOperations)
            throw TooMuch(ArgumentLiterals.Where, "operations", MaxOperations);
        var keysByItem = context.ReadSortItems();
        if (keysByItem.Count == 0)
            return;
        if (keysByItem.Sum(static keys => keys.Count) > MaxSortKeys)
            throw TooMuch(ArgumentLiterals.Order, "sort keys", MaxSortKeys);
        // The order of an object's members is not significant to caches of clients, so one cache entry would hold the results of two orders.
        if (keysByItem.FirstOrDefault(static keys => keys.Count > 1) is { } several)
            throw SeveralSortKeys(several);
    }

    private static void Check(IValueNode value, int depth, ref int operations)
    {
        switch (value)
        {
            case ObjectValueNode when depth == MaxDepth:
                throw TooMuch(ArgumentLiterals.Where, "levels", MaxDepth);
            case ObjectValueNode fields:
                foreach (var field in fields.Fields)
                    Check(field.Value, depth + 1, ref operations);
                break;
            case ListValueNode list when list.Items.Count > MaxListItems:
                throw TooMuch(ArgumentLiterals.Where, "items in a list", MaxListItems);
            case ListValueNode list when list.Items.Any(static item => item is ObjectValueNode):
                foreach (var item in list.Items)
                    Check(item, depth, ref operations);
                break;
            default:
                operations++;
                break;
        }
    }

    private static GraphQLException SeveralSortKeys(IReadOnlyList<(string Path, bool IsDescending)> keys) => new(
        ErrorBuilder.New()
            .SetMessage($"The argument `{ArgumentLiterals.Order}` has several sort keys in one object: {string.Join(", ", keys.Select(static key => $"`{key.Path}`"))}. Give each sort key an object of its own in the list.")
            .SetCode(EngineErrorCodes.ArgumentInvalid)
            .SetExtension("argument", ArgumentLiterals.Order)
            .Build());

    private static GraphQLException TooMuch(string argument, string what, int limit) => new(
        ErrorBuilder.New()
            .SetMessage(string.Create(CultureInfo.InvariantCulture, $"The argument `{argument}` has more than {limit} {what}. Simplify it, or load the list without it."))
            .SetCode(EngineErrorCodes.LimitExceeded)
            .SetExtension("argument", argument)
            .SetExtension("limit", limit)
            .Build());
}
