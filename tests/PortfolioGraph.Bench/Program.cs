using System.CommandLine;
using PortfolioGraph.Bench.Floor;
using PortfolioGraph.Bench.GraphQLDotNet;
using PortfolioGraph.Bench.Measuring;
using PortfolioGraph.Bench.Upstream;

// The command without a name measures. It starts each of the others in a process of its own.
var root = new BenchCommand().ToCommand();

var port = new Option<int>("--port") { Description = "Port on loopback", Required = true };
var upstreamAddress = new Option<string>("--upstream") { Description = "Base address of the upstream, with a trailing slash", Required = true };
var delay = new Option<int>("--delay") { Description = "Delay of each response in milliseconds" };

var upstream = new Command("upstream", "Serves a stub of the REST API.") { port, delay };
upstream.SetAction((options, ct) => new UpstreamStub(TimeSpan.FromMilliseconds(options.GetValue(delay))).RunAsync(options.GetValue(port), ct));
root.Subcommands.Add(upstream);

var floor = new Command("floor", "Serves the scenarios' operations without a GraphQL engine.") { port, upstreamAddress };
floor.SetAction(async (options, ct) =>
{
    using var server = new FloorServer(new Uri(options.GetRequiredValue(upstreamAddress)));
    await server.RunAsync(options.GetValue(port), ct);
});
root.Subcommands.Add(floor);

var graphQLDotNet = new Command("graphql-dotnet", "Serves the scenarios' operations with GraphQL.NET.") { port, upstreamAddress };
graphQLDotNet.SetAction(async (options, ct) =>
{
    using var server = new GraphQLDotNetServer(new Uri(options.GetRequiredValue(upstreamAddress)));
    await server.RunAsync(options.GetValue(port), ct);
});
root.Subcommands.Add(graphQLDotNet);

return await root.Parse(args).InvokeAsync();
