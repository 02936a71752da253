using Microsoft.Extensions.Logging;
using PortfolioGraph.Server.Hosting;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.AccessControl;

/// <summary>The log of rejected origins limits what clients can write to it.</summary>
public sealed class RejectedOriginLogTests : IDisposable
{
    private readonly LogRecorder _lines = new();
    private readonly ILoggerFactory _factory;
    private readonly RejectedOriginLog _log;

    public RejectedOriginLogTests()
    {
        _factory = LoggerFactory.Create(logging => logging.AddProvider(_lines));
        _log = new RejectedOriginLog(_factory.CreateLogger<RejectedOriginLog>());
    }

    public void Dispose()
    {
        _factory.Dispose();
        _lines.Dispose();
    }

    [Fact]
    public void Record_Should_LogEachOriginOnce_When_ItRepeats()
    {
        foreach (var origin in (string[])["https://a.example", "https://b.example", "https://a.example"])
            _log.Record(origin);

        _lines.Lines.Count.ShouldBe(2);
        _lines.Lines[0].ShouldContain("https://a.example");
        _lines.Lines[1].ShouldContain("https://b.example");
    }

    [Fact]
    public void Record_Should_StopWithANotice_When_TooManyOriginsAreRejected()
    {
        for (var i = 0; i < 3 * RejectedOriginLog.MaxOrigins; i++)
            _log.Record($"https://{i}.example");

        _lines.Lines.Count.ShouldBe(RejectedOriginLog.MaxOrigins + 1);
        _lines.Lines[^1].ShouldContain("not logged until the server restarts");
    }

    [Fact]
    public void Record_Should_ReplaceOtherCharacters_When_TheOriginIsForged()
    {
        _log.Record("https://a\r\nerror: {x}\u001b[31m\u202e.example");

        var line = _lines.Lines.ShouldHaveSingleItem();
        line.ShouldContain("https://a??error:??x??[31m?.example");
        line.ShouldNotContain('\n');
    }

    [Fact]
    public void Record_Should_CutTheOrigin_When_ItIsLong()
    {
        _log.Record("https://" + new string('a', 10_000));

        _lines.Lines.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            line => line.ShouldContain("https://" + new string('a', RejectedOriginLog.MaxLength - 8) + " "),
            line => line.Length.ShouldBeLessThan(500));
    }
}
