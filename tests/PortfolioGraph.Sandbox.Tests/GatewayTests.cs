using System.Text.Json;

namespace PortfolioGraph.Sandbox.Tests;

public sealed class GatewayTests
{
    [Theory]
    [InlineData("v5.0/general/status")]
    [InlineData("v5.0/general/nothing")]
    [InlineData("v4/general/current_value?addresses=0x1")]
    public async Task Call_Should_BeUnauthorized_When_KeyIsMissing(string path)
    {
        await using var api = await Api.StartAsync();

        using var response = api.Send(path, key: null);

        ((int)response.StatusCode).ShouldBe(401);
        JsonDocument.Parse(Api.Body(response)).RootElement.Text("error").ShouldBe("Unauthorized");
    }

    [Fact]
    public async Task Call_Should_Succeed_When_NoKeyIsRequired()
    {
        await using var api = await Api.StartAsync(new SandboxOptions { RequireKey = false });

        using var response = api.Send("v5.0/general/status", key: null);

        ((int)response.StatusCode).ShouldBe(200);
    }

    [Fact]
    public async Task Call_Should_RequireAListedKey_When_KeysAreConfigured()
    {
        await using var api = await Api.StartAsync(new SandboxOptions { Keys = { "one", "two" } });

        using var right = api.Send("v5.0/general/status", key: "two");
        using var wrong = api.Send("v5.0/general/status", key: "three");

        ((int)right.StatusCode).ShouldBe(200);
        ((int)wrong.StatusCode).ShouldBe(401);
    }

    [Fact]
    public async Task Limit_Should_ApplyToEachKey_When_KeysDiffer()
    {
        await using var api = await Api.StartAsync(new SandboxOptions { CallsPerSecond = 1 });

        Statuses(api, "first", 2).ShouldBe([200, 429]);
        Statuses(api, "second", 1).ShouldBe([200]);
        api.Time.Advance(TimeSpan.FromMilliseconds(999));
        Statuses(api, "first", 1).ShouldBe([429]);
        api.Time.Advance(TimeSpan.FromMilliseconds(1));
        Statuses(api, "first", 2).ShouldBe([200, 429]);
    }

    [Fact]
    public async Task Limit_Should_AllowABurst_When_BothVersionsAreCalled()
    {
        await using var api = await Api.StartAsync(new SandboxOptions { CallsPerSecond = 2, Burst = 3 });

        Statuses(api, "key", 4, "v5.0/general/status", "v4/general/is_available").ShouldBe([200, 200, 200, 429]);
        api.Time.Advance(TimeSpan.FromHours(1));
        Statuses(api, "key", 4).ShouldBe([200, 200, 200, 429]);
    }

    [Theory]
    [InlineData(RetryAfterForm.None, null)]
    [InlineData(RetryAfterForm.Seconds, "4")]
    [InlineData(RetryAfterForm.Date, "Tue, 01 Jul 2025 12:00:04 GMT")]
    public async Task Limit_Should_SendRetryAfter_When_FormIsSet(RetryAfterForm form, string? expected)
    {
        await using var api = await Api.StartAsync(new SandboxOptions { CallsPerSecond = 0.25, RetryAfter = form });
        Statuses(api, "key", 1);

        using var response = api.Send("v5.0/general/status", "key");

        ((int)response.StatusCode).ShouldBe(429);
        (response.Headers.TryGetValues("Retry-After", out var values) ? values.Single() : null).ShouldBe(expected);
    }

    [Fact]
    public async Task RequestIds_Should_Repeat_When_TheSandboxRestarts()
    {
        async Task<List<string>> Ids()
        {
            await using var api = await Api.StartAsync();
            return [.. Enumerable.Range(0, 3).Select(_ => api.Send("v5.0/general/status").Headers.GetValues("X-Request-Id").Single())];
        }

        var first = await Ids();

        first.Distinct().Count().ShouldBe(3);
        (await Ids()).ShouldBe(first);
    }

    [Fact]
    public async Task StartAsync_Should_Throw_When_PortIsInUse()
    {
        await using var api = await Api.StartAsync();

        await Should.ThrowAsync<IOException>(() => SandboxServer.StartAsync(new SandboxOptions { Port = api.Server.BaseAddress.Port }));
    }

    private static List<int> Statuses(Api api, string key, int calls, params string[] paths)
    {
        var all = paths.Length == 0 ? ["v5.0/general/status"] : paths;
        return [.. Enumerable.Range(0, calls).Select(i =>
        {
            using var response = api.Send(all[i % all.Length], key);
            return (int)response.StatusCode;
        })];
    }
}
