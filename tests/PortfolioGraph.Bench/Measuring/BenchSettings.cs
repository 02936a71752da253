using PortfolioGraph.Bench.Processes;

namespace PortfolioGraph.Bench.Measuring;

/// <summary>What to measure, and for how long.</summary>
/// <param name="Servers">The servers to measure.</param>
/// <param name="Scenarios">The scenarios under load.</param>
/// <param name="Starts">How often each server is started to measure its start; 0 if that is not measured.</param>
/// <param name="MeasuresGrowth">Whether the growth of the cost is measured.</param>
/// <param name="WarmUp">The load on each server of a scenario before it is measured.</param>
/// <param name="Duration">The duration of one measurement.</param>
/// <param name="Repetitions">The number of measurements of each server, in turns. The tables have their medians.</param>
internal sealed record BenchSettings(IReadOnlyList<BenchServer> Servers, IReadOnlyList<Scenario> Scenarios, int Starts, bool MeasuresGrowth, TimeSpan WarmUp, TimeSpan Duration, int Repetitions);
