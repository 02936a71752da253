using System.Buffers;
using System.Globalization;
using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Types;
using GraphQLParser.AST;

namespace PortfolioGraph.Bench.GraphQLDotNet;

/// <summary>The part of the graph that the scenarios select, with the names of this server's graph.</summary>
internal sealed class PortfolioSchema : Schema
{
    public PortfolioSchema() => Query = new QueryType();
}

internal sealed record Wallet(string Address);

internal sealed record ChainHoldings(Wallet Wallet, ChainValue Value);

internal sealed record TokenConnection(IReadOnlyList<TokenRow> Rows, int First);

internal sealed class QueryType : ObjectGraphType
{
    public QueryType()
    {
        Name = "Query";
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<WalletType>>>>("wallets")
            .Argument<NonNullGraphType<ListGraphType<NonNullGraphType<AddressType>>>>("addresses")
            .Resolve(static context => context.GetArgument<List<string>>("addresses").ConvertAll(static address => new Wallet(address)));
    }
}

internal sealed class WalletType : ObjectGraphType<Wallet>
{
    public WalletType()
    {
        Name = "Wallet";
        Field<DecimalGraphType, IDataLoaderResult<decimal?>>("valueUsd").Resolve(static context => context.GetLoaders().LoadValue(context.Source.Address));
        Field<TokenHoldingConnectionType, TokenConnection>("tokens")
            .Argument<IntGraphType>("first")
            .ResolveAsync(static async context => new TokenConnection(await context.GetLoaders().GetTokensAsync(context.Source.Address, context.CancellationToken), context.GetFirst()));
        Field<ListGraphType<NonNullGraphType<ChainHoldingsType>>, IEnumerable<ChainHoldings>>("chains").ResolveAsync(static async context =>
        {
            var chains = await context.GetLoaders().GetChainsAsync(context.Source.Address, context.CancellationToken);
            return chains.ConvertAll(value => new ChainHoldings(context.Source, value));
        });
    }
}

internal sealed class ChainHoldingsType : ObjectGraphType<ChainHoldings>
{
    public ChainHoldingsType()
    {
        Name = "ChainHoldings";
        Field<NonNullGraphType<ChainType>, ChainValue>("chain").Resolve(static context => context.Source.Value);
        Field<DecimalGraphType, decimal?>("valueUsd").Resolve(static context => context.Source.Value.ValueUsd);
        Field<TokenHoldingConnectionType, TokenConnection>("tokens")
            .Argument<IntGraphType>("first")
            .ResolveAsync(static async context =>
            {
                var rows = await context.GetLoaders().GetTokensAsync(context.Source.Wallet.Address, context.CancellationToken);
                return new TokenConnection(rows.FindAll(row => row.ChainId == context.Source.Value.ChainId), context.GetFirst());
            });
    }
}

internal sealed class ChainType : ObjectGraphType<ChainValue>
{
    public ChainType()
    {
        Name = "Chain";
        Field<NonNullGraphType<IntGraphType>, int>("chainId").Resolve(static context => context.Source.ChainId);
        Field<NonNullGraphType<StringGraphType>, string>("name").Resolve(static context => context.Source.ChainName);
    }
}

internal sealed class TokenHoldingConnectionType : ObjectGraphType<TokenConnection>
{
    public TokenHoldingConnectionType()
    {
        Name = "TokenHoldingConnection";
        Field<NonNullGraphType<IntGraphType>, int>("totalCount").Resolve(static context => context.Source.Rows.Count);
        Field<ListGraphType<NonNullGraphType<TokenHoldingType>>, IEnumerable<TokenRow>>("nodes").Resolve(static context =>
            context.Source.Rows.Count <= context.Source.First ? context.Source.Rows : context.Source.Rows.Take(context.Source.First));
    }
}

internal sealed class TokenHoldingType : ObjectGraphType<TokenRow>
{
    public TokenHoldingType()
    {
        Name = "TokenHolding";
        Field<NonNullGraphType<CryptoTokenType>, TokenRow>("token").Resolve(static context => context.Source);
        Field<BigDecimalType, decimal?>("amount").Resolve(static context => context.Source.Amount);
        Field<DecimalGraphType, decimal?>("priceUsd").Resolve(static context => context.Source.PriceToUsd);
        Field<DecimalGraphType, decimal?>("valueUsd").Resolve(static context => context.Source.ValueUsd);
        Field<ProfitAndLossType, TokenRow>("profitAndLoss").Resolve(static context => context.Source);
    }
}

internal sealed class CryptoTokenType : ObjectGraphType<TokenRow>
{
    public CryptoTokenType()
    {
        Name = "CryptoToken";
        Field<StringGraphType, string>("symbol").Resolve(static context => context.Source.Symbol);
        Field<StringGraphType, string>("name").Resolve(static context => context.Source.Name);
        Field<NonNullGraphType<IntGraphType>, int>("chainId").Resolve(static context => context.Source.ChainId);
    }
}

internal sealed class ProfitAndLossType : ObjectGraphType<TokenRow>
{
    public ProfitAndLossType()
    {
        Name = "ProfitAndLoss";
        Field<DecimalGraphType, decimal?>("absoluteUsd").Resolve(static context => context.Source.AbsProfitUsd);
        Field<DecimalGraphType, decimal?>("roi").Resolve(static context => context.Source.Roi);
    }
}

internal sealed class AddressType : ScalarGraphType
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    public AddressType() => Name = "Address";

    public override object? ParseLiteral(GraphQLValue value) => value is GraphQLStringValue text ? ParseValue(text.Value.ToString()) : ThrowLiteralConversionError(value);

    public override object? ParseValue(object? value) =>
        value is string { Length: 42 } text && text.StartsWith("0x", StringComparison.Ordinal) && text.AsSpan(2).IndexOfAnyExcept(HexDigits) < 0 ? text : ThrowValueConversionError(value);
}

internal sealed class BigDecimalType : ScalarGraphType
{
    public BigDecimalType() => Name = "BigDecimal";

    public override object? ParseValue(object? value) => value is string text ? decimal.Parse(text, CultureInfo.InvariantCulture) : ThrowValueConversionError(value);

    public override object? Serialize(object? value) => value is decimal amount ? amount.ToString(CultureInfo.InvariantCulture) : null;
}

internal static class ResolveFieldContextExtensions
{
    private const int DefaultPageSize = 50;

    public static RequestLoaders GetLoaders(this IResolveFieldContext context) => (RequestLoaders)context.UserContext;

    public static int GetFirst(this IResolveFieldContext context) => context.GetArgument("first", DefaultPageSize);
}
