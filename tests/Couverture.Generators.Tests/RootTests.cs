using System.Reflection;
using Couverture.Execution;
using Couverture.Generators.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Couverture.Generators.Tests;

/// <summary>The three roots in the schema, and generated mutations and subscriptions with the real executor.</summary>
public sealed class RootTests
{
    private const string Source = """
        using System.Runtime.CompilerServices;
        [assembly: Module("Sample")]
        namespace Sample;

        public sealed record Change(string Address, int Value);
        public interface IWatch { IAsyncEnumerable<Change> Watch(IReadOnlyList<string> addresses, CancellationToken cancellationToken); }
        public sealed class Watcher : IWatch
        {
            public async IAsyncEnumerable<Change> Watch(IReadOnlyList<string> addresses, [EnumeratorCancellation] CancellationToken cancellationToken)
            {
                foreach (var address in addresses)
                {
                    await Task.Yield();
                    yield return new Change(address, address.Length);
                }
            }
        }

        public static class Log { public static List<string> Lines { get; } = []; }

        /// <summary>The queries.</summary>
        [QueryType] public static class Query { public static int GetOne() => 1; }

        /// <summary>The mutations.</summary>
        [MutationType] public static class Mutation
        {
            /// <summary>Refreshes.</summary>
            public static async Task<IReadOnlyList<string>> RefreshAsync(IReadOnlyList<string> addresses, CancellationToken ct)
            {
                Log.Lines.Add("begin " + addresses[0]);
                await Task.Yield();
                Log.Lines.Add("end " + addresses[0]);
                return addresses;
            }
        }

        /// <summary>The subscriptions.</summary>
        [SubscriptionType] public static class Subscription
        {
            internal static async IAsyncEnumerable<Change> WatchPortfolio(IWatch watch, IReadOnlyList<string> addresses, int least = 0, [EnumeratorCancellation] CancellationToken ct = default)
            {
                if (addresses.Count == 0)
                    throw new GraphQLException(ErrorBuilder.New().SetMessage("None.").SetCode("NO_ADDRESSES").Build());
                await foreach (var change in watch.Watch(addresses, ct))
                {
                    if (change.Value >= least)
                        yield return change;
                }
            }

            /// <summary>A change of value.</summary>
            /// <param name="addresses">Whose.</param>
            /// <param name="least">The least value.</param>
            /// <param name="change">The event.</param>
            [Subscribe(With = nameof(WatchPortfolio))]
            public static Change PortfolioChanged(IReadOnlyList<string> addresses, [EventMessage] Change change, int least = 0) => change;

            internal static async IAsyncEnumerable<int> Count() { await Task.Yield(); yield return 1; yield return 2; }

            [Subscribe(With = nameof(Count))]
            public static async Task<string> GetCountedAsync([EventMessage] int number) { await Task.Yield(); return "n" + number; }

            [Subscribe(With = nameof(Count))]
            public static int Plain([EventMessage] int number) => number;
        }

        public static class Host
        {
            public static void Configure(IServiceCollection services)
            {
                services.AddSingleton<IWatch, Watcher>();
                services.AddGraphQL().AddSample();
            }
        }
        """;

    [Fact]
    public void Schema_Should_HaveThreeRoots_When_ClassesHaveTheirAttributes()
    {
        var generation = Generation.Of(Source);

        generation.Sdl("Mutation").ShouldEndWith("""
            type Mutation {
              "Refreshes."
              refresh(addresses: [String!]!): [String!]!
            }
            """);
        generation.Sdl("Subscription").ShouldEndWith("""
            type Subscription {
              "A change of value."
              portfolioChanged(
                "Whose."
                addresses: [String!]!
                "The least value."
                least: Int! = 0
              ): Change!
              counted: String!
              plain: Int!
            }
            """);
        generation.Sdl("Subscription").ShouldStartWith("\"The subscriptions.\"");
    }

    [Fact]
    public async Task Mutation_Should_RunFieldsSerially_When_SeveralAreSelected()
    {
        await using var host = new Host();

        var result = await host.Executor.ExecuteAsync(new OperationRequest { Document = """mutation { a: refresh(addresses: ["a"]) b: refresh(addresses: ["b"]) }""" });

        result.ToJson().ShouldBe("""{"data":{"a":["a"],"b":["b"]}}""");
        host.Lines.ShouldBe(["begin a", "end a", "begin b", "end b"]);
    }

    [Theory]
    [InlineData("""subscription { portfolioChanged(addresses: ["aaa", "b", "cc"], least: 2) { address value } }""", """{"data":{"portfolioChanged":{"address":"aaa","value":3}}} {"data":{"portfolioChanged":{"address":"cc","value":2}}}""")]
    [InlineData("subscription { counted }", """{"data":{"counted":"n1"}} {"data":{"counted":"n2"}}""")]
    [InlineData("subscription { plain }", """{"data":{"plain":1}} {"data":{"plain":2}}""")]
    [InlineData("subscription { portfolioChanged(addresses: []) { value } }", """{"errors":[{"message":"None.","locations":[{"line":1,"column":16}],"path":["portfolioChanged"],"extensions":{"code":"NO_ADDRESSES"}}]}""")]
    public async Task Subscription_Should_ReturnOneResultPerEvent_When_SourceStreamYields(string document, string expected)
    {
        await using var host = new Host();
        var results = new List<string>();

        await foreach (var result in await host.Executor.StreamAsync(new OperationRequest { Document = document }))
            results.Add(result.ToJson());

        string.Join(' ', results).ShouldBe(expected);
    }

    private sealed class Host : IAsyncDisposable
    {
        private readonly ServiceProvider _services;

        public Host()
        {
            var assembly = Generation.Of(Source).Load();
            var services = new ServiceCollection();
            assembly.GetType("Sample.Host")!.GetMethod("Configure", BindingFlags.Static | BindingFlags.Public)!.Invoke(null, [services]);
            _services = services.BuildServiceProvider();
            Lines = (List<string>)assembly.GetType("Sample.Log")!.GetProperty("Lines")!.GetValue(null)!;
        }

        public IRequestExecutor Executor => _services.GetRequiredService<IRequestExecutor>();

        public List<string> Lines { get; }

        public ValueTask DisposeAsync() => _services.DisposeAsync();
    }
}
