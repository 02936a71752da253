namespace PortfolioGraph.Simulation.Model;

/// <summary>Draws wallets by a Zipf law with exponent 1: wallet k is requested 1/k times as often as wallet 1. Alias method, so that a draw takes the same time for any population.</summary>
internal sealed class Zipf
{
    private readonly double[] _threshold;
    private readonly int[] _alias;

    public Zipf(int population)
    {
        _threshold = new double[population];
        _alias = new int[population];
        var sum = 0.0;
        for (var i = population; i >= 1; i--)
            sum += 1.0 / i;

        Stack<int> small = [], large = [];
        for (var i = population - 1; i >= 0; i--)
        {
            _threshold[i] = population / ((i + 1) * sum);
            (_threshold[i] < 1 ? small : large).Push(i);
        }

        while (small.Count > 0 && large.Count > 0)
        {
            var (below, above) = (small.Pop(), large.Pop());
            _alias[below] = above;
            _threshold[above] -= 1 - _threshold[below];
            (_threshold[above] < 1 ? small : large).Push(above);
        }

        // What rounding leaves over stands for itself.
        foreach (var rest in small.Concat(large))
            _threshold[rest] = 1;
    }

    /// <summary>Returns a wallet from 0, the most popular, to less than the population.</summary>
    public int Draw(Dice dice)
    {
        var column = dice.Next(_threshold.Length);
        return dice.Next() < _threshold[column] ? column : _alias[column];
    }
}
