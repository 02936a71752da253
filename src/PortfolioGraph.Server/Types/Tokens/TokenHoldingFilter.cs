using PortfolioGraph.Core;
using PortfolioGraph.Server.Types.Values;

namespace PortfolioGraph.Server.Types.Tokens;

/// <summary>Filters token holdings.</summary>
public sealed class TokenHoldingFilter : FilterInputType<TokenHolding>
{
    /// <inheritdoc />
    protected override void Configure(IFilterInputTypeDescriptor<TokenHolding> descriptor)
    {
        descriptor.BindFieldsExplicitly();
        descriptor.Description("Filters the tokens of a list. All given fields must match.");
        descriptor.Field(t => t.Token).Type<TokenFilter>().Description("The token.");
        descriptor.Field(t => t.Amount).Description("The amount in whole tokens.");
        descriptor.Field(t => t.PriceUsd).Description("The price of one token in USD; null if unpriced.");
        descriptor.Field(t => t.ValueUsd).Description("The value in USD, negative for a debt; null if unpriced.");
        descriptor.Field(t => t.QueriedShare).Name("share").Description("The share of the value of the wallet, portfolio or chain slice, as a fraction: 0.25 is 25 %.");
        descriptor.Field(t => t.IsDebt).Description("Whether the holding is a debt.");
        descriptor.Field(t => t.Status).Description("Open or closed. Closed tokens are in the list only with `includeClosed`.");
        descriptor.Field(t => t.ProfitAndLoss.Value).Name("profitAndLoss").Type<ProfitAndLossFilter>().Description("The profit or loss over the range of the list.");
    }
}

/// <summary>Filters by a token.</summary>
public sealed class TokenFilter : FilterInputType<Token>
{
    /// <inheritdoc />
    protected override void Configure(IFilterInputTypeDescriptor<Token> descriptor)
    {
        descriptor.BindFieldsExplicitly();
        descriptor.Name("CryptoTokenFilterInput");
        descriptor.Description("Filters by a token. All given fields must match.");
        descriptor.Field(t => t.ChainId).Description("The chain id.");
        descriptor.Field(t => t.Address).Description("The contract address; 0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE for native tokens.");
        descriptor.Field(t => t.Symbol).Description("The ticker symbol.");
        descriptor.Field(t => t.Name).Description("The display name.");
        descriptor.Field(t => t.IsNative).Description("Whether this is the native token of the chain.");
    }
}
