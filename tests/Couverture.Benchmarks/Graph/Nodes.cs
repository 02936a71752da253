using Couverture.DataLoaders;
using Couverture.Types;

namespace Couverture.Benchmarks.Graph;

[InterfaceType<IHolding>]
public static partial class HoldingInterface
{
    static partial void Configure(IInterfaceTypeDescriptor<IHolding> descriptor) => descriptor.Name("Holding");
}

[ObjectType<Wallet>]
public static partial class WalletNode
{
    public static Task<IReadOnlyList<ChainHoldings>> GetChainsAsync([Parent] Wallet wallet, IChainsByWalletDataLoader chains, CancellationToken cancellationToken) =>
        chains.LoadRequiredAsync(wallet.Id, cancellationToken);

    public static Wallet GetNext([Parent] Wallet wallet) => wallet;
}

[ObjectType<ChainHoldings>]
public static partial class ChainHoldingsNode
{
    public static Task<IReadOnlyList<TokenHolding>> GetTokensAsync([Parent] ChainHoldings chain, ITokensByChainDataLoader tokens, CancellationToken cancellationToken) =>
        tokens.LoadRequiredAsync(chain.Id, cancellationToken);
}

[ObjectType<TokenHolding>]
public static partial class TokenHoldingNode
{
    public static async Task<decimal?> GetPriceAsync([Parent] TokenHolding token, IPriceBySymbolDataLoader prices, CancellationToken cancellationToken) =>
        await prices.LoadAsync(token.Symbol, cancellationToken);
}
