using System.Collections;
using Couverture.Cost;
using Couverture.Types;

namespace Couverture.Data;

/// <summary>Turns fields with a <see cref="PagingDefinition"/> into connections and makes the types they need, one set for each connection name.</summary>
internal sealed class ConnectionTypes(PagingOptions options, bool tellsCost, List<string> errors)
{
    private const string PageInfo = "PageInfo";
    private readonly Dictionary<string, (ObjectTypeDefinition Type, TypeReference Node)> _connections = new(StringComparer.Ordinal);

    /// <summary>Expands one field, if it pages; gives the types that are new with it.</summary>
    public IReadOnlyList<TypeDefinition> Expand(ComplexTypeDefinition type, FieldDefinition field)
    {
        if (field.Paging is not { } paging)
            return [];
        var coordinate = $"{type.Name}.{field.Name}";
        var size = new PageSize(
            coordinate,
            paging.DefaultPageSize > 0 ? paging.DefaultPageSize : options.DefaultPageSize,
            paging.MaxPageSize > 0 ? paging.MaxPageSize : options.MaxPageSize);
        if (size.Default > size.Max)
            errors.Add($"{coordinate}: the default page size {size.Default} is greater than the maximum {size.Max}.");

        var node = field.Type is TypeReference.NonNullOf nonNull ? nonNull.Inner : field.Type;
        var created = Connect(coordinate, paging, node);
        var firstArgument = field.Arguments.Count;
        foreach (var argument in Arguments(paging.AllowBackwardPagination, size))
            field.Arguments.Add(argument);
        field.Type = TypeReference.Named(paging.ConnectionName + "Connection");
        field.Resolver = field.Resolver is { } inner ? Page(inner, firstArgument, paging.AllowBackwardPagination, size) : null;
        if (tellsCost && field.Directives.All(d => d.Name.Value != CostDirectives.ListSizeName))
            field.Directives.Add(CostDirectives.ListSize(size.Default, paging.AllowBackwardPagination ? ["first", "last"] : ["first"], ["edges", "nodes"], requireOneSlicingArgument: false));
        field.Paging = null;
        return created;
    }

    private List<TypeDefinition> Connect(string coordinate, PagingDefinition paging, TypeReference node)
    {
        var created = new List<TypeDefinition>();
        if (!_connections.TryGetValue(paging.ConnectionName, out var connection))
        {
            if (_connections.Count == 0)
                created.Add(PageInfoType());
            connection = (ConnectionType(paging.ConnectionName, node), node);
            _connections.Add(paging.ConnectionName, connection);
            created.AddRange([connection.Type, EdgeType(paging.ConnectionName, node)]);
        }
        else if (connection.Node != node)
        {
            errors.Add($"{coordinate}: another field gives the connection {paging.ConnectionName} nodes of another type.");
        }

        if ((paging.IncludeTotalCount || options.IncludeTotalCount) && connection.Type.Fields.All(f => f.Name != "totalCount"))
            connection.Type.Fields.Insert(3, Member("totalCount", TypeReference.Of<int>().NonNull(), "How many items the whole list has.", c => ((Connection)c).TotalCount));
        return created;
    }

    private static IEnumerable<ArgumentDefinition> Arguments(bool backward, PageSize size)
    {
        yield return Argument("first", TypeReference.Of<int>(), $"How many items to give from the start of the list: 1 to {size.Max}, {size.Default} where nothing is asked for.");
        yield return Argument("after", TypeReference.Of<string>(), "Give the items that follow the one of this cursor.");
        if (!backward)
            yield break;
        yield return Argument("last", TypeReference.Of<int>(), $"How many items to give from the end of the list: 1 to {size.Max}.");
        yield return Argument("before", TypeReference.Of<string>(), "Give the items that precede the one of this cursor.");
    }

    private static ArgumentDefinition Argument(string name, TypeReference type, string description) =>
        new() { Name = name, Type = type, Description = description };

    // The arguments are checked before the resolver runs, so that a bad page costs nothing.
    private static FieldResolver Page(FieldResolver inner, int firstArgument, bool backward, PageSize size) => inner switch
    {
        FieldResolver.Member member => new FieldResolver.Sync(context =>
        {
            var page = size.Read(context, firstArgument, backward);
            return Slice(member.Resolve(context.Parent<object>()), page);
        }),
        FieldResolver.Sync sync => new FieldResolver.Sync(context =>
        {
            var page = size.Read(context, firstArgument, backward);
            return Slice(sync.Resolve(context), page);
        }),
        FieldResolver.Async asynchronous => new FieldResolver.Async(async context =>
        {
            var page = size.Read(context, firstArgument, backward);
            return Slice(await asynchronous.Resolve(context), page);
        }),
        _ => throw new InvalidOperationException($"No resolver is a {inner.GetType().Name}."),
    };

    private static Connection? Slice(object? sequence, PageArguments page) =>
        sequence is null ? null : Connection.Over((IEnumerable)sequence, page);

    private static ObjectTypeDefinition ConnectionType(string name, TypeReference node) => Type(
        name + "Connection",
        "A connection to a list of items.",
        Member("pageInfo", TypeReference.Named(PageInfo).NonNull(), "Where this page stands in the list.", c => c),
        Member("edges", TypeReference.Named(name + "Edge").NonNull().List(), "The items of this page, each with its cursor.", c => ((Connection)c).Edges),
        Member("nodes", node.NonNull().List(), "The items of this page.", c => new NodeList(((Connection)c).Edges)));

    private static ObjectTypeDefinition EdgeType(string name, TypeReference node) => Type(
        name + "Edge",
        "An edge in a connection.",
        Member("cursor", TypeReference.Of<string>().NonNull(), "The item's place in the list, for the arguments after and before.", e => ((Edge)e).Cursor),
        Member("node", node.NonNull(), "The item.", e => ((Edge)e).Node));

    private static ObjectTypeDefinition PageInfoType() => Type(
        PageInfo,
        "Information about pagination in a connection.",
        Member("hasNextPage", TypeReference.Of<bool>().NonNull(), "Whether more items follow this page.", c => ((Connection)c).HasNextPage),
        Member("hasPreviousPage", TypeReference.Of<bool>().NonNull(), "Whether more items precede this page.", c => ((Connection)c).HasPreviousPage),
        Member("startCursor", TypeReference.Of<string>(), "The cursor of the first item; null for an empty page.", c => ((Connection)c).Edges is [var first, ..] ? first.Cursor : null),
        Member("endCursor", TypeReference.Of<string>(), "The cursor of the last item; null for an empty page.", c => ((Connection)c).Edges is [.., var last] ? last.Cursor : null));

    private static ObjectTypeDefinition Type(string name, string description, params FieldDefinition[] fields)
    {
        var type = new ObjectTypeDefinition(name) { Description = description };
        foreach (var field in fields)
            type.Fields.Add(field);
        return type;
    }

    private static FieldDefinition Member(string name, TypeReference type, string description, Func<object, object?> value) =>
        new() { Name = name, Type = type, Description = description, Resolver = new FieldResolver.Member(value) };
}
