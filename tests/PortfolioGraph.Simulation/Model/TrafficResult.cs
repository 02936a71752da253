namespace PortfolioGraph.Simulation.Model;

/// <summary>How a request was answered.</summary>
internal enum Answer
{
    /// <summary>From the fresh entry of the replica's own cache.</summary>
    OwnCache,

    /// <summary>From the fresh entry of the shared cache.</summary>
    SharedCache,

    /// <summary>From a call, its own or one that it joined, in its own or another replica.</summary>
    Loaded,

    /// <summary>With a stale value.</summary>
    Stale,

    /// <summary>With an error, because the wait for the call would be too long.</summary>
    Rejected,
}

/// <summary>What the measured time of a simulation showed.</summary>
internal sealed class TrafficResult
{
    private const int MillisecondsKept = 20_000;
    private readonly long[] _answers = new long[5];
    private readonly long[] _waits = new long[MillisecondsKept + 1];

    /// <summary>The seconds that were measured.</summary>
    public double Seconds { get; init; }

    public long Requests { get; private set; }

    public long Calls { get; set; }

    public long Wallets { get; set; }

    /// <summary>The lookups in the shared cache.</summary>
    public long Lookups { get; set; }

    /// <summary>When each call was sent, of the warm-up too.</summary>
    public List<double> CallTimes { get; } = [];

    public double Share(Answer answer) => Requests == 0 ? 0 : (double)_answers[(int)answer] / Requests;

    public long Count(Answer answer) => _answers[(int)answer];

    public double FreshShare => Share(Answer.OwnCache) + Share(Answer.SharedCache) + Share(Answer.Loaded);

    public void Add(Answer answer, double wait)
    {
        Requests++;
        _answers[(int)answer]++;
        _waits[Math.Min(MillisecondsKept, (int)Math.Round(wait * 1000))]++;
    }

    /// <summary>Returns the wait in seconds that a part of the requests did not exceed.</summary>
    public double Wait(double quantile)
    {
        var rank = (long)Math.Ceiling(Requests * quantile);
        var sum = 0L;
        for (var i = 0; i <= MillisecondsKept; i++)
        {
            sum += _waits[i];
            if (sum >= rank)
                return i / 1000.0;
        }

        return MillisecondsKept / 1000.0;
    }
}
