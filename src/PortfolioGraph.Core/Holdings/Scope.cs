using System.Globalization;

namespace PortfolioGraph.Core;

/// <summary>The owners, chain and point in time of holdings.</summary>
/// <param name="Owners">The addresses, treated as one owner.</param>
/// <param name="ChainId">The chain id; null for all chains.</param>
/// <param name="At">The past point in time, in whole seconds; null for now.</param>
public readonly record struct Scope(AddressSet Owners, int? ChainId = null, DateTimeOffset? At = null)
{
    /// <summary>Returns this scope, restricted to one chain.</summary>
    /// <param name="chainId">The chain id.</param>
    public Scope On(int chainId) => this with { ChainId = chainId };

    /// <summary>Whether a chain is in this scope.</summary>
    internal bool HasChain(int chainId) => ChainId is null || ChainId == chainId;

    /// <summary>Parses the text of a scope.</summary>
    /// <param name="text">The text of <see cref="ToString"/>, in any order and spelling of the addresses.</param>
    /// <param name="scope">The scope.</param>
    /// <returns>False if the text is no scope.</returns>
    public static bool TryParse(string text, out Scope scope)
    {
        ArgumentNullException.ThrowIfNull(text);
        scope = default;
        DateTimeOffset? at = null;
        if (text.Split('!') is [var present, var moment])
        {
            if (!long.TryParse(moment, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
                return false;
            (text, at) = (present, DateTimeOffset.FromUnixTimeSeconds(seconds));
        }

        var parts = text.Split('@');
        int? chainId = null;
        if (parts is [_, var chain])
            chainId = int.TryParse(chain, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
        if (parts.Length > 2 || (parts.Length == 2 && chainId is null))
            return false;
        var addresses = new List<Address>();
        foreach (var item in parts[0].Split(','))
        {
            if (!Address.TryParse(item, out var address))
                return false;
            addresses.Add(address);
        }

        scope = new Scope(AddressSet.Of(addresses), chainId, at);
        return true;
    }

    /// <summary>
    /// Returns the scope as stable text, which is part of the ids of holdings: the sorted addresses joined by commas, then <c>@chain</c> for one chain,
    /// then <c>!timestamp</c> in Unix seconds for a past point in time.
    /// </summary>
    public override string ToString()
    {
        var chain = ChainId is { } id ? string.Create(CultureInfo.InvariantCulture, $"@{id}") : "";
        var moment = At is { } at ? string.Create(CultureInfo.InvariantCulture, $"!{at.ToUnixTimeSeconds()}") : "";
        return $"{Owners}{chain}{moment}";
    }
}
