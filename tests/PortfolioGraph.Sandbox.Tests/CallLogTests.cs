namespace PortfolioGraph.Sandbox.Tests;

public sealed class CallLogTests : IAsyncLifetime
{
    private Api _api = null!;

    public async Task InitializeAsync() => _api = await Api.StartAsync();

    public Task DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public void Calls_Should_RecordPathParametersStatusAndTime_When_CallsAreReceived()
    {
        _api.Send("v5.0/general/current_value?use_cache=true&addresses=0xA&chain_id=1&addresses=0x%26b", "secret").Dispose();
        _api.Time.Advance(TimeSpan.FromSeconds(3));
        _api.Send("/elsewhere?x", key: null).Dispose();

        var calls = _api.Server.Calls;

        calls.Select(c => c.Path).ShouldBe(["v5.0/general/current_value", "/elsewhere"]);
        calls[0].Query.Select(p => (p.Key, p.Value)).ShouldBe([("use_cache", "true"), ("addresses", "0xA"), ("chain_id", "1"), ("addresses", "0x&b")]);
        calls[0].Addresses.ShouldBe(["0xA", "0x&b"]);
        calls.Select(c => (c.HasKey, c.Status)).ShouldBe([(true, 422), (false, 401)]);
        (calls[1].Time - calls[0].Time).ShouldBe(TimeSpan.FromSeconds(3));
        calls[0].ToString().ShouldBe("v5.0/general/current_value?use_cache=true&addresses=0xA&chain_id=1&addresses=0x&b");
    }

    [Fact]
    public void Calls_Should_BeEmpty_When_Cleared()
    {
        _api.Send("v5.0/general/status").Dispose();
        var before = _api.Server.Calls;
        _api.Server.ClearCalls();
        _api.Send("v4/general/is_available").Dispose();

        before.Single().Path.ShouldBe("v5.0/general/status");
        _api.Server.Calls.Single().Path.ShouldBe("v4/general/is_available");
    }

    [Fact]
    public void CallsRoute_Should_OmitTheKey_When_CallsAreListed()
    {
        _api.Send("v5.0/general/status", "secret").Dispose();

        using var response = _api.Send("/_sandbox/calls", key: null);

        Api.Body(response).ShouldBe("""[{"call":"v5.0/general/status","status":200,"time":"2025-07-01T12:00:00+00:00"}]""");
        _api.Server.Calls.Count.ShouldBe(1);
    }
}
