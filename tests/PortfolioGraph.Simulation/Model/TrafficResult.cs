namespace PortfolioGraph.Simulation.Model;

/// <summary>How a request ended.</summary>
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
    private const int SecondsKept = 2_000;
    private readonly long[] _answers = new long[5];
    private readonly long[] _waits = new long[MillisecondsKept + 1];
    private readonly long[] _ages = new long[SecondsKept + 1];

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

    /// <summary>Adds a request.</summary>
    /// <param name="answer">How it ended.</param>
    /// <param name="wait">For how long it waited, in seconds.</param>
    /// <param name="age">How long ago its value was loaded, in seconds. Not used for rejected requests.</param>
    public void Add(Answer answer, double wait, double age)
    {
        Requests++;
        _answers[(int)answer]++;
        _waits[Math.Min(MillisecondsKept, (int)Math.Round(wait * 1000))]++;
        if (answer != Answer.Rejected)
            _ages[Math.Min(SecondsKept, (int)age)]++;
    }

    /// <summary>Returns the wait in seconds that a part of the requests did not exceed.</summary>
    public double Wait(double quantile) => Find(_waits, quantile) / 1000.0;

    /// <summary>Returns the age in whole seconds that a part of the served values did not exceed.</summary>
    public int Age(double quantile) => Find(_ages, quantile);

    private static int Find(long[] counts, double quantile)
    {
        var rank = (long)Math.Ceiling(counts.Sum() * quantile);
        var sum = 0L;
        for (var i = 0; i < counts.Length; i++)
        {
            sum += counts[i];
            if (sum >= rank)
                return i;
        }

        return counts.Length - 1;
    }
}
