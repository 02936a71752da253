using System.Text.Encodings.Web;
using System.Text.Json;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Shape;

/// <summary>Complete responses for the special personas match their reviewed snapshots. The sandbox's figures do not depend on the clock.</summary>
public sealed class ResponseSnapshotTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string Query = """
        fragment All on Holdings {
          valueUsd
          profitAndLoss { absoluteUsd roi range source { state } }
          protocols { nodes { protocol { id protocolId name } valueUsd share profitAndLoss { absoluteUsd roi range } positions { nodes { id } } } }
        }
        fragment Amount on TokenAmount { token { id symbol decimals } amount priceUsd valueUsd }
        query($addresses: [Address!]!) {
          portfolio(addresses: $addresses) {
            addresses
            ...All
            breakdown {
              totalUsd assetsUsd debtsUsd claimableUsd lockedUsd unexplainedUsd
              byChain { chain { chainId } valueUsd share } byCategory { category valueUsd share } byProtocol { protocol { protocolId } valueUsd share }
            }
            chains { chain { id chainId name } share ...All tokens(first: 1) { totalCount } positions(first: 1) { totalCount } }
            tokens(first: 4, includeClosed: true) {
              totalCount pageInfo { hasNextPage endCursor }
              nodes { id token { id address isNative symbol name decimals chain { chainId } } amount priceUsd valueUsd share status profitAndLoss { absoluteUsd roi range } }
            }
            positions(first: 4, includeClosed: true) {
              totalCount pageInfo { hasNextPage endCursor }
              nodes {
                id chain { chainId } protocol { protocolId } kind name contractAddress tokenId owners isDebt isLocked status valueUsd share
                underlying { ...Amount } rewards { ...Amount } profitAndLoss { absoluteUsd roi range }
                economics {
                  weightedApr holdingTimeDays rewardsUsd rewards { ...Amount } claimedFees { ...Amount } claimedFeesUsd unclaimedFees { ...Amount }
                  unclaimedFeesUsd impermanentLoss { ...Amount } impermanentLossUsd
                }
              }
            }
          }
        }
        """;

    [Theory]
    [InlineData("golden", SandboxPersonas.Golden)]
    [InlineData("debtor", SandboxPersonas.Debtor)]
    [InlineData("lp", SandboxPersonas.LiquidityProvider)]
    [InlineData("junk", SandboxPersonas.Junk)]
    [InlineData("empty", SandboxPersonas.Empty)]
    [InlineData("joint", SandboxPersonas.JointFirst, SandboxPersonas.JointSecond)]
    public async Task Portfolio_Should_MatchItsSnapshot_When_EverythingIsRequested(string name, params string[] addresses)
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync(Query, new { addresses });

        Snapshot.Match(JsonSerializer.Serialize(response.ShouldHaveNoErrors().Body.GetProperty("data"), Indented), $"{nameof(ResponseSnapshotTests)}.{name}");
    }
}
