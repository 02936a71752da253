using System.Diagnostics;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Tests.Telemetry;

public sealed class RedactionTests
{
    private const string Address = "0xd8da6bf26964af9d7eed9e03e53415d37aa96045";

    // A span is exported when it ends, which is before its parent ends.
    [Theory]
    [InlineData("vendor=" + Address, "")]
    [InlineData("vendor=1", "vendor=1")]
    public void TraceState_Should_HaveNoAddress_When_AChildEndsBeforeItsParent(string state, string exported)
    {
        using var processor = new RedactionProcessor();
        using var parent = new Activity("parent") { TraceStateString = state };
        parent.SetParentId(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom()).Start();
        using var child = new Activity("child").Start();

        processor.OnEnd(child);

        child.Parent.ShouldBe(parent);
        child.TraceStateString.ShouldBe(exported);
        processor.OnEnd(parent);
        parent.TraceStateString.ShouldBe(exported);
    }
}
