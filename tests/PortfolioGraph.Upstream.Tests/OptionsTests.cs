using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream.Configuration;
using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Upstream.Tests;

/// <summary>The validation of settings at startup, with messages that name the setting as an operator writes it.</summary>
public sealed class OptionsTests
{
    [Fact]
    public void Validate_Should_Succeed_When_NothingIsConfigured()
    {
        var options = Validate([]);

        options.BaseUrl.ShouldBe("https://api.1inch.dev/portfolio/portfolio");
        options.CallsPerSecond.ShouldBeNull();
        options.MaxAddressesPerCall.ShouldBe(10);
        options.Timeout.ShouldBe(TimeSpan.FromSeconds(14));
        options.MaxResponseBytes.ShouldBe(8 * 1024 * 1024);
    }

    [Theory]
    [InlineData("BaseUrl", "https://api.1inch.com/portfolio/portfolio/")]
    [InlineData("BaseUrl", "http://127.0.0.1:5080/portfolio/portfolio")]
    [InlineData("BaseUrl", "http://localhost:5080/portfolio/portfolio")]
    [InlineData("BaseUrl", "http://[::1]:5080/portfolio/portfolio")]
    [InlineData("ApiKey", "abc-DEF_123.~+/=")]
    [InlineData("ApiKey", "")]
    [InlineData("CallsPerSecond", "0")]
    [InlineData("CallsPerSecond", "0.5")]
    [InlineData("CallsPerSecond", "1000")]
    [InlineData("RateLimitMargin", "0")]
    [InlineData("RateLimitMargin", "1")]
    public void Validate_Should_Succeed_When_TheSettingIsValid(string setting, string value) => Validate([(setting, value)]);

    [Theory]
    [InlineData("BaseUrl", "", "absolute https address")]
    [InlineData("BaseUrl", "api.1inch.dev/portfolio", "absolute https address")]
    [InlineData("BaseUrl", "/portfolio/portfolio", "absolute https address")]
    [InlineData("BaseUrl", "ftp://api.1inch.dev/portfolio", "absolute https address")]
    [InlineData("BaseUrl", "http://api.1inch.dev/portfolio/portfolio", "must use https")]
    [InlineData("BaseUrl", "http://10.0.0.1/portfolio/portfolio", "must use https")]
    [InlineData("BaseUrl", "http://127.0.0.1.evil.test/portfolio", "must use https")]
    [InlineData("BaseUrl", "https://user:hunter2@api.1inch.dev/portfolio", "user or password")]
    [InlineData("BaseUrl", "https://api.1inch.dev/portfolio?apiKey=hunter2", "without '?' or '#'")]
    [InlineData("ApiKey", "hunter2\n", "Set only the key itself")]
    [InlineData("ApiKey", "Bearer hunter2", "Set only the key itself")]
    [InlineData("ApiKey", "hunter2\u0007", "Set only the key itself")]
    [InlineData("ApiKey", "hunter2é", "Set only the key itself")]
    [InlineData("CallsPerSecond", "-1", "must be between 0 and 1000")]
    [InlineData("CallsPerSecond", "1000.5", "must be between 0 and 1000")]
    [InlineData("RateLimitMargin", "-0.01", "must be between 0 and 1")]
    [InlineData("RateLimitMargin", "1.01", "must be between 0 and 1")]
    [InlineData("RetryRatio", "1.5", "must be between 0 and 1")]
    [InlineData("RetryBurst", "-1", "must be between 0 and 1000")]
    [InlineData("Burst", "0", "must be between 1 and 1000")]
    [InlineData("MaxAddressesPerCall", "0", "must be between 1 and 100")]
    [InlineData("MaxAddressesPerCall", "101", "must be between 1 and 100")]
    [InlineData("Timeout", "00:00:00", "Write 30 seconds as 00:00:30")]
    [InlineData("Timeout", "30", "must be between 00:00:01 and 00:10:00 (was 30.00:00:00)")]
    [InlineData("AttemptTimeout", "-00:00:01", "must be between 00:00:00.1")]
    [InlineData("QueueTimeout", "-00:00:01", "must be between 00:00:00")]
    [InlineData("MaxRetryAfter", "00:00:00", "must be between 00:00:01")]
    [InlineData("MaxResponseBytes", "10", "must be between 1024")]
    [InlineData("RetryDelay", "00:02:00", "must be between 00:00:00")]
    [InlineData("BreakerMinimumThroughput", "1", "must be between 2")]
    [InlineData("BreakerSamplingDuration", "00:00:00", "must be between 00:00:01")]
    [InlineData("BreakDuration", "00:00:00", "must be between 00:00:01")]
    public void Validate_Should_NameTheSettingAndTheFix_When_ItIsInvalid(string setting, string value, string fix)
    {
        var exception = Should.Throw<OptionsValidationException>(() => Validate([(setting, value)]));

        var message = exception.Failures.ShouldHaveSingleItem();
        message.ShouldStartWith($"Upstream:{setting} (environment Upstream__{setting}) ");
        message.ShouldContain(fix);
        exception.ToString().ShouldNotContain("hunter2");
    }

    [Fact]
    public void Validate_Should_NameEverySetting_When_SeveralAreInvalid()
    {
        var exception = Should.Throw<OptionsValidationException>(() => Validate([("Burst", "0"), ("BaseUrl", "x")]));

        exception.Failures.Count().ShouldBe(2);
    }

    [Fact]
    public void AddPortfolioUpstream_Should_KeepTheHostsServices_When_TheyAreRegisteredFirst()
    {
        var time = new SteppedTimeProvider();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(time);
        services.AddPortfolioUpstream(new ConfigurationBuilder().Build());

        services.BuildServiceProvider().GetRequiredService<TimeProvider>().ShouldBeSameAs(time);
    }

    [Fact]
    public void AddPortfolioUpstream_Should_RegisterOneRateLimiter_When_BothVersionsAreUsed()
    {
        var services = new ServiceCollection();
        services.AddPortfolioUpstream(new ConfigurationBuilder().Build());
        using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<IUpstreamRateLimiter>().ShouldBeSameAs(provider.GetRequiredService<IUpstreamRateLimiter>());
        provider.GetRequiredService<TimeProvider>().ShouldBeSameAs(TimeProvider.System);
    }

    private static UpstreamOptions Validate((string Name, string Value)[] settings)
    {
        var services = new ServiceCollection();
        var values = settings.ToDictionary(setting => "Upstream:" + setting.Name, setting => (string?)setting.Value);
        services.AddPortfolioUpstream(new ConfigurationBuilder().AddInMemoryCollection(values).Build());

        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
        return provider.GetRequiredService<IOptions<UpstreamOptions>>().Value;
    }
}
