namespace PortfolioGraph.Server.Types.Filters;

/// <summary>Reads what a client wrote in <c>where</c> and <c>order</c>. Both engines replace variables in the literals.</summary>
internal static class ArgumentLiterals
{
    /// <summary>The argument that filters a list.</summary>
    public const string Where = "where";

    /// <summary>The argument that sorts a list.</summary>
    public const string Order = "order";

    /// <summary>Whether an argument has a condition or a sort key on a field of this name, at any depth. A field whose operations are variables without values has none.</summary>
    /// <param name="context">The context of the list field.</param>
    /// <param name="argument">The argument.</param>
    /// <param name="field">The name of the input field.</param>
    public static bool Mentions(this IResolverContext context, string argument, string field) =>
        context.ArgumentLiteral<IValueNode>(argument) is var given && given is ObjectValueNode or ListValueNode && Mentions(given, field);

    /// <summary>Whether the filter or the sort keys of a list compare a field of this name. The list must then be loaded with that field.</summary>
    /// <param name="context">The context of the list field.</param>
    /// <param name="field">The name of the input field.</param>
    public static bool QueriesBy(this IResolverContext context, string field) => context.Mentions(Where, field) || context.Mentions(Order, field);

    /// <summary>Returns the sort keys of a list in order, each with its path in the input type, for example <c>token.symbol</c>.</summary>
    /// <param name="context">The context of the list field.</param>
    public static IReadOnlyList<(string Path, bool IsDescending)> ReadSortKeys(this IResolverContext context) =>
        context.ArgumentLiteral<IValueNode>(Order) is var order && order is ObjectValueNode or ListValueNode ? [.. ReadSortKeys(order, "")] : [];

    /// <summary>Returns the sort keys of each item of the list in <c>order</c>. A single object is a list of that object.</summary>
    /// <param name="context">The context of the list field.</param>
    public static IReadOnlyList<IReadOnlyList<(string Path, bool IsDescending)>> ReadSortItems(this IResolverContext context)
    {
        var order = context.ArgumentLiteral<IValueNode>(Order);
        if (order is not (ObjectValueNode or ListValueNode))
            return [];
        return [.. (order is ListValueNode list ? list.Items : [order]).Select(static item => (IReadOnlyList<(string Path, bool IsDescending)>)[.. ReadSortKeys(item, "")])];
    }

    private static IEnumerable<(string Path, bool IsDescending)> ReadSortKeys(IValueNode value, string path) => value switch
    {
        ListValueNode list => list.Items.SelectMany(item => ReadSortKeys(item, path)),
        ObjectValueNode fields => fields.Fields.SelectMany(field => ReadSortKeys(field.Value, path.Length == 0 ? field.Name.Value : $"{path}.{field.Name.Value}")),
        EnumValueNode direction => [(path, direction.Value == "DESC")],
        _ => [],
    };

    private static bool Mentions(IValueNode value, string field) => value switch
    {
        ObjectValueNode fields => fields.Fields.Any(given => given.Name.Value == field ? Compares(given) : Mentions(given.Value, field)),
        ListValueNode list => list.Items.Any(item => Mentions(item, field)),
        _ => false,
    };

    // An empty list is a condition as the value of an operation, but not as the items of a combination.
    private static bool Compares(ObjectFieldNode given) => given.Value switch
    {
        ObjectValueNode fields => fields.Fields.Any(Compares),
        ListValueNode list when given.Name.Value is "and" or "or" => list.Items.OfType<ObjectValueNode>().Any(static item => item.Fields.Any(Compares)),
        _ => true,
    };
}
