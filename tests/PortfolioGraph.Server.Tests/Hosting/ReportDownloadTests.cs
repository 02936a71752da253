using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Testing;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Server.Tests.Hosting;

/// <summary>The report of a wallet as a file, which shares the call and the cache with the text in the graph.</summary>
public sealed class ReportDownloadTests
{
    private const string Address = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
    private const string Call = "v5.0/general/report addresses=d8da timerange=1year closed=true closed_threshold=0";

    [Fact]
    public async Task Report_Should_HaveTheTextOfTheGraph_When_ItIsDownloaded()
    {
        await using var graph = await GraphServer.StartAsync();
        var graphResponse = await graph.QueryAsync("query($address: Address!) { wallet(address: $address) { report { csv downloadUrl } } }", new { address = Wallets.Typical });
        var link = new Uri(graphResponse.ShouldHaveNoErrors()["wallet.report.downloadUrl"].GetString()!);

        using var response = await graph.Client.GetAsync(link);

        link.AbsoluteUri.ShouldBe($"{graph.Client.BaseAddress}report/{Address}.csv?range=ONE_YEAR&includeClosed=true");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        response.Content.Headers.ContentDisposition!.ToString().ShouldBe($"attachment; filename=portfolio-{Wallets.Typical}-one_year.csv");
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        response.Headers.CacheControl!.ShouldSatisfyAllConditions(c => c.Private.ShouldBeTrue(), c => c.MaxAge.ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.Zero));
        response.Headers.Age.ShouldNotBeNull();
        (await response.Content.ReadAsByteArrayAsync()).ShouldBe([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(graphResponse["wallet.report.csv"].GetString()!)]);
        response.Content.Headers.ContentLength.ShouldBe(Encoding.UTF8.GetByteCount(graphResponse["wallet.report.csv"].GetString()!) + 3);
        graph.Calls.ShouldBe([Call], "the graph and the file share the cache");
    }

    [Theory]
    [InlineData("a,b\n\"\t=1+1\",\u00e9\n", "a,b\n\"'\t=1+1\",\u00e9\n")]
    [InlineData("\uFEFF=a;b\r\n1,5;2", "'=a;b\r\n1,5;2")]
    public async Task Report_Should_StartWithOneByteOrderMark_When_TheDataSourceSendsOneOrNone(string csv, string file)
    {
        using var upstream = new StubUpstream().Returns("v5.0/general/report", StubResponse.Status(HttpStatusCode.OK, csv, "text/csv"));
        await using var graph = await GraphServer.StartAsync(services: services => services.AddHttpClient(UpstreamHttpClients.V5).ConfigurePrimaryHttpMessageHandler(() => upstream));

        var text = (await graph.QueryAsync("query($address: Address!) { wallet(address: $address) { report { csv } } }", new { address = Wallets.Typical })).ShouldHaveNoErrors()["wallet.report.csv"].GetString();
        var bytes = await graph.Client.GetByteArrayAsync(new Uri($"/report/{Address}.csv", UriKind.Relative));
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri($"/report/{Address}.csv", UriKind.Relative));
        using var head = await graph.Client.SendAsync(request);

        text.ShouldBe(csv, "the graph returns the text of the data source unchanged");
        bytes.ShouldBe([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(file)]);
        head.Content.Headers.ContentLength.ShouldBe(bytes.Length);
        head.Headers.ETag.ShouldNotBeNull();
        upstream.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Report_Should_Fail_When_ItEndsInsideARow()
    {
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v5.0/general/report", Kind = FaultKind.Truncated });

        var broken = await graph.QueryAsync("query($address: Address!) { wallet(address: $address) { valueUsd report { csv } } }", new { address = Wallets.Typical });
        using var file = await graph.Client.GetAsync(new Uri($"/report/{Address}.csv", UriKind.Relative));
        graph.Sandbox.Options.Faults.Clear();
        using var complete = await graph.Client.GetAsync(new Uri($"/report/{Address}.csv", UriKind.Relative));

        broken.Codes.ShouldBe(["UPSTREAM_BAD_ANSWER"]);
        broken.Paths.ShouldBe(["wallet.report"]);
        broken.IsNull("wallet.report").ShouldBeTrue();
        broken.IsNull("wallet.valueUsd").ShouldBeFalse();
        await CheckProblemAsync(file, HttpStatusCode.BadGateway, "UPSTREAM_BAD_ANSWER");
        complete.StatusCode.ShouldBe(HttpStatusCode.OK);
        graph.Calls.Where(call => call.Contains("report", StringComparison.Ordinal)).ShouldBe([Call, Call, Call, Call, Call], "each of the two failed loads made a second attempt");
    }

    [Fact]
    public async Task Report_Should_BeComplete_When_OnlyTheFirstResponseEndsInsideARow()
    {
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v5.0/general/report", Kind = FaultKind.Truncated, Times = 1 });

        using var file = await graph.Client.GetAsync(new Uri($"/report/{Address}.csv", UriKind.Relative));

        file.StatusCode.ShouldBe(HttpStatusCode.OK);
        graph.Calls.ShouldBe([Call, Call]);
    }

    [Fact]
    public async Task Report_Should_NotBeSentAgain_When_TheClientHasIt()
    {
        await using var graph = await GraphServer.StartAsync();
        using var first = await graph.Client.GetAsync(new Uri($"/report/{Address}.csv", UriKind.Relative));
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"/report/{Address}.csv", UriKind.Relative));
        request.Headers.IfNoneMatch.Add(first.Headers.ETag.ShouldNotBeNull());

        using var again = await graph.Client.SendAsync(request);

        again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await again.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        graph.Calls.ShouldBe([Call]);
    }

    [Theory]
    [InlineData("", Call)]
    [InlineData("?range=ONE_YEAR&includeClosed=true", Call)]
    [InlineData("?range=THREE_YEARS", "v5.0/general/report addresses=d8da timerange=3years closed=true closed_threshold=0")]
    [InlineData("?chainId=8453", "v5.0/general/report addresses=d8da chain_id=8453 timerange=1year closed=true closed_threshold=0")]
    [InlineData("?includeClosed=false&range=ONE_DAY&other=1", "v5.0/general/report addresses=d8da timerange=1day closed=false closed_threshold=0")]
    public async Task Report_Should_PassParametersToTheUpstream_When_ParametersAreSent(string query, string call)
    {
        await using var graph = await GraphServer.StartAsync();

        using var response = await graph.Client.GetAsync(new Uri($"/report/{Wallets.Typical}.csv{query}", UriKind.Relative));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        graph.Calls.ShouldBe([call]);
    }

    [Fact]
    public async Task DownloadUrl_Should_BeNull_When_APortfolioHasSeveralAddresses()
    {
        await using var graph = await GraphServer.StartAsync();

        var graphResponse = await graph.QueryAsync(
            "query($several: [Address!]!, $one: [Address!]!) { several: portfolio(addresses: $several) { report { downloadUrl } } one: portfolio(addresses: $one) { report(range: ONE_DAY, includeClosed: false) { downloadUrl } } }",
            new { several = Wallets.Some(2), one = new[] { Wallets.Typical } });

        graphResponse.ShouldHaveNoErrors().IsNull("several.report.downloadUrl").ShouldBeTrue();
        graphResponse["one.report.downloadUrl"].GetString().ShouldBe($"{graph.Client.BaseAddress}report/{Address}.csv?range=ONE_DAY&includeClosed=false");
    }

    [Fact]
    public async Task Report_Should_BeOfTheChain_When_TheUrlIsThatOfAChain()
    {
        await using var graph = await GraphServer.StartAsync();
        var report = (await graph.QueryAsync("query($address: Address!) { wallet(address: $address) { chain(chainId: 8453) { report { csv downloadUrl } } } }", new { address = Wallets.Typical })).ShouldHaveNoErrors();

        using var file = await graph.Client.GetAsync(new Uri(report["wallet.chain.report.downloadUrl"].GetString()!));
        using var unsupported = await graph.Client.GetAsync(new Uri($"/report/{Address}.csv?chainId=123456", UriKind.Relative));

        (await file.Content.ReadAsByteArrayAsync()).ShouldBe([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(report["wallet.chain.report.csv"].GetString()!)]);
        file.Content.Headers.ContentDisposition!.FileName.ShouldBe($"portfolio-{Wallets.Typical}-chain-8453-one_year.csv");
        await CheckProblemAsync(unsupported, HttpStatusCode.BadRequest, "CHAIN_UNSUPPORTED");
        graph.Calls.ShouldBe(["v5.0/general/report addresses=d8da chain_id=8453 timerange=1year closed=true closed_threshold=0", "v5.0/general/supported_chains"]);
    }

    [Theory]
    [InlineData("0x123.csv", "ADDRESS_INVALID")]
    [InlineData("vitalik.eth.csv", "ADDRESS_INVALID")]
    [InlineData("0xD8dA6BF26964aF9D7eEd9e03E53415D37aA96045.csv", "ADDRESS_INVALID")]
    [InlineData("0xd8da6bf26964af9d7eed9e03e53415d37aa96045%0D%0ASet-Cookie:a=b.csv", "ADDRESS_INVALID")]
    [InlineData(Address + ".csv?range=ALL", "REQUEST_INVALID")]
    [InlineData(Address + ".csv?range=", "REQUEST_INVALID")]
    [InlineData(Address + ".csv?range=3", "REQUEST_INVALID")]
    [InlineData(Address + ".csv?range=ONE_DAY&range=ONE_DAY", "REQUEST_INVALID")]
    [InlineData(Address + ".csv?includeClosed=yes", "REQUEST_INVALID")]
    [InlineData(Address + ".csv?chainId=", "REQUEST_INVALID")]
    [InlineData(Address + ".csv?chainId=-1", "REQUEST_INVALID")]
    [InlineData(Address + ".csv?chainId=1&chainId=1", "REQUEST_INVALID")]
    [InlineData(Address + ".csv?chainId=99999999999", "REQUEST_INVALID")]
    [InlineData(Address + ".csv?chainId=0", "CHAIN_UNSUPPORTED")]
    public async Task Report_Should_BeRejectedWithoutACall_When_TheRequestIsInvalid(string path, string code)
    {
        await using var graph = await GraphServer.StartAsync();

        using var response = await graph.Client.GetAsync(new Uri($"/report/{path}", UriKind.Relative));

        var problem = await CheckProblemAsync(response, HttpStatusCode.BadRequest, code);
        problem.ToString().ShouldNotContain("vitalik");
        graph.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(500, 503, "UPSTREAM_UNAVAILABLE")]
    [InlineData(422, 502, "UPSTREAM_REFUSED")]
    [InlineData(401, 502, "UPSTREAM_REJECTED_KEY")]
    [InlineData(403, 502, "UPSTREAM_REJECTED_KEY")]
    [InlineData(403, 502, "UPSTREAM_FORBIDDEN", FaultKind.BlockPage)]
    [InlineData(403, 502, "UPSTREAM_FORBIDDEN", FaultKind.Sanctioned)]
    public async Task Report_Should_ReportTheError_When_TheUpstreamFails(int status, int expected, string code, FaultKind kind = FaultKind.Status)
    {
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v5.0/general/report", Kind = kind, Status = status });

        using var response = await graph.Client.GetAsync(new Uri($"/report/{Address}.csv", UriKind.Relative));

        var problem = await CheckProblemAsync(response, (HttpStatusCode)expected, code);
        response.Headers.RetryAfter.ShouldBeNull();
        problem.ToString().ShouldNotContain(GraphServer.ApiKey);
        problem.ToString().ShouldNotContain(graph.Sandbox.BaseAddress.Authority);
    }

    [Fact]
    public async Task Report_Should_SendRetryAfter_When_TheUpstreamIsRateLimited()
    {
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Status = 429, RetryAfter = RetryAfterForm.Seconds, RetryAfterSeconds = 86_400 });

        using var response = await graph.Client.GetAsync(new Uri($"/report/{Address}.csv", UriKind.Relative));

        await CheckProblemAsync(response, HttpStatusCode.ServiceUnavailable, "UPSTREAM_RATE_LIMITED");
        response.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(86_390, 86_400);
    }

    [Fact]
    public async Task Report_Should_HaveNoBody_When_TheMethodIsHead()
    {
        await using var graph = await GraphServer.StartAsync();

        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri($"/report/{Address}.csv", UriKind.Relative));
        using var head = await graph.Client.SendAsync(request);
        using var post = await graph.Client.PostAsync(new Uri($"/report/{Address}.csv", UriKind.Relative), null);

        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        head.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        head.Content.Headers.ContentLength.ShouldBe((await graph.Client.GetByteArrayAsync(new Uri($"/report/{Address}.csv", UriKind.Relative))).Length);
        post.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    private static async Task<JsonElement> CheckProblemAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, body);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        var problem = JsonDocument.Parse(body).RootElement;
        problem.GetProperty("code").GetString().ShouldBe(code);
        return problem;
    }
}
