using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using PortfolioGraph.Server.Hosting;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.AccessControl;

/// <summary>The server profiles: <c>schema/PROFILES.md</c> lists every setting of every profile, and settings override their profile.</summary>
public sealed class ServerProfilesTests
{
    [Fact]
    public void Page_Should_ListEverySettingOfEveryProfile_When_ComparedWithTheCode()
    {
        var page = File.ReadAllText(RepositoryRoot.Combine("schema", "PROFILES.md"));
        var rows = Regex.Matches(page, @"^\| `(?<name>\w+)` \| (?<values>[^|]+ \| [^|]+ \| [^|]+) \| \S.* \|\r?$", RegexOptions.Multiline)
            .Select(row => $"{row.Groups["name"].Value}: {row.Groups["values"].Value}");

        var profiles = Enum.GetValues<ServerProfile>().Select(ServerProfiles.Of).ToArray();
        var expected = typeof(ServerOptions).GetProperties()
            .Where(property => property.Name is not (nameof(ServerOptions.Profile) or nameof(ServerOptions.PublicUrl) or nameof(ServerOptions.AllowedOrigins) or nameof(ServerOptions.ApiKeys)))
            .Select(property => $"{property.Name}: {string.Join(" | ", profiles.Select(profile => Text(property.GetValue(profile))))}");

        rows.ShouldBe(expected, ignoreOrder: true);
        page.ShouldContain($"| {string.Join(" | ", Enum.GetNames<ServerProfile>())} | meaning |");
    }

    [Theory]
    [InlineData("Development", null, "Development")]
    [InlineData("Production", null, "Public")]
    [InlineData("Staging", null, "Public")]
    [InlineData("Production", "trusted", "Trusted")]
    [InlineData("Development", "Public", "Public")]
    public void Profile_Should_DependOnTheEnvironment_When_NoneIsConfigured(string environment, string? profile, string expected) =>
        Read(environment, ("Server:Profile", profile)).Profile.ToString().ShouldBe(expected);

    [Fact]
    public void Setting_Should_OverrideItsProfile_When_ItIsConfigured()
    {
        var settings = Read("Production", ("Server:Profile", "Trusted"), ("Server:Introspection", "true"), ("Server:MaxDepth", "7"), ("Server:OperationTimeout", "00:00:05"));

        settings.ShouldBeEquivalentTo(ServerProfiles.Of(ServerProfile.Trusted) with { Introspection = true, MaxDepth = 7, OperationTimeout = TimeSpan.FromSeconds(5) });
    }

    [Theory]
    [InlineData("https://app.example", null)]
    [InlineData("http://localhost:3000", null)]
    [InlineData("http://[::1]:3000", null)]
    [InlineData("*", "List each origin")]
    [InlineData("https://*.app.example", "List each origin")]
    [InlineData("", "scheme, host and port")]
    [InlineData("null", "scheme, host and port")]
    [InlineData("app.example", "scheme, host and port")]
    [InlineData("https://app.example/", "trailing slash")]
    [InlineData("https://app.example:443", "default port")]
    [InlineData("https://App.example", "lower case")]
    [InlineData("https://user@app.example", "scheme, host and port")]
    [InlineData("https://b\u00fccher.example", "as browsers send it")]
    [InlineData("ws://app.example", "scheme, host and port")]
    public void Origin_Should_BeRejectedWithAdvice_When_NoBrowserWouldSendIt(string origin, string? advice)
    {
        var read = () => Read("Development", ("Server:AllowedOrigins:0", origin));

        if (advice is null)
            read().AllowedOrigins.ShouldBe([origin]);
        else
            read.ShouldThrow<StartupException>().Message.ShouldContain(advice);
    }

    private static ServerOptions Read(string environment, params (string Name, string? Value)[] settings) => ServerProfiles.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Name, s => s.Value)).Build(),
        new Environment(environment));

    private static string Text(object? value) => value switch
    {
        bool flag => flag ? "true" : "false",
        null => "none",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private sealed class Environment(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
