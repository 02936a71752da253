using PortfolioGraph.Core;
using PortfolioGraph.Server.Types.Values;

namespace PortfolioGraph.Server.Types.Tokens;

/// <summary>Sorts token holdings.</summary>
public sealed class TokenHoldingSort : SortInputType<TokenHolding>
{
    /// <inheritdoc />
    protected override void Configure(ISortInputTypeDescriptor<TokenHolding> descriptor)
    {
        descriptor.BindFieldsExplicitly();
        descriptor.Description("Sorts the tokens of a list. Set one key per object; give each further key an object of its own in the list.");
        descriptor.Field(t => t.Token).Type<TokenSort>().Description("The token.");
        descriptor.Field(t => t.Amount).Description("The amount in whole tokens.");
        descriptor.Field(t => t.PriceUsd).Description("The price of one token in USD.");
        descriptor.Field(t => t.ValueUsd).Description("The value in USD, negative for a debt.");
        descriptor.Field(t => t.QueriedShare).Name("share").Description("The share of the value of the wallet, portfolio or chain slice.");
        descriptor.Field(t => t.ProfitAndLoss.Value).Name("profitAndLoss").Type<ProfitAndLossSort>().Description("The profit or loss over the range of the list.");
    }
}

/// <summary>Sorts by a token.</summary>
public sealed class TokenSort : SortInputType<Token>
{
    /// <inheritdoc />
    protected override void Configure(ISortInputTypeDescriptor<Token> descriptor)
    {
        descriptor.BindFieldsExplicitly();
        descriptor.Name("CryptoTokenSortInput");
        descriptor.Description("Sorts by one field of a token.");
        descriptor.Field(t => t.ChainId).Description("The chain id.");
        descriptor.Field(t => t.Symbol).Description("The ticker symbol, by the UTF-16 code units of its letters: capital letters are before small ones.");
        descriptor.Field(t => t.Name).Description("The display name, by the UTF-16 code units of its letters.");
    }
}
