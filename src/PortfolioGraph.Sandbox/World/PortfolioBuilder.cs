using System.Numerics;

namespace PortfolioGraph.Sandbox.World;

/// <summary>Builds a portfolio from its history: purchases, sales, deposits and loans, each with its age in days.</summary>
internal sealed class PortfolioBuilder(string address)
{
    private readonly Dictionary<AssetKey, Asset> _assets = [];

    /// <summary>Buys at the market price of the day, or at the given price.</summary>
    public PortfolioBuilder Buy(Token token, decimal amount, int daysAgo, decimal? price = null) =>
        Add(token, new Flow(daysAgo * 24, token, Quantity.Of(amount), amount * (price ?? token.Market.PriceAt(daysAgo * 24))));

    public PortfolioBuilder Sell(Token token, decimal amount, int daysAgo, decimal? price = null) =>
        Add(token, new Flow(daysAgo * 24, token, Quantity.Of(-amount), -amount * (price ?? token.Market.PriceAt(daysAgo * 24))));

    /// <summary>Receives tokens without payment.</summary>
    public PortfolioBuilder Receive(Token token, Quantity amount, int daysAgo) =>
        Add(token, new Flow(daysAgo * 24, token, amount, 0));

    /// <summary>Borrows a token outside any protocol. The borrowed money counts as outflow of the debt.</summary>
    public PortfolioBuilder Borrow(Token token, decimal amount, int daysAgo)
    {
        // A separate key, because the address may also own the token.
        var key = new AssetKey(token.ChainId, token.Address, BigInteger.Zero, "debt");
        _assets.Add(key, new Asset(key, [address], [new Flow(daysAgo * 24, token, Quantity.Of(amount), -amount * token.Market.PriceAt(daysAgo * 24))]) { Token = token, IsOwed = true });
        return this;
    }

    public PortfolioBuilder Open(Product product, Func<PositionBuilder, PositionBuilder> history) =>
        Open(product, BigInteger.Zero, history);

    public PortfolioBuilder Open(Product product, BigInteger tokenId, Func<PositionBuilder, PositionBuilder> history)
    {
        var position = history(new PositionBuilder(address, product, tokenId)).Build();
        _assets.Add(position.Key, position);
        return this;
    }

    public Portfolio Build() => new(address, [.. _assets.Values]);

    private PortfolioBuilder Add(Token token, Flow flow)
    {
        var key = new AssetKey(token.ChainId, token.Address, BigInteger.Zero, null);
        _assets[key] = _assets.TryGetValue(key, out var existing)
            ? existing with { Flows = [.. existing.Flows, flow] }
            : new Asset(key, [address], [flow]) { Token = token };
        return this;
    }
}

/// <summary>Builds a position from its history.</summary>
internal sealed class PositionBuilder(string owner, Product product, BigInteger tokenId)
{
    private readonly List<Flow> _flows = [];
    private readonly List<TokenAmount> _rewardsEarned = [];
    private readonly List<TokenAmount> _rewardsUnclaimed = [];
    private readonly List<TokenAmount> _feesClaimed = [];
    private readonly List<TokenAmount> _feesUnclaimed = [];
    private readonly List<TokenAmount> _impermanentLoss = [];

    /// <summary>Deposits amounts of the product's tokens, in the product's order. Borrows them if the product is a debt.</summary>
    public PositionBuilder Deposit(int daysAgo, params decimal[] amounts) => AddFlows(daysAgo, 1, amounts);

    /// <summary>Withdraws amounts. Repays them if the product is a debt.</summary>
    public PositionBuilder Withdraw(int daysAgo, params decimal[] amounts) => AddFlows(daysAgo, -1, amounts);

    /// <summary>Changes the amounts without a payment, for example by interest.</summary>
    public PositionBuilder Grow(int daysAgo, params decimal[] amounts)
    {
        for (var i = 0; i < amounts.Length; i++)
            _flows.Add(new Flow(daysAgo * 24, product.Tokens[i], Quantity.Of(amounts[i]), 0));
        return this;
    }

    /// <summary>Adds rewards in the product's reward token. Claimed rewards count as outflow of the position.</summary>
    public PositionBuilder Reward(decimal claimed, int claimedDaysAgo, decimal unclaimed)
    {
        var token = product.Reward ?? throw new InvalidOperationException($"{product.Name} has no reward token.");
        _rewardsEarned.Add(new TokenAmount(token, Quantity.Of(claimed + unclaimed)));
        if (unclaimed > 0)
            _rewardsUnclaimed.Add(new TokenAmount(token, Quantity.Of(unclaimed)));
        if (claimed > 0)
            PayOut(claimedDaysAgo, token, claimed);
        return this;
    }

    /// <summary>Adds claimed fees of a pool position, which count as outflow on the day of the claim.</summary>
    public PositionBuilder ClaimFees(int daysAgo, params decimal[] amounts)
    {
        for (var i = 0; i < amounts.Length; i++)
        {
            var token = product.Tokens[i];
            _feesClaimed.Add(new TokenAmount(token, Quantity.Of(amounts[i])));
            PayOut(daysAgo, token, amounts[i]);
        }

        return this;
    }

    public PositionBuilder UnclaimedFees(params decimal[] amounts) => AddAmounts(_feesUnclaimed, amounts);

    /// <summary>Sets the amounts relative to holding the tokens: less of one (negative), more of the other.</summary>
    public PositionBuilder ImpermanentLoss(params decimal[] amounts) => AddAmounts(_impermanentLoss, amounts);

    public Asset Build() =>
        new(new AssetKey(product.ChainId, product.Contract, tokenId, product.SubGroupId), [owner], [.. _flows])
        {
            Product = product,
            Apr = product.Apr,
            RewardsEarned = Asset.Sum(_rewardsEarned),
            RewardsUnclaimed = Asset.Sum(_rewardsUnclaimed),
            FeesClaimed = Asset.Sum(_feesClaimed),
            FeesUnclaimed = Asset.Sum(_feesUnclaimed),
            ImpermanentLoss = Asset.Sum(_impermanentLoss),
        };

    private PositionBuilder AddFlows(int daysAgo, int direction, decimal[] amounts)
    {
        // For a debt, a loan is an outflow and a repayment is an inflow.
        var money = product.IsDebt ? -direction : direction;
        for (var i = 0; i < amounts.Length; i++)
        {
            var token = product.Tokens[i];
            var usd = amounts[i] * token.Market.PriceAt(daysAgo * 24);
            _flows.Add(new Flow(daysAgo * 24, token, Quantity.Of(direction * amounts[i]), money * usd));
        }

        return this;
    }

    // Recorded on the product's first token with amount 0, because the position never holds the reward token.
    private void PayOut(int daysAgo, Token token, decimal amount) =>
        _flows.Add(new Flow(daysAgo * 24, product.Tokens[0], Quantity.Zero, -amount * token.Market.PriceAt(daysAgo * 24)));

    private PositionBuilder AddAmounts(List<TokenAmount> list, decimal[] amounts)
    {
        for (var i = 0; i < amounts.Length; i++)
            list.Add(new TokenAmount(product.Tokens[i], Quantity.Of(amounts[i])));
        return this;
    }
}
