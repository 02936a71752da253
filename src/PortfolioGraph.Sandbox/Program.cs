using System.Runtime.InteropServices;
using PortfolioGraph.Sandbox;

var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
// The sandbox always listens on loopback. Only the port of the configured address is used.
var options = new SandboxOptions { Port = BindingAddress.Parse((configuration["ASPNETCORE_URLS"] ?? "http://127.0.0.1:5051").Split(';')[0]).Port };
configuration.GetSection("Sandbox").Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);

var shutdown = new TaskCompletionSource();
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);

await using var sandbox = await SandboxServer.StartAsync(options);
Console.WriteLine($"Listening on {sandbox.BaseAddress}");
Console.WriteLine(options.RequireKey ? "Send any key: Authorization: Bearer anything" : "No key is required.");
foreach (var persona in SandboxPersonas.All)
    Console.WriteLine($"  {persona.Address}  {persona.Name}: {persona.Description}");
await shutdown.Task;

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    shutdown.TrySetResult();
}
