using Couverture.Cost;
using Couverture.Data.Filtering;
using Couverture.Data.Sorting;
using Couverture.Types;

namespace Couverture.Data;

/// <summary>Turns fields with a <see cref="PagingDefinition"/> into connections. Creates one set of types per connection name.</summary>
internal sealed class ConnectionTypeFactory(PagingOptions options, FilterTypeFactory filters, SortTypeFactory sorts, bool includesCost, List<string> errors)
{
    private const string PageInfo = "PageInfo";
    private readonly Dictionary<string, (ObjectTypeDefinition Type, TypeReference Node)> _connections = new(StringComparer.Ordinal);

    /// <summary>Expands one field, if it is paged, and returns the new types.</summary>
    public IReadOnlyList<TypeDefinition> Expand(ComplexTypeDefinition type, FieldDefinition field)
    {
        var coordinate = $"{type.Name}.{field.Name}";
        if (field.Paging is not { } paging)
        {
            if (field.Filter is not null || field.Sort is not null)
                errors.Add($"{coordinate}: a filter or sort input type requires paging.");
            (field.Filter, field.Sort) = (null, null);
            return [];
        }

        var handler = CreateHandler(coordinate, paging);
        var size = new PageSize(coordinate, handler.Options.DefaultPageSize, handler.Options.MaxPageSize);
        if (size.Default > size.Max)
            errors.Add($"{coordinate}: the default page size {size.Default} is greater than the maximum {size.Max}.");

        var node = field.Type is TypeReference.NonNullOf nonNull ? nonNull.Inner : field.Type;
        var created = GetOrAddTypes(coordinate, paging, node);
        var firstArgument = field.Arguments.Count;
        foreach (var argument in Arguments(paging.AllowBackwardPagination, size))
            field.Arguments.Add(argument);
        var query = CreateQuery(field, coordinate, created);
        foreach (var argument in query.Arguments)
            field.Arguments.Add(argument);
        field.Type = TypeReference.Named(paging.ConnectionName + "Connection");
        field.Resolver = field.Resolver is { } inner ? new FieldResolver.Paged(inner, new FieldPaging(handler, query, size, firstArgument, paging.AllowBackwardPagination)) : null;
        if (includesCost && field.Directives.All(d => d.Name.Value != CostDirectives.ListSizeName))
            field.Directives.Add(CostDirectives.ListSize(size.Default, paging.AllowBackwardPagination ? ["first", "last"] : ["first"], ["edges", "nodes"], requireOneSlicingArgument: false));
        field.Paging = null;
        return created;
    }

    private ListQuery CreateQuery(FieldDefinition field, string coordinate, List<TypeDefinition> created)
    {
        var filter = field.Filter is { } where ? filters.CreateListFilter(where, coordinate) : null;
        var sort = field.Sort?.CreateListSort(sorts);
        created.AddRange(filters.TakeCreated());
        created.AddRange(sorts.TakeCreated());
        (field.Filter, field.Sort) = (null, null);
        return new ListQuery(filter, sort);
    }

    private List<TypeDefinition> GetOrAddTypes(string coordinate, PagingDefinition paging, TypeReference node)
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
            errors.Add($"{coordinate}: another field uses the connection {paging.ConnectionName} with a different node type.");
        }

        if ((paging.IncludeTotalCount || options.IncludeTotalCount) && connection.Type.Fields.All(f => f.Name != "totalCount"))
            connection.Type.Fields.Insert(3, TypeDefinitions.Field("totalCount", TypeReference.Of<int>().NonNull(), "The number of items in the whole list.", c => ((Connection)c).TotalCount));
        return created;
    }

    private static IEnumerable<ArgumentDefinition> Arguments(bool allowsBackward, PageSize size)
    {
        yield return Argument("first", TypeReference.Of<int>(), $"The maximum number of items from the start of the list: 1 to {size.Max}; default {size.Default}{(allowsBackward ? " without `last`" : "")}.");
        yield return Argument("after", TypeReference.Of<string>(), "A cursor of this list: the page starts with the first item after it. If null, the page starts at the beginning of the list.");
        if (!allowsBackward)
            yield break;
        yield return Argument("last", TypeReference.Of<int>(), $"The maximum number of items from the end of the list: 1 to {size.Max}.");
        yield return Argument("before", TypeReference.Of<string>(), "A cursor of this list: the page ends with the last item before it. If null, the page ends at the end of the list.");
    }

    private static ArgumentDefinition Argument(string name, TypeReference type, string description) =>
        new() { Name = name, Type = type, Description = description };

    private CursorPagingHandler CreateHandler(string coordinate, PagingDefinition paging)
    {
        var sizes = new PagingOptions
        {
            DefaultPageSize = paging.DefaultPageSize > 0 ? paging.DefaultPageSize : options.DefaultPageSize,
            MaxPageSize = paging.MaxPageSize > 0 ? paging.MaxPageSize : options.MaxPageSize,
        };
        if (paging.ProviderName is not { } name)
            return new IndexPagingHandler(sizes);
        if (options.Providers.TryGetValue(name, out var provider))
            return provider.HandlerOf(sizes);
        errors.Add($"{coordinate}: The paging provider \"{name}\" is not registered. Register it with AddCursorPagingProvider.");
        return new IndexPagingHandler(sizes);
    }

    private static ObjectTypeDefinition ConnectionType(string name, TypeReference node) => TypeDefinitions.Object(
        name + "Connection",
        "A connection to a list of items.",
        TypeDefinitions.Field("pageInfo", TypeReference.Named(PageInfo).NonNull(), "Information about this page.", c => c),
        TypeDefinitions.Field("edges", TypeReference.Named(name + "Edge").NonNull().List(), "The items of this page, each with its cursor.", c => ((Connection)c).Edges),
        TypeDefinitions.Field("nodes", node.NonNull().List(), "The items of this page.", c => ((Connection)c).Nodes));

    private static ObjectTypeDefinition EdgeType(string name, TypeReference node) => TypeDefinitions.Object(
        name + "Edge",
        "An edge in a connection.",
        TypeDefinitions.Field("cursor", TypeReference.Of<string>().NonNull(), "The cursor of this item: opaque text that identifies its position in the list.", e => ((IEdge)e).Cursor),
        TypeDefinitions.Field("node", node.NonNull(), "The item.", e => ((IEdge)e).Node));

    private static ObjectTypeDefinition PageInfoType() => TypeDefinitions.Object(
        PageInfo,
        "Information about pagination in a connection.",
        TypeDefinitions.Field("hasNextPage", TypeReference.Of<bool>().NonNull(), "Whether more items follow this page.", c => ((Connection)c).Info.HasNextPage),
        TypeDefinitions.Field("hasPreviousPage", TypeReference.Of<bool>().NonNull(), "Whether more items precede this page.", c => ((Connection)c).Info.HasPreviousPage),
        TypeDefinitions.Field("startCursor", TypeReference.Of<string>(), "The cursor of the first item of this page. Null if the page is empty.", c => StartCursor((Connection)c)),
        TypeDefinitions.Field("endCursor", TypeReference.Of<string>(), "The cursor of the last item of this page. Pass it as `after` to get the next page. Null if the page is empty.", c => EndCursor((Connection)c)));

    private static string? StartCursor(Connection page) => page.Info.StartCursor ?? (page.Edges is [var first, ..] ? first.Cursor : null);

    private static string? EndCursor(Connection page) => page.Info.EndCursor ?? (page.Edges is [.., var last] ? last.Cursor : null);
}
