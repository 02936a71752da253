using PortfolioGraph.Sandbox.World;

namespace PortfolioGraph.Sandbox.Wire;

/// <summary>Writes the v5.0 snapshots and metrics of tokens and protocols.</summary>
internal static class V5RowWriter
{
    private const string TokenIcon = "https://app.1inch.io/assets/overview/tokens.svg";

    public static void TokenSnapshot(RouteRequest request, JsonBody json) => WriteSnapshot(request, json, Tokens(request));

    public static void ProtocolSnapshot(RouteRequest request, JsonBody json) => WriteSnapshot(request, json, Positions(request));

    // Unpriced tokens have no profit and therefore no row.
    public static void TokenMetrics(RouteRequest request, JsonBody json) =>
        json.Array(Tokens(request).Where(t => t.IsPriced), token => json.Object(() =>
        {
            var performance = token.PerformanceSince(request.Parameters.Range.Hours);
            WritePerformance(request, json, token, performance);
            json.Float("weighted_apr", (decimal?)null);
            json.Integer("holding_time_days", token.HoldingDays);
            foreach (var name in (string[])["rewards_tokens", "rewards_usd", "claimed_fees", "unclaimed_fees", "impermanent_loss", "claimed_fees_usd", "unclaimed_fees_usd", "impermanent_loss_usd"])
                json.Writer.WriteNull(name);
        }));

    public static void ProtocolMetrics(RouteRequest request, JsonBody json)
    {
        var parameters = request.Parameters;
        var positions = Positions(request).Where(p =>
            (parameters.ProtocolGroupId is null || p.Product!.Protocol.GroupId == parameters.ProtocolGroupId)
            && (parameters.ContractAddress is null || p.Key.Contract == parameters.ContractAddress)
            && (parameters.TokenId is null || p.Key.TokenId == parameters.TokenId));
        json.Array(positions, position => json.Object(() => WritePositionMetrics(request, json, position)));
    }

    private static IEnumerable<Asset> Tokens(RouteRequest request) =>
        TokenRowSplitter.Apply(request, request.Options.TokenOwners == OwnerForm.Real ? request.Assets.TokensByOwner : request.Assets.Tokens);

    private static IReadOnlyList<Asset> Positions(RouteRequest request) =>
        request.Options.Owners == OwnerForm.Real ? request.Assets.PositionsByOwner : request.Assets.Positions;

    private static void WritePositionMetrics(RouteRequest request, JsonBody json, Asset position)
    {
        WritePerformance(request, json, position, position.PerformanceSince(null));
        json.Float("weighted_apr", position.Apr);
        json.Integer("holding_time_days", position.HoldingDays);
        json.Array("rewards_tokens", position.RewardsEarned, t => WriteBalance(request, json, t, 0));
        json.Float("rewards_usd", position.RewardsEarned.Sum(t => t.ValueUsd));
        WriteEconomics("claimed_fees", position.FeesClaimed);
        WriteEconomics("unclaimed_fees", position.FeesUnclaimed);
        WriteEconomics("impermanent_loss", position.ImpermanentLoss);

        void WriteEconomics(string name, IReadOnlyList<TokenAmount> tokens)
        {
            if (!position.Product!.IsPool)
            {
                json.Writer.WriteNull(name);
                json.Writer.WriteNull(name + "_usd");
                return;
            }

            json.Array(name, tokens, t => WriteBalance(request, json, t, 0));
            json.Float(name + "_usd", tokens.Sum(t => t.ValueUsd));
        }
    }

    private static void WritePerformance(RouteRequest request, JsonBody json, Asset asset, Performance performance)
    {
        RowIndex.Of(asset, request.Options).Write(json, request.Options.Index);
        json.Float("profit_abs_usd", performance.ProfitUsd);
        json.Float("roi", performance.Roi);
    }

    private static void WriteSnapshot(RouteRequest request, JsonBody json, IEnumerable<Asset> assets)
    {
        var age = request.AgeHours;
        var rows = assets.Where(a => a.IsOpenAt(age) || (request.Options.ClosedInSnapshots && a.FirstAgeHours >= age));
        json.Array(rows, asset => json.Object(() => WriteRow(request, json, asset, age)));
    }

