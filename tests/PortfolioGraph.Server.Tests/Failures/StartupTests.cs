using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using PortfolioGraph.Server.Types.Holdings;

namespace PortfolioGraph.Server.Tests.Failures;

/// <summary>A start that fails writes one readable line that names the setting, returns an exit code, and writes no stack trace.</summary>
public sealed class StartupTests
{
    private const string Key = "k-3f9c2a-pasted-into-the-wrong-place";

    [Theory]
    [InlineData("Development", "Upstream:BaseUrl", "nonsense")]
    [InlineData("Development", "Upstream:BaseUrl", "http://example.org")]
    [InlineData("Development", "Upstream:CallsPerSecond", "-1")]
    [InlineData("Development", "Upstream:CallsPerSecond", Key)]
    [InlineData("Development", "Upstream:Timeout", "soon")]
    [InlineData("Development", "Upstream:MaxAddressesPerCall", "")]
    [InlineData("Development", "Cache:MaxBytes", "0")]
    [InlineData("Development", "Cache:TimeToLive", "1 minute")]
    [InlineData("Development", "Watch:Interval", "00:00:00")]
    [InlineData("Development", "Cache:Life", "00:01:00")]
    [InlineData("Development", "Upstream:BudgetWait", "00:00:05")]
    [InlineData("Development", "Watch:MaxPortfolio", "5")]
    [InlineData("Development", "Sandbox:Naming", "Shouted")]
    [InlineData("Development", "Sandbox:Port", "99999")]
    [InlineData("Production", "Sandbox:Enabled", "maybe")]
    [InlineData("Production", "Upstream:ApiKey", "")]
    [InlineData("Production", "Upstream:ApiKey", "two words")]
    [InlineData("Development", "Server:Profile", "Open")]
    [InlineData("Development", "Server:Profile", "7")]
    [InlineData("Development", "Server:MaxDepth", "0")]
    [InlineData("Development", "Server:OperationTimeout", "2.00:00:00")]
    [InlineData("Development", "Server:DrainTimeout", "00:00:00")]
    [InlineData("Development", "Server:DrainDelay", "-00:00:01")]
    [InlineData("Development", "Server:Ide", "yes")]
    [InlineData("Development", "Server:AllowedOrigins:0", "https://app.example/")]
    [InlineData("Development", "Server:AllowedOrigins:0", "*")]
    [InlineData("Development", "Server:AllowLoopbackOrigins", "yes")]
    [InlineData("Development", "Server:PreflightMaxAge", "2.00:00:00")]
    [InlineData("Development", "Server:ApiKeys:0:Name", "")]
    [InlineData("Development", "Server:ApiKeys", Key)]
    [InlineData("Development", "Server:ApiKeys:0", Key)]
    [InlineData("Development", "Server:ApiKeys:Name", "app")]
    [InlineData("Development", "Server:ApiKeys:0:Hsah", Key)]
    [InlineData("Development", "Server:ApiKey", Key)]
    [InlineData("Development", "Server:AllowedOrigins", "https://app.example")]
    [InlineData("Development", "Server:MaxDepht", "5")]
    [InlineData("Development", "Server:PublicUrl", Key)]
    [InlineData("Development", "Server:TrustedDocuments", Key)]
    [InlineData("Development", "Server:PublicUrl", "/portfolio")]
    [InlineData("Development", "Server:PublicUrl", "https://")]
    [InlineData("Development", "Server:PublicUrl", "ftp://api.example.com")]
    [InlineData("Development", "Server:PublicUrl", "https://api.example.com/?key=" + Key)]
    [InlineData("Development", "Server:PublicUrl", "https://api.example.com/portfolio?")]
    [InlineData("Development", "Server:PublicUrl", "https://api.example.com/#top")]
    [InlineData("Development", "Server:PublicUrl", "https://user:" + Key + "@api.example.com")]
    [InlineData("Development", "Server:PublicUrl", "https://@api.example.com")]
    [InlineData("Development", "Telemetry:Otlp", "yes")]
    [InlineData("Development", "Telemetry:Prometheus", "true")]
    [InlineData("Development", "Telemetry:PrometheusUrl", Key)]
    [InlineData("Development", "Telemetry:PrometheusUrl", "http://127.0.0.1:0")]
    [InlineData("Development", "Telemetry:PrometheusUrl", "http://127.0.0.1:9464/metrics")]
    [InlineData("Development", "Redis:Configuration", "127.0.0.1:6379,passwrod=" + Key)]
    [InlineData("Development", "Redis:FallbackShare", "2")]
    [InlineData("Development", "Redis:Timeout", "1 second")]
    [InlineData("Development", "Redis:Server", "redis:6379")]
    [InlineData("Development", "Redis:KeyPrefix", "my app")]
    [InlineData("Development", "urls", "nonsense")]
    [InlineData("Development", "urls", "http://localhost:99999")]
    public async Task Server_Should_NameTheSettingInOneLine_When_ItCannotStart(string environment, string setting, string value)
    {
        var (exitCode, output, errors) = await RunAsync(environment, $"--{setting}={value}");

        exitCode.ShouldBe(1, errors);
        var line = errors.Trim();
        line.ShouldStartWith("PortfolioGraph did not start. ");
        line.ShouldContain(setting);
        if (setting.StartsWith("Server:", StringComparison.Ordinal) || setting.StartsWith("Telemetry:", StringComparison.Ordinal))
            line.ShouldContain(setting.Replace(":", "__", StringComparison.Ordinal), Case.Sensitive, "this is the name in the environment");
        line.Split('\n').Length.ShouldBe(1, errors);
        (output + errors).ShouldNotContain("   at ");
        (output + errors).ShouldNotContain(Key);
    }

