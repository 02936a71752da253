using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using PortfolioGraph.Core;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Failures.Matrix;

/// <summary>
/// TROUBLE, section 1, whole: every fault on every dataset, with a cold cache and a warm one, on the first choice alone and on all choices. Each time everything is asked
/// for in one operation: the dataset in trouble is answered by the second choice, by what is in the cache, or by null with its code; the others are complete; no request
/// is made more often than its fault is worth; nothing tells the key or the upstream's host; and the next operation is as good as the one before the trouble.
/// </summary>
public sealed partial class FaultMatrixTests(FaultMatrixHarness graph) : IClassFixture<FaultMatrixHarness>
{
    private static readonly TimeSpan PastLife = TimeSpan.FromSeconds(61);

    // Every fault on every dataset; and of those that a client cannot tell apart one with a warm cache, and with a first choice that fails alone.
    public static TheoryData<string, string, bool, bool> Cases()
    {
        var cases = new TheoryData<string, string, bool, bool>();
        var kinds = MatrixFault.All.DistinctBy(static fault => (fault.Row, fault.Code, fault.Calls, fault.AnotherMayHelp)).ToHashSet();
        foreach (var dataset in MatrixDataset.All)
        {
            foreach (var fault in MatrixFault.All)
            {
                foreach (var isWarm in kinds.Contains(fault) ? (bool[])[false, true] : [false])
                {
                    foreach (var onFirst in dataset.HasSecond && kinds.Contains(fault) ? (bool[])[false, true] : [false])
                        cases.Add(dataset.Name, fault.Name, isWarm, onFirst);
                }
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Dataset_Should_BeAnsweredOrNameItsFault_When_TheUpstreamFails(string name, string faultName, bool isWarm, bool onFirst)
    {
        var (dataset, fault) = (MatrixDataset.Named(name), MatrixFault.Named(faultName));
        var expected = Expectation.Of(dataset, fault, isWarm, onFirst);
        await graph.PrepareAsync(isWarm);

        var play = await graph.PlayAsync(dataset, fault, onFirst ? dataset.First : [.. dataset.First, .. dataset.Second]);
        graph.Time.Advance(expected.IsKept || fault.Row == "429" ? PastLife : TimeSpan.Zero);
        var after = await graph.AskAsync();

        Holds(expected, dataset, fault, play);
        SiblingsAreIntact(dataset, play);
        CallsAreFew(expected, dataset, fault, play);
        NothingIsTold(play);
        NothingIsTold(after);
        after.Response.Good().IsNull(dataset.Path).ShouldBeFalse();
        after.Of(dataset).ShouldBe(graph.Healthy.Of(dataset), "what comes after the fault is live and as before");
        after.CallsOf(dataset, dataset.First).Count.ShouldBe(graph.Healthy.CallsOf(dataset, dataset.First).Count);
        graph.SayWarm();
    }

    [Fact]
    public void Cases_Should_BeAllThatThereAre_When_TheProductGrows()
    {
        MatrixDataset.All.SelectMany(static dataset => dataset.Of).Distinct().Order().ShouldBe(Enum.GetValues<Dataset>());
        MatrixFault.All.Select(static fault => fault.Row).Distinct().Count().ShouldBe(13);
        MatrixFault.All.Where(static fault => fault.Code is not null).Select(static fault => fault.Code).Distinct().Count().ShouldBe(7);
        (MatrixDataset.All.Count, MatrixFault.All.Count, Cases().Count).ShouldBe((15, 41, 1318));
    }

    [Fact]
    public void Datasets_Should_NameEveryEndpointOfTheRouteTable_When_RoutesAreAdded()
    {
        var table = File.ReadAllText(PortfolioGraph.Testing.RepositoryRoot.Combine("README.md"));
        var endpoints = Endpoint().Matches(table).Select(static match => $"{(match.Groups[1].Value == "v5" ? "v5.0" : "v4")}/{match.Groups[2].Value}").Distinct();

        MatrixDataset.All.SelectMany(static dataset => dataset.First.Concat(dataset.Second)).Distinct().Order(StringComparer.Ordinal)
            .ShouldBe(endpoints.Order(StringComparer.Ordinal));
    }

    private void Holds(Expectation expected, MatrixDataset dataset, MatrixFault fault, Play play)
    {
        var answer = play.Response;
        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.IsNull(dataset.Path).ShouldBe(expected.IsNull, answer.Body.ToString());
        if (expected.Code is null)
        {
            answer.Errors.ShouldBeEmpty(answer.Body.ToString());
        }
        else
        {
            answer.Codes.ShouldNotBeEmpty(answer.Body.ToString());
            answer.Codes.Distinct().ShouldBe([expected.Code], answer.Body.ToString());
            var path = $"^{Regex.Escape(dataset.Path)}{(expected.Part is null ? "" : @"(\.nodes\.\d+)?\." + Regex.Escape(expected.Part))}$";
            answer.Paths.Where(at => !Regex.IsMatch(at, path)).ShouldBeEmpty();
            if (fault.RetryAfter is { } seconds)
            {
                var waits = answer.Errors.Select(static error => error.GetProperty("extensions").GetProperty("retryAfter").GetInt32()).ToList();
                waits.Min().ShouldBeGreaterThanOrEqualTo(seconds);
                if (fault.Waits is null)
                    waits.Distinct().ShouldHaveSingleItem("a wait that is announced ends for all at the same time");
            }
        }

        var stale = answer.Upstream.TryGetProperty("stale", out var parts) ? parts.EnumerateArray().ToList() : [];
        if (expected.IsStale)
        {
            play.Of(dataset).Replace("\"STALE\"", "\"LIVE\"", StringComparison.Ordinal).ShouldBe(graph.Healthy.Of(dataset));
            var part = stale.ShouldHaveSingleItem();
            string.Join('.', part.GetProperty("path").EnumerateArray()).ShouldBe(dataset.Path);
            // It was true a whole life and the time of this operation ago.
            (graph.Time.GetUtcNow() - part.GetProperty("asOf").GetDateTimeOffset()).ShouldBeGreaterThanOrEqualTo(PastLife);
        }
        else
        {
            stale.ShouldBeEmpty();
            play.Of(dataset).ShouldNotContain("\"STALE\"");
            play.Of(dataset).ShouldNotContain("\"CACHED\"");
        }

        expected.Check?.Invoke(answer[dataset.Path], graph.Healthy.Response[dataset.Path]);
        play.Took.ShouldBeGreaterThanOrEqualTo(fault.Waits ?? TimeSpan.Zero);
        play.Took.ShouldBeLessThanOrEqualTo(fault.Hangs ? TimeSpan.FromSeconds(15) : fault.Waits is null ? TimeSpan.Zero : TimeSpan.FromSeconds(8));
    }

    private void SiblingsAreIntact(MatrixDataset dataset, Play play)
    {
        foreach (var sibling in MatrixDataset.All.Where(other => other != dataset))
        {
            play.Of(sibling).ShouldBe(graph.Healthy.Of(sibling), sibling.Name);
            play.CallsOf(sibling, sibling.First).ShouldBe(graph.Healthy.CallsOf(sibling, sibling.First), sibling.Name);
        }
    }

    private void CallsAreFew(Expectation expected, MatrixDataset dataset, MatrixFault fault, Play play)
    {
        var first = play.CallsOf(dataset, dataset.First);
        first.Count.ShouldBe(graph.Healthy.CallsOf(dataset, dataset.First).Count);
        first.Values.Max().ShouldBeLessThanOrEqualTo(fault.Calls);
        first.Values.Min().ShouldBe(dataset.IsTable && fault.Name == "malformed" ? 1 : fault.Calls);
        play.CallsOf(dataset, dataset.Second).Values.Where(calls => calls > fault.Calls).ShouldBeEmpty();
        if (!expected.MayFallBack)
            play.CallsOf(dataset, dataset.Second).ShouldBe(graph.Healthy.CallsOf(dataset, dataset.Second));
        play.Requests.Count.ShouldBeLessThanOrEqualTo(graph.Healthy.Requests.Count + (fault.Calls * (dataset.First.Length + dataset.Second.Length + 1)));
    }

    // No predicates for the assertions to compile: there are thousands of these.
    private static void NothingIsTold(Play play)
    {
        string[] secrets = [GraphServer.ApiKey, FaultMatrixHarness.UpstreamHost, "upstream.test", ":8443"];
        play.Logs.ShouldNotBeEmpty();
        string[] told = [play.Response.Body.GetRawText(), play.Headers, .. play.Logs];
        foreach (var secret in secrets)
            told.Where(text => text.Contains(secret, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
    }

    [GeneratedRegex(@"\b(v4|v5) ((?:general|tokens|protocols|overview)(?:/[a-z0-9_]+)+)")]
    private static partial Regex Endpoint();

    /// <summary>What is to become of a dataset.</summary>
    /// <param name="Code">The code of its errors; null for none.</param>
    /// <param name="Part">Where they stand below the field; null for the field itself.</param>
    /// <param name="IsNull">Whether there is no value.</param>
    /// <param name="IsStale">Whether the value is the one before, marked so.</param>
    /// <param name="MayFallBack">Whether the second choice is asked.</param>
    private sealed record Expectation(string? Code, string? Part, bool IsNull, bool IsStale, bool MayFallBack)
    {
        /// <summary>What else holds of the value, beside the healthy one.</summary>
        public Action<JsonElement, JsonElement>? Check { get; init; }

        /// <summary>Whether the next operation may find the answer in the cache.</summary>
        public bool IsKept => !IsStale && (Code is null || !IsNull);

        public static Expectation Of(MatrixDataset dataset, MatrixFault fault, bool isWarm, bool onFirst)
        {
            var code = CodeOf(dataset, fault);
            if (code is null)
            {
                var isUnknown = (dataset.Name, fault.Name) is ("profitAndLoss", "empty result") or ("value", "nulls in numbers");
                return new Expectation(null, null, isUnknown, IsStale: false, MayFallBack: false) { Check = HarmlessCheck(dataset, fault) };
            }

            // An answer whose splits have holes was an answer all the same.
            var mayFallBack = dataset.HasSecond && fault.AnotherMayHelp && (dataset.Name, fault.Name) is not ("breakdown", "nulls in numbers");
            // Better whole and old than new with a hole, where there is a whole one.
            if (mayFallBack && onFirst && isWarm && dataset.IsOldWholeBetter)
                return new Expectation(null, null, IsNull: false, IsStale: true, MayFallBack: true);
            if (mayFallBack && onFirst)
                return new Expectation(dataset.SecondLacks is null ? null : code, dataset.SecondLacks, IsNull: false, IsStale: false, MayFallBack: true);
            if (dataset.OnlyPart is not null)
                return new Expectation(isWarm ? null : code, dataset.OnlyPart, IsNull: false, IsStale: false, MayFallBack: true);
            // That it cannot be reached is what this dataset is to tell.
            if (dataset.Name == "service" && code is "UPSTREAM_UNAVAILABLE" or "UPSTREAM_TIMEOUT")
                return new Expectation(null, null, IsNull: false, IsStale: false, MayFallBack: true) { Check = static (value, _) => value.GetProperty("isAvailable").GetBoolean().ShouldBeFalse() };
            return isWarm
                ? new Expectation(null, null, IsNull: false, IsStale: true, mayFallBack)
                : new Expectation(code, null, IsNull: true, IsStale: false, mayFallBack);
        }

        private static string? CodeOf(MatrixDataset dataset, MatrixFault fault) => (dataset.Name, fault.Name) switch
        {
            // Its body is described nowhere: what is not understood is no verdict.
            ("compliance", "wrong types") => null,
            // That an address is refused is what this dataset is to tell.
            ("compliance", MatrixFault.Sanctioned) => null,
            (_, "empty result") when !dataset.IsList && dataset.Name is not ("compliance" or "decimalsBeside") => "UPSTREAM_BAD_ANSWER",
            // Splits with holes would be taken for whole.
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
                healthy.GetRawText().ShouldBe(value.GetRawText(), "what is not known is not nothing");
            else if (value.ValueKind == JsonValueKind.Object && healthy.ValueKind == JsonValueKind.Object)
                value.EnumerateObject().ToList().ForEach(member => HasNoNewZero(member.Value, healthy.GetProperty(member.Name)));
        }
    }
}
