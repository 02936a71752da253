using Couverture.AspNetCore;
using Couverture.LiveHost;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

[assembly: Couverture.Module("Live")]

// Serves /graphql and /batches on a free loopback port and writes the address to standard output. Stop it with SIGTERM.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Error);
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Services.AddSingleton<SourceStreamCounter>();
builder.Services.AddGraphQLServer().AddLive().ModifyOptions(options => (options.EnableDefer, options.EnableStream) = (true, true)).AddSocketSessionInterceptor<RefusingInterceptor>();

var app = builder.Build();
app.UseWebSockets();
app.MapGraphQL();
app.MapGraphQL("/batches").WithOptions(new GraphQLServerOptions { EnableBatching = true });
await app.StartAsync();
Console.WriteLine($"Listening on {app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single()}");
await app.WaitForShutdownAsync();
