using System.Runtime.InteropServices;
using PortfolioGraph.Sandbox;

var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
// always on loopback: of the address that launchSettings.json or the environment names, only the port counts
var options = new SandboxOptions { Port = BindingAddress.Parse((configuration["ASPNETCORE_URLS"] ?? "http://127.0.0.1:5051").Split(';')[0]).Port };
configuration.GetSection("Sandbox").Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);

var end = new TaskCompletionSource();
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);

await using var sandbox = await SandboxServer.StartAsync(options);
Console.WriteLine($"Listening on {sandbox.BaseAddress}");
Console.WriteLine(options.RequireKey ? "Send any key: Authorization: Bearer anything" : "No key is needed.");
foreach (var persona in SandboxPersonas.All)
    Console.WriteLine($"  {persona.Address}  {persona.Name}: {persona.Description}");
await end.Task;

void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    end.TrySetResult();
}
