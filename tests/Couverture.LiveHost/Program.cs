using Couverture.AspNetCore;
using Couverture.LiveHost;
using Couverture.Tests.Federation;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

[assembly: Couverture.Module("Live")]

// Serves /graphql and /batches on a free loopback port and writes the address to standard output. Stop it with SIGTERM. With the argument `products`, the graph is the products graph of
// Apollo's compatibility suite for subgraphs.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Error);
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Services.AddSingleton<SourceStreamCounter>();
var graph = builder.Services.AddGraphQLServer();
if (args.Contains("products"))
    graph.ConfigureSchema(ProductsGraph.Declare);
else
    graph.AddLive();
graph.ModifyOptions(options => (options.EnableDefer, options.EnableStream) = (true, true)).AddSocketSessionInterceptor<RefusingInterceptor>();

var app = builder.Build();
app.UseWebSockets();
app.MapGraphQL().WithOptions(new GraphQLServerOptions { EnableFederatedTracing = true });
app.MapGraphQL("/batches").WithOptions(new GraphQLServerOptions { EnableBatching = true });
await app.StartAsync();
Console.WriteLine($"Listening on {app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single()}");
await app.WaitForShutdownAsync();
