using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using PortfolioGraph.Core;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Failures.Matrix;

/// <summary>
/// Every fault on every dataset, with a cold and a warm cache, on the primary route alone and on all routes. One operation selects all datasets. The failing dataset has
/// the value of the fallback, a stale value, or null with the right code, and the others are complete. No request exceeds the attempts of its fault, no output contains
/// the key or the upstream host, and the next operation succeeds as before.
/// </summary>
public sealed partial class FaultMatrixTests(FaultMatrixHarness graph) : IClassFixture<FaultMatrixHarness>
{
    private static readonly TimeSpan AfterTimeToLive = TimeSpan.FromSeconds(61);

    // Every fault on every dataset. Of the faults that look the same to a client, only one also runs with a warm cache and on the primary route alone.
    public static TheoryData<string, string, bool, bool> Cases()
    {
        var cases = new TheoryData<string, string, bool, bool>();
        var kinds = MatrixFault.All.DistinctBy(static fault => (fault.Category, fault.Code, fault.Attempts, fault.CanFallBack)).ToHashSet();
        foreach (var dataset in MatrixDataset.All)
        {
            foreach (var fault in MatrixFault.All)
            {
                foreach (var isWarm in kinds.Contains(fault) ? (bool[])[false, true] : [false])
                {
                    foreach (var onlyPrimary in dataset.HasFallback && kinds.Contains(fault) ? (bool[])[false, true] : [false])
                        cases.Add(dataset.Name, fault.Name, isWarm, onlyPrimary);
                }
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Dataset_Should_FallBackOrReportItsFault_When_TheUpstreamFails(string name, string faultName, bool isWarm, bool onlyPrimary)
    {
        var (dataset, fault) = (MatrixDataset.Get(name), MatrixFault.Get(faultName));
        var expected = Expectation.Of(dataset, fault, isWarm, onlyPrimary);
        await graph.PrepareAsync(isWarm);

        var run = await graph.RunAsync(dataset, fault, onlyPrimary ? dataset.Primary : [.. dataset.Primary, .. dataset.Fallback]);
        graph.Time.Advance(expected.IsCached || fault.Category == "429" ? AfterTimeToLive : TimeSpan.Zero);
        var after = await graph.QueryAsync();

        CheckResult(expected, dataset, fault, run);
        CheckSiblings(dataset, run);
        CheckCalls(expected, dataset, fault, run);
        CheckNoSecrets(run);
        CheckNoSecrets(after);
        after.Response.ShouldHaveNoErrors().IsNull(dataset.Path).ShouldBeFalse();
        after.GetText(dataset).ShouldBe(graph.Healthy.GetText(dataset), "after the fault the values are live and unchanged");
        after.CountCalls(dataset, dataset.Primary).Count.ShouldBe(graph.Healthy.CountCalls(dataset, dataset.Primary).Count);
        graph.MarkWarm();
    }

    [Fact]
    public void Cases_Should_CoverAllDatasetsAndFaults_When_TheyAreCounted()
    {
        MatrixDataset.All.SelectMany(static dataset => dataset.Datasets).Distinct().Order().ShouldBe(Enum.GetValues<Dataset>());
        MatrixFault.All.Select(static fault => fault.Category).Distinct().Count().ShouldBe(13);
        MatrixFault.All.Where(static fault => fault.Code is not null).Select(static fault => fault.Code).Distinct().Count().ShouldBe(7);
        (MatrixDataset.All.Count, MatrixFault.All.Count, Cases().Count).ShouldBe((15, 41, 1318));
    }

    [Fact]
    public void Datasets_Should_CoverEveryEndpoint_When_ComparedWithTheRouteTable()
    {
        var table = File.ReadAllText(PortfolioGraph.Testing.RepositoryRoot.Combine("README.md"));
        var endpoints = Endpoint().Matches(table).Select(static match => $"{(match.Groups[1].Value == "v5" ? "v5.0" : "v4")}/{match.Groups[2].Value}").Distinct();

        MatrixDataset.All.SelectMany(static dataset => dataset.Primary.Concat(dataset.Fallback)).Distinct().Order(StringComparer.Ordinal)
            .ShouldBe(endpoints.Order(StringComparer.Ordinal));
    }

    private void CheckResult(Expectation expected, MatrixDataset dataset, MatrixFault fault, MatrixRun run)
    {
        var response = run.Response;
        response.Status.ShouldBe(HttpStatusCode.OK);
        response.IsNull(dataset.Path).ShouldBe(expected.IsNull, response.Body.ToString());
        if (expected.Code is null)
        {
            response.Errors.ShouldBeEmpty(response.Body.ToString());
        }
        else
        {
            response.Codes.ShouldNotBeEmpty(response.Body.ToString());
            response.Codes.Distinct().ShouldBe([expected.Code], response.Body.ToString());
            var path = $"^{Regex.Escape(dataset.Path)}{(expected.Part is null ? "" : @"(\.nodes\.\d+)?\." + Regex.Escape(expected.Part))}$";
            response.Paths.Where(at => !Regex.IsMatch(at, path)).ShouldBeEmpty();
            if (fault.RetryAfter is { } seconds)
            {
                var waits = response.Errors.Select(static error => error.GetProperty("extensions").GetProperty("retryAfter").GetInt32()).ToList();
                waits.Min().ShouldBeGreaterThanOrEqualTo(seconds);
                if (fault.MinimumWait is null)
                    waits.Distinct().ShouldHaveSingleItem("an announced wait ends at the same time for all");
            }
        }

        var stale = response.Upstream.TryGetProperty("stale", out var parts) ? parts.EnumerateArray().ToList() : [];
        if (expected.IsStale)
        {
            run.GetText(dataset).Replace("\"STALE\"", "\"LIVE\"", StringComparison.Ordinal).ShouldBe(graph.Healthy.GetText(dataset));
            var part = stale.ShouldHaveSingleItem();
            string.Join('.', part.GetProperty("path").EnumerateArray()).ShouldBe(dataset.Path);
            // The value is older than its time to live.
            (graph.Time.GetUtcNow() - part.GetProperty("asOf").GetDateTimeOffset()).ShouldBeGreaterThanOrEqualTo(AfterTimeToLive);
        }
        else
        {
            stale.ShouldBeEmpty();
            run.GetText(dataset).ShouldNotContain("\"STALE\"");
            run.GetText(dataset).ShouldNotContain("\"CACHED\"");
        }

        expected.Check?.Invoke(response[dataset.Path], graph.Healthy.Response[dataset.Path]);
        run.Duration.ShouldBeGreaterThanOrEqualTo(fault.MinimumWait ?? TimeSpan.Zero);
        run.Duration.ShouldBeLessThanOrEqualTo(fault.Hangs ? TimeSpan.FromSeconds(15) : fault.MinimumWait is null ? TimeSpan.Zero : TimeSpan.FromSeconds(8));
    }

    private void CheckSiblings(MatrixDataset dataset, MatrixRun run)
    {
        foreach (var sibling in MatrixDataset.All.Where(other => other != dataset))
        {
            run.GetText(sibling).ShouldBe(graph.Healthy.GetText(sibling), sibling.Name);
            run.CountCalls(sibling, sibling.Primary).ShouldBe(graph.Healthy.CountCalls(sibling, sibling.Primary), sibling.Name);
        }
    }

    private void CheckCalls(Expectation expected, MatrixDataset dataset, MatrixFault fault, MatrixRun run)
    {
        var first = run.CountCalls(dataset, dataset.Primary);
        first.Count.ShouldBe(graph.Healthy.CountCalls(dataset, dataset.Primary).Count);
        first.Values.Max().ShouldBeLessThanOrEqualTo(fault.Attempts);
        first.Values.Min().ShouldBe(dataset.IsTable && fault.Name == "malformed" ? 1 : fault.Attempts);
        run.CountCalls(dataset, dataset.Fallback).Values.Where(calls => calls > fault.Attempts).ShouldBeEmpty();
        if (!expected.FallsBack)
            run.CountCalls(dataset, dataset.Fallback).ShouldBe(graph.Healthy.CountCalls(dataset, dataset.Fallback));
        run.Requests.Count.ShouldBeLessThanOrEqualTo(graph.Healthy.Requests.Count + (fault.Attempts * (dataset.Primary.Length + dataset.Fallback.Length + 1)));
    }

    // Without predicate assertions, whose expressions would be compiled thousands of times.
    private static void CheckNoSecrets(MatrixRun run)
    {
        string[] secrets = [GraphServer.ApiKey, FaultMatrixHarness.UpstreamHost, "upstream.test", ":8443"];
        run.Logs.ShouldNotBeEmpty();
        string[] texts = [run.Response.Body.GetRawText(), run.Headers, .. run.Logs];
        foreach (var secret in secrets)
            texts.Where(text => text.Contains(secret, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
    }

    [GeneratedRegex(@"\b(v4|v5) ((?:general|tokens|protocols|overview)(?:/[a-z0-9_]+)+)")]
    private static partial Regex Endpoint();

    /// <summary>The expected result of a dataset.</summary>
    /// <param name="Code">The code of the errors; null for none.</param>
    /// <param name="Part">The path of the errors below the field; null for the field itself.</param>
    /// <param name="IsNull">Whether the value is null.</param>
    /// <param name="IsStale">Whether the value is the previous one, marked stale.</param>
    /// <param name="FallsBack">Whether the fallback route is called.</param>
    private sealed record Expectation(string? Code, string? Part, bool IsNull, bool IsStale, bool FallsBack)
    {
        /// <summary>Checks the value against the value without a fault; null for no check.</summary>
        public Action<JsonElement, JsonElement>? Check { get; init; }

        /// <summary>Whether the next operation may find the value in the cache.</summary>
        public bool IsCached => !IsStale && (Code is null || !IsNull);

        public static Expectation Of(MatrixDataset dataset, MatrixFault fault, bool isWarm, bool onlyPrimary)
        {
            var code = CodeOf(dataset, fault);
            if (code is null)
            {
                var isUnknown = (dataset.Name, fault.Name) is ("profitAndLoss", "empty result") or ("value", "nulls in numbers");
                return new Expectation(null, null, isUnknown, IsStale: false, FallsBack: false) { Check = HarmlessCheck(dataset, fault) };
            }

            // A response with gaps in its breakdowns is still a response, so there is no fallback.
            var fallsBack = dataset.HasFallback && fault.CanFallBack && (dataset.Name, fault.Name) is not ("breakdown", "nulls in numbers");
            // A complete stale value is preferred to a new one with gaps.
            if (fallsBack && onlyPrimary && isWarm && dataset.PrefersStale)
                return new Expectation(null, null, IsNull: false, IsStale: true, FallsBack: true);
            if (fallsBack && onlyPrimary)
                return new Expectation(dataset.MissingInFallback is null ? null : code, dataset.MissingInFallback, IsNull: false, IsStale: false, FallsBack: true);
            if (dataset.PartialField is not null)
                return new Expectation(isWarm ? null : code, dataset.PartialField, IsNull: false, IsStale: false, FallsBack: true);
            // This dataset reports that the upstream is unreachable.
            if (dataset.Name == "portfolioService" && code is "UPSTREAM_UNAVAILABLE" or "UPSTREAM_TIMEOUT")
                return new Expectation(null, null, IsNull: false, IsStale: false, FallsBack: true) { Check = static (value, _) => value.GetProperty("isAvailable").GetBoolean().ShouldBeFalse() };
            return isWarm
                ? new Expectation(null, null, IsNull: false, IsStale: true, fallsBack)
                : new Expectation(code, null, IsNull: true, IsStale: false, fallsBack);
        }

        private static string? CodeOf(MatrixDataset dataset, MatrixFault fault) => (dataset.Name, fault.Name) switch
        {
            // The format of this body is undocumented, so an unknown body yields no verdict.
            ("compliance", "wrong types") => null,
            // This dataset reports that an address is rejected.
            ("compliance", MatrixFault.Sanctioned) => null,
            (_, "empty result") when !dataset.IsList && dataset.Name is not ("compliance" or "separateDecimals") => "UPSTREAM_BAD_ANSWER",
            // Breakdowns with gaps would look complete.
            ("breakdown", "nulls in numbers") => "UPSTREAM_BAD_ANSWER",
            _ => fault.Code,
        };

        private static Action<JsonElement, JsonElement>? HarmlessCheck(MatrixDataset dataset, MatrixFault fault) => fault.Name switch
        {
            "unknown members" or "headers with the key" => static (value, healthy) => value.GetRawText().ShouldBe(healthy.GetRawText()),
            "nulls in numbers" => HasNoNewZero,
            "empty result" when dataset.Name == "compliance" => HasNoVerdict,
            "wrong types" when dataset.Name == "compliance" => HasNoVerdict,
            MatrixFault.Sanctioned when dataset.Name == "compliance" => IsDenied,
            "empty result" when dataset.IsList && dataset.Name != "profitAndLoss" => static (value, _) => HasNoRow(value),
            _ => null,
        };

        private static void HasNoVerdict(JsonElement value, JsonElement healthy) => value.GetProperty("verdict").GetString().ShouldBe("UNKNOWN");

        private static void IsDenied(JsonElement value, JsonElement healthy)
        {
            value.GetProperty("verdict").GetString().ShouldBe("DENIED");
            value.GetProperty("reason").GetString().ShouldBe("address is sanctioned");
        }

        private static void HasNoRow(JsonElement value)
        {
            if (value.ValueKind == JsonValueKind.Array)
                value.GetArrayLength().ShouldBe(0);
            else if (value.ValueKind == JsonValueKind.Object)
                value.EnumerateObject().ToList().ForEach(member => HasNoRow(member.Value));
        }

        private static void HasNoNewZero(JsonElement value, JsonElement healthy)
        {
            if (value.ValueKind == JsonValueKind.Number && value.GetDecimal() == 0)
                healthy.GetRawText().ShouldBe(value.GetRawText(), "an unknown value must not become zero");
            else if (value.ValueKind == JsonValueKind.Object && healthy.ValueKind == JsonValueKind.Object)
                value.EnumerateObject().ToList().ForEach(member => HasNoNewZero(member.Value, healthy.GetProperty(member.Name)));
        }
    }
}