    [Fact]
    public async Task Server_Should_NameBothSettings_When_TwoSectionsAreInvalid()
    {
        var (exitCode, output, errors) = await RunAsync("Development", "--Upstream:Burst=0", "--Cache:MaxBytes=0");

        exitCode.ShouldBe(1);
        errors.Trim().Split('\n').Length.ShouldBe(1, errors);
        errors.ShouldContain("Upstream:Burst");
        errors.ShouldContain("Cache:MaxBytes");
        (output + errors).ShouldNotContain("   at ");
    }

    // The port in use ends the process after all settings are accepted. The host reads Sandbox:Enabled, and the sandbox the other settings of that section.
    [Theory]
    [InlineData("Development", "Sandbox:Owners=Real")]
    [InlineData("Production", "Sandbox:Enabled=true")]
    [InlineData("Production", "Upstream:ApiKey=" + Key)]
    public async Task Server_Should_NameTheAddress_When_ItIsInUse(string environment, string setting)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var (exitCode, output, errors) = await RunAsync(environment, $"--urls=http://127.0.0.1:{port}", $"--{setting}");

        exitCode.ShouldBe(1);
        errors.Trim().Split('\n').Length.ShouldBe(1, errors);
        errors.ShouldContain($"http://127.0.0.1:{port}");
        errors.ShouldContain("--urls");
        (output + errors).ShouldNotContain("   at ");
    }

    // The port of the graph would serve the metrics to every client, and an endpoint of Kestrel would replace the address of the metrics.
    [Theory]
    [InlineData("--urls=http://127.0.0.1:9464;http://127.0.0.1:0")]
    [InlineData("--Kestrel:Endpoints:Http:Url=http://127.0.0.1:0")]
    public async Task Server_Should_RejectTheAddressOfMetrics_When_ItWouldNotBeSeparate(string argument)
    {
        var (exitCode, _, errors) = await RunAsync("Development", argument, "--Telemetry:PrometheusUrl=http://+:9464");

        exitCode.ShouldBe(1);
        errors.Trim().Split('\n').Length.ShouldBe(1, errors);
        errors.ShouldContain("Telemetry:PrometheusUrl (environment Telemetry__PrometheusUrl) must ");
    }

    internal static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string environment, params string[] arguments)
    {
        var server = typeof(AddressLimits).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [server, "--urls=http://127.0.0.1:0", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(server),
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }
}
