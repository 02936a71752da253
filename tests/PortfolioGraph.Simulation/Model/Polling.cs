namespace PortfolioGraph.Simulation.Model;

/// <summary>What polling for two rounds showed.</summary>
/// <param name="Calls">The number of calls.</param>
/// <param name="Seconds">The time of the last call.</param>
/// <param name="MaxAge">The greatest age that any value had when the next one replaced it, in seconds.</param>
/// <param name="MeanAge">The mean of these ages.</param>
internal sealed record PollingResult(int Calls, double Seconds, double MaxAge, double MeanAge);

/// <summary>
/// Polls wallets as fast as the call budget allows, the oldest value first. This is the most that any way of watching can do. The unit is a call, which refreshes up to ten wallets or,
/// for data that a call has for one wallet only, one.
/// </summary>
internal static class Polling
{
    /// <summary>Polls a number of calls in turn, twice.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <param name="calls">The number of calls of one round.</param>
    /// <param name="dice">The random numbers.</param>
    public static PollingResult Run(Deployment deployment, int calls, Dice dice)
    {
        // The bucket starts empty.
        var (interval, grantedAt) = (deployment.Interval, 0.0);
        var loadedAt = new double[calls];
        var (oldest, sum) = (0.0, 0.0);
        for (var i = 0; i < 2 * calls; i++)
        {
            grantedAt += interval;
            var answeredAt = grantedAt + deployment.DrawLatency(dice);
            if (i < calls)
            {
                // The data is as old as the request, because the upstream does not say when it read the data.
                loadedAt[i] = grantedAt;
                continue;
            }

            var age = answeredAt - loadedAt[i - calls];
            oldest = Math.Max(oldest, age);
            sum += age;
        }

        return new PollingResult(2 * calls, grantedAt, oldest, calls == 0 ? 0 : sum / calls);
    }

    /// <summary>Returns the greatest number of calls whose round keeps every value at most so old.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <param name="age">The age in seconds.</param>
    /// <param name="seed">The seed.</param>
    public static int FindCapacity(Deployment deployment, double age, ulong seed)
    {
        var calls = (int)(age / deployment.Interval);
        while (calls > 0)
        {
            var result = Run(deployment, calls, new Dice(seed));
            if (result.MaxAge <= age)
                return calls;
            calls -= Math.Max(1, (int)((result.MaxAge - age) / deployment.Interval));
        }

        return 0;
    }

    /// <summary>
    /// Returns the greatest part of the wallets that any replica watches, if each wallet has some watchers that are connected to replicas at random: 1 if every replica watches every wallet.
    /// </summary>
    /// <param name="replicas">The number of replicas.</param>
    /// <param name="watchers">The watchers of each wallet.</param>
    /// <param name="seed">The seed.</param>
    public static double FindGreatestShare(int replicas, int watchers, ulong seed)
    {
        const int sample = 100_000;
        var dice = new Dice(seed);
        var watched = new int[replicas];
        var lastWallet = new int[replicas];
        for (var wallet = 1; wallet <= sample; wallet++)
        {
            for (var i = 0; i < watchers; i++)
            {
                var replica = dice.Next(replicas);
                if (lastWallet[replica] == wallet)
                    continue;
                lastWallet[replica] = wallet;
                watched[replica]++;
            }
        }

        return (double)watched.Max() / sample;
    }
}
