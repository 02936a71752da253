using System.Globalization;
using System.Net;
using System.Text.Json;

namespace PortfolioGraph.Server.Tests.Hosting;

/// <summary>A response of the graph.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body.</param>
internal sealed record GraphResponse(HttpStatusCode Status, JsonElement Body)
{
    /// <summary>The errors; empty if the response has none.</summary>
    public IReadOnlyList<JsonElement> Errors => Body.TryGetProperty("errors", out var errors) ? [.. errors.EnumerateArray()] : [];

    /// <summary>The codes of the errors, in order.</summary>
    public IReadOnlyList<string?> Codes => [.. Errors.Select(e => e.GetProperty("extensions").GetProperty("code").GetString())];

    /// <summary>The paths of the errors, in order, each joined by dots.</summary>
    public IReadOnlyList<string> Paths => [.. Errors.Select(e => JoinSteps(e.GetProperty("path")))];

    /// <summary>The paths of the invalid values in the variables, in the order of the errors, each joined by dots. HotChocolate has them in <c>path</c>.</summary>
    public IReadOnlyList<string> InputPaths =>
        [.. Errors.Select(e => JoinSteps(e.GetProperty("extensions").TryGetProperty("inputPath", out var path) ? path : e.GetProperty("path")))];

    /// <summary>The value of <c>extensions.upstream</c>, which reports the upstream calls.</summary>
    public JsonElement Upstream => Body.GetProperty("extensions").GetProperty("upstream");

    /// <summary>The value at a path below <c>data</c>.</summary>
    /// <param name="path">Response names and list indexes, joined by dots: <c>wallet.chains.0.valueUsd</c>.</param>
    public JsonElement this[string path] => path.Split('.').Aggregate(
        Body.GetProperty("data"),
        (at, step) => at.ValueKind == JsonValueKind.Array ? at[int.Parse(step, CultureInfo.InvariantCulture)] : at.GetProperty(step));

    private static string JoinSteps(JsonElement path) => string.Join('.', path.EnumerateArray().Select(step => step.ToString()));

    /// <summary>Returns this response if it has no errors; otherwise fails the test with the errors.</summary>
    public GraphResponse ShouldHaveNoErrors()
    {
        Errors.ShouldBeEmpty(Body.ToString());
        Status.ShouldBe(HttpStatusCode.OK);
        return this;
    }

    /// <summary>Returns the decimal at a path.</summary>
    /// <param name="path">As for the indexer.</param>
    public decimal Number(string path) => this[path].GetDecimal();

    /// <summary>Whether the value at a path is null.</summary>
    /// <param name="path">As for the indexer.</param>
    public bool IsNull(string path) => this[path].ValueKind == JsonValueKind.Null;
}
