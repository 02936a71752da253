using System.Linq.Expressions;
using HotChocolate.Data.Filters.Expressions;
using HotChocolate.Data.Sorting.Expressions;
using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Types.Filters;

namespace PortfolioGraph.Server.Engine;

/// <summary>Filters and sorts on this engine. Its text operations are case-sensitive and it sorts null first, so both are replaced.</summary>
internal static class DataConventions
{
    /// <summary>Sets the operations of filters and sorts by the types of the members.</summary>
    /// <param name="graph">The builder of the server.</param>
    public static IRequestExecutorBuilder AddPortfolioData(this IRequestExecutorBuilder graph) => graph
        .AddFiltering(static convention => convention
            .AddDefaults()
            .BindRuntimeType<decimal, DecimalFilter>()
            .BindRuntimeType<decimal?, DecimalFilter>()
            .BindRuntimeType<int, IdentifierFilter>()
            .BindRuntimeType<int?, IdentifierFilter>()
            .BindRuntimeType<string, TextFilter>()
            .BindRuntimeType<BigDecimal, BigDecimalFilter>()
            .BindRuntimeType<BigDecimal?, BigDecimalFilter>()
            .BindRuntimeType<Address, AddressFilter>()
            .BindRuntimeType<Address?, AddressFilter>()
            .AddProviderExtension(new QueryableFilterProviderExtension(static provider => provider
                .AddFieldHandler<ContainsAnyCase>()
                .AddFieldHandler<StartsWithAnyCase>())))
        .AddSorting(static convention => convention
            .AddDefaults()
            .BindRuntimeType<BigDecimal, DefaultSortEnumType>()
            .BindRuntimeType<BigDecimal?, DefaultSortEnumType>()
            .AddProviderExtension(new QueryableSortProviderExtension(static provider => provider.AddOperationHandler<NullsLast>())));
}

/// <summary>A text operation that ignores case.</summary>
/// <param name="inputParser">Parses the operation's value.</param>
internal abstract class AnyCaseHandler(InputParser inputParser) : QueryableStringOperationHandler(inputParser)
{
    /// <summary>The method that compares a text, which can be null, with the operation's value.</summary>
    protected abstract Func<string?, string, bool> Matches { get; }

    /// <inheritdoc />
    public override Expression HandleOperation(QueryableFilterContext context, IFilterOperationField field, IValueNode value, object? parsedValue) =>
        parsedValue is string text
            ? Expression.Call(Matches.Method, context.GetInstance(), Expression.Constant(text))
            : throw new GraphQLException(ErrorBuilder.New()
                .SetMessage($"{field.Coordinate} must not be null. Omit it, or find items without a value with `eq: null`.")
                .SetCode(EngineErrorCodes.ArgumentInvalid)
                .SetExtension("argument", ArgumentLiterals.Where)
                .Build());
}

/// <summary><c>contains</c>, ignoring case.</summary>
/// <param name="inputParser">Parses the operation's value.</param>
internal sealed class ContainsAnyCase(InputParser inputParser) : AnyCaseHandler(inputParser)
{
    /// <inheritdoc />
    protected override int Operation => DefaultFilterOperations.Contains;

    /// <inheritdoc />
    protected override Func<string?, string, bool> Matches => Contains;

    private static bool Contains(string? text, string part) => text?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;
}

/// <summary><c>startsWith</c>, ignoring case.</summary>
/// <param name="inputParser">Parses the operation's value.</param>
internal sealed class StartsWithAnyCase(InputParser inputParser) : AnyCaseHandler(inputParser)
{
    /// <inheritdoc />
    protected override int Operation => DefaultFilterOperations.StartsWith;

    /// <inheritdoc />
    protected override Func<string?, string, bool> Matches => StartsWith;

    private static bool StartsWith(string? text, string part) => text?.StartsWith(part, StringComparison.OrdinalIgnoreCase) == true;
}

/// <summary><c>ASC</c> with null last. <c>DESC</c> has null last by itself, because null is the smallest value.</summary>
internal sealed class NullsLast() : QueryableOperationHandlerBase(DefaultSortOperations.Ascending)
{
    /// <inheritdoc />
    protected override QueryableSortOperation HandleOperation(QueryableSortContext context, QueryableFieldSelector fieldSelector, ISortField field, ISortEnumValue? sortEnumValue) => new Operation(fieldSelector);

    private sealed class Operation(QueryableFieldSelector selector) : QueryableSortOperation(selector)
    {
        public override Expression CompileOrderBy(Expression expression) => IsNull() is { } isNull
            ? ThenBy(Call(nameof(Queryable.OrderBy), expression, isNull), Key())
            : Call(nameof(Queryable.OrderBy), expression, Key());

        public override Expression CompileThenBy(Expression expression) => IsNull() is { } isNull
            ? ThenBy(ThenBy(expression, isNull), Key())
            : ThenBy(expression, Key());

        private Expression ThenBy(Expression source, Expression key) => Call(nameof(Queryable.ThenBy), source, key);

        private Expression Call(string method, Expression source, Expression key) => Expression.Call(
            typeof(IQueryable).IsAssignableFrom(source.Type) ? typeof(Queryable) : typeof(Enumerable),
            method,
            [ParameterExpression.Type, key.Type],
            source,
            Expression.Lambda(key, ParameterExpression));

        private Expression Key() => Selector is LambdaExpression lambda ? lambda.Body : Selector;

        // Null if the member is never null.
        private Expression? IsNull() => Key() is var key && key.Type.IsValueType && Nullable.GetUnderlyingType(key.Type) is null
            ? null
            : Expression.Equal(key, Expression.Constant(null, key.Type));
    }
}
