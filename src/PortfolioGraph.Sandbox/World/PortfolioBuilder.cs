using System.Numerics;

namespace PortfolioGraph.Sandbox.World;

/// <summary>Writes a portfolio as a story: what was bought, sold, deposited and borrowed, and how many days ago.</summary>
internal sealed class PortfolioBuilder(string address)
{
    private readonly Dictionary<AssetKey, Asset> _assets = [];

    /// <summary>Buys at the price of that day, or at the one given.</summary>
    public PortfolioBuilder Buy(Token token, decimal amount, int daysAgo, decimal? price = null) =>
        Add(token, new Flow(daysAgo * 24, token, Quantity.Of(amount), amount * (price ?? token.Market.PriceAt(daysAgo * 24))));

    public PortfolioBuilder Sell(Token token, decimal amount, int daysAgo, decimal? price = null) =>
        Add(token, new Flow(daysAgo * 24, token, Quantity.Of(-amount), -amount * (price ?? token.Market.PriceAt(daysAgo * 24))));

    /// <summary>Receives tokens nobody paid for.</summary>
    public PortfolioBuilder Receive(Token token, Quantity amount, int daysAgo) =>
        Add(token, new Flow(daysAgo * 24, token, amount, 0));

    /// <summary>Takes a loan of a token that no protocol's position stands for; its money came out of the debt.</summary>
    public PortfolioBuilder Borrow(Token token, decimal amount, int daysAgo)
    {
        // what is owed of a token is told apart from what is owned of it
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

/// <summary>The story of one position.</summary>
internal sealed class PositionBuilder(string owner, Product product, BigInteger tokenId)
{
    private readonly List<Flow> _flows = [];
    private readonly List<TokenAmount> _rewardsEarned = [];
    private readonly List<TokenAmount> _rewardsUnclaimed = [];
    private readonly List<TokenAmount> _feesClaimed = [];
    private readonly List<TokenAmount> _feesUnclaimed = [];
    private readonly List<TokenAmount> _impermanentLoss = [];

    /// <summary>Puts in amounts of the product's tokens, in their order; into a debt product: borrows them.</summary>
    public PositionBuilder Deposit(int daysAgo, params decimal[] amounts) => AddFlows(daysAgo, 1, amounts);

    /// <summary>Takes amounts out; of a debt product: repays them.</summary>
    public PositionBuilder Withdraw(int daysAgo, params decimal[] amounts) => AddFlows(daysAgo, -1, amounts);

    /// <summary>The amounts grow (a debt's: interest is added) without anybody paying.</summary>
    public PositionBuilder Grow(int daysAgo, params decimal[] amounts)
    {
        for (var i = 0; i < amounts.Length; i++)
            _flows.Add(new Flow(daysAgo * 24, product.Tokens[i], Quantity.Of(amounts[i]), 0));
        return this;
    }

    /// <summary>Earned rewards in the product's reward token; what was claimed left the position as money.</summary>
    public PositionBuilder Reward(decimal claimed, int claimedDaysAgo, decimal unclaimed)
    {
        var token = product.Reward ?? throw new InvalidOperationException($"{product.Name} gives no rewards");
        _rewardsEarned.Add(new TokenAmount(token, Quantity.Of(claimed + unclaimed)));
        if (unclaimed > 0)
            _rewardsUnclaimed.Add(new TokenAmount(token, Quantity.Of(unclaimed)));
        if (claimed > 0)
            PayOut(claimedDaysAgo, token, claimed);
        return this;
    }

    /// <summary>Fees of a pool position, claimed on that day; they left the position as money.</summary>
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

    /// <summary>Against holding the tokens: less of one (negative), more of the other.</summary>
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
        // a loan brings money out of the position, a repayment brings it in
        var money = product.IsDebt ? -direction : direction;
        for (var i = 0; i < amounts.Length; i++)
        {
            var token = product.Tokens[i];
            var usd = amounts[i] * token.Market.PriceAt(daysAgo * 24);
            _flows.Add(new Flow(daysAgo * 24, token, Quantity.Of(direction * amounts[i]), money * usd));
        }

        return this;
    }

    // noted on the first token with amount 0: the reward token itself is never part of what the position holds
    private void PayOut(int daysAgo, Token token, decimal amount) =>
        _flows.Add(new Flow(daysAgo * 24, product.Tokens[0], Quantity.Zero, -amount * token.Market.PriceAt(daysAgo * 24)));

    private PositionBuilder AddAmounts(List<TokenAmount> list, decimal[] amounts)
    {
        for (var i = 0; i < amounts.Length; i++)
            list.Add(new TokenAmount(product.Tokens[i], Quantity.Of(amounts[i])));
        return this;
    }
}
