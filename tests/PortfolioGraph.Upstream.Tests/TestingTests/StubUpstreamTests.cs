namespace PortfolioGraph.Upstream.Tests.TestingTests;

public sealed class StubUpstreamTests : IDisposable
{
    private readonly StubUpstream _stub = new();

    public void Dispose() => _stub.Dispose();

    [Fact]
    public async Task SendAsync_Should_ThrowWithTheUrl_When_NoResponseIsConfigured()
    {
        using var harness = new UpstreamHarness();

        var exception = await Should.ThrowAsync<UnexpectedRequestException>(harness.V5.GetStatusAsync());

        exception.Message.ShouldContain("/portfolio/portfolio/v5.0/general/status");
        harness.Stub.Unexpected.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task SendAsync_Should_PreferTheExactQuery_When_BothAreConfigured()
    {
        _stub.Returns("a/b?x=1", "exact").Returns("a/b", "any").Returns("b", "last");
        using var client = new HttpClient(_stub);

        (await client.GetStringAsync(new Uri("http://stub.test/a/b?x=1"))).ShouldBe("exact");
        (await client.GetStringAsync(new Uri("http://stub.test/a/b?x=12"))).ShouldBe("last");
        (await client.GetStringAsync(new Uri("http://stub.test/a/b"))).ShouldBe("last");
        _stub.Requests.Select(request => request.PathAndQuery).ShouldBe(["/a/b?x=1", "/a/b?x=12", "/a/b"]);
    }

    [Fact]
    public async Task SendAsync_Should_RepeatTheLastResponse_When_AllWereReturned()
    {
        _stub.ReturnsInSequence("a", StubResponse.Json("1"), StubResponse.Json("2"));
        using var client = new HttpClient(_stub);

        (await client.GetStringAsync(new Uri("http://stub.test/a"))).ShouldBe("1");
        (await client.GetStringAsync(new Uri("http://stub.test/a"))).ShouldBe("2");
        (await client.GetStringAsync(new Uri("http://stub.test/a"))).ShouldBe("2");
    }
}
