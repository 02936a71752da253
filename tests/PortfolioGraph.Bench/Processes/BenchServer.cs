using System.Globalization;

namespace PortfolioGraph.Bench.Processes;

/// <summary>A server to measure.</summary>
/// <param name="Name">The name on the command line and in the tables.</param>
/// <param name="Launch">Returns how to start it, given the port to listen on and the upstream's base address.</param>
internal sealed record BenchServer(string Name, Func<int, Uri, Launch> Launch)
{
    /// <summary>The name of the server of this repository.</summary>
    public const string OurName = "ours";

    /// <summary>The server without an engine, to which all others are compared.</summary>
    public static BenchServer Floor { get; } = Self("floor");

    /// <summary>The library that people on .NET would use instead.</summary>
    public static BenchServer GraphQLDotNet { get; } = Self("graphql-dotnet");

    /// <summary>The servers for Node.</summary>
    public static IReadOnlyList<BenchServer> OnNode { get; } = [Node("mercurius", "mercurius.mjs"), Node("yoga", "yoga.mjs"), Node("yoga-cache", "yoga.mjs", ("RESPONSE_CACHE", "1"))];

    /// <summary>Whether it is a build of this repository's server.</summary>
    public bool IsOurs { get; private init; }

    /// <summary>Creates a build of this repository's server.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="assemblyPath">The published server.</param>
    /// <param name="environment">Additional environment variables.</param>
    public static BenchServer Ours(string name, string assemblyPath, IReadOnlyDictionary<string, string> environment) => new(name, (port, upstream) => new Launch("dotnet", assemblyPath)
    {
        Directory = Path.GetDirectoryName(assemblyPath)!,
        Environment = new Dictionary<string, string>(environment)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ASPNETCORE_URLS"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"),
            ["Upstream__BaseUrl"] = upstream.ToString(),
            ["Upstream__ApiKey"] = "key-of-the-bench",
            ["Upstream__CallsPerSecond"] = "0",
            ["Upstream__CoalescingWindow"] = "00:00:00",
            ["Sandbox__Enabled"] = "false",
        },
    })
    {
        IsOurs = true,
    };

    private static BenchServer Self(string command) => new(
        command, (port, upstream) => Processes.Launch.Self(command, "--port", port.ToString(CultureInfo.InvariantCulture), "--upstream", upstream.ToString()));

    private static BenchServer Node(string name, string script, params (string Name, string Value)[] environment) => new(name, (port, upstream) => new Launch("node", script)
    {
        Directory = Repository.NodeFolder,
        Environment = new Dictionary<string, string>(environment.Select(static variable => KeyValuePair.Create(variable.Name, variable.Value)))
        {
            ["NODE_ENV"] = "production",
            ["PORT"] = port.ToString(CultureInfo.InvariantCulture),
            ["UPSTREAM"] = upstream.ToString(),
        },
    });
}