    private static void WriteRow(RouteRequest request, JsonBody json, Asset asset, int age)
    {
        var index = RowIndex.Of(asset, request.Options);
        json.Writer.WriteString("index", index.Text);
        json.Integer(request.Options.Naming == FieldNaming.Observed ? "chain" : "chain_id", asset.Key.ChainId);
        json.Writer.WriteString("contract_address", asset.Key.Contract);
        json.Integer("token_id", asset.Key.TokenId);
        json.Writer.WriteString("address", index.Owner);
        if (asset.Product is { } product)
            WritePositionIdentity(request, json, asset, product, age);
        else
            WriteTokenIdentity(json, asset, asset.Token!, asset.IsOwed && request.Options.DebtMarks == DebtMarks.KindOnly);
        json.Integer("asset_sign", asset.IsDebt && request.Options.DebtMarks != DebtMarks.KindOnly ? -1 : 1);
        json.Integer("status", asset.IsOpenAt(age) ? 1 : 0);
        json.Array("underlying_tokens", asset.AmountsAt(age), t => WriteBalance(request, json, t, age));
        json.Array("reward_tokens", age == 0 ? asset.RewardsUnclaimed : [], t => WriteBalance(request, json, t, age));
        var value = asset.ValueAt(age);
        json.Float("value_usd", request.Options.DebtSign == DebtSign.Positive && asset.IsDebt ? -value : value);
        json.Writer.WriteBoolean("locked", asset.Product?.IsLocked == true);
    }

    private static void WriteTokenIdentity(JsonBody json, Asset asset, Token token, bool isDebtByKind)
    {
        json.Integer("block_number_created", 0);
        json.Writer.WriteNull("block_number");
        json.Writer.WriteNull("timestamp");
        json.Writer.WriteString("protocol_type", isDebtByKind ? "debt" : "token");
        json.Writer.WriteString("protocol_handler_id", token.Group == TokenGroup.Native ? "native" : "erc20");
        json.Writer.WriteString("protocol_group_id", "token");
        json.Writer.WriteString("protocol_group_name", "Token");
        json.Writer.WriteString("protocol_group_icon", TokenIcon);
        json.Writer.WriteString("protocol_sub_group_id", asset.Key.SubGroup);
        json.Writer.WriteNull("protocol_sub_group_name");
        json.Writer.WriteString("contract_name", token.Name ?? "");
        json.Writer.WriteString("contract_symbol", token.Symbol ?? "");
    }

    private static void WritePositionIdentity(RouteRequest request, JsonBody json, Asset position, Product product, int age)
    {
        var moment = request.Today.ToUnixTimeSeconds() - (age * 3600L);
        // Unlike the snapshot's block, this number does not change with the clock.
        // The hash input contains the names of AssetKey and its members, so renaming them changes the response.
        json.Integer("block_number_created", 10_000_000 + (long)(SeededRandom.Hash($"{position.Key}") % 3_000_000));
        json.Integer("block_number", Chains.Get(product.ChainId).BlockAt(moment));
        json.Integer("timestamp", moment);
        json.Writer.WriteString("protocol_type", KindOf(request, product));
        json.Writer.WriteString("protocol_handler_id", $"{product.Protocol.V4Name}_{product.Kind}");
        json.Writer.WriteString("protocol_group_id", product.Protocol.GroupId);
        json.Writer.WriteString("protocol_group_name", product.Protocol.Name);
        json.Writer.WriteString("protocol_group_icon", product.Protocol.Icon);
        json.Writer.WriteString("protocol_sub_group_id", product.SubGroupId);
        json.Writer.WriteString("protocol_sub_group_name", product.SubGroupName);
        json.Writer.WriteString("contract_name", product.Name);
        json.Writer.WriteString("contract_symbol", product.Symbol);
    }

    /// <summary>Returns the name of a product's kind, which depends on <see cref="SandboxOptions.DebtMarks"/> for debts.</summary>
    public static string KindOf(RouteRequest request, Product product) =>
        product.IsDebt && request.Options.DebtMarks == DebtMarks.SignOnly ? "supply" : product.Kind;

    private static void WriteBalance(RouteRequest request, JsonBody json, TokenAmount sum, int age) => json.Object(() =>
    {
        var token = sum.Token;
        var observed = request.Options.Naming == FieldNaming.Observed;
        var price = token.Market.PriceAt(age);
        json.Integer(observed ? "chain_id" : "chain", token.ChainId);
        json.Writer.WriteString("address", token.Address);
        json.Integer("decimals", token.Decimals);
        json.Writer.WriteString("symbol", token.Symbol);
        json.Writer.WriteString("name", token.Name);
        json.Float("amount", sum.Amount);
        // The price of an unpriced token is null for some tokens and 0 for others.
        json.Float("price_usd", token.Market.IsPriced || SeededRandom.Hash(token.Address) % 2 == 0 ? price : null);
        if (observed)
            json.Float("value_usd", sum.Amount.Times(price));
    });
}
