using System.Globalization;
using System.Text.RegularExpressions;

namespace PortfolioGraph.Core.Tests.Stubs;

/// <summary>Wallets by number: <c>w1</c> is 0x00...01.</summary>
internal static partial class Wallets
{
    public static string Lower(int number) => string.Create(CultureInfo.InvariantCulture, $"0x{number:x40}");

    public static Address Address(int number) => Core.Address.TryParse(Lower(number), out var address) ? address : throw new FormatException(Lower(number));

    public static AddressSet Owners(params int[] numbers) => AddressSet.Of(numbers.Select(Address));

    public static Scope Scope(params int[] numbers) => new(Owners(numbers));

    public static int Number(string address) => int.Parse(address[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>Returns a request as tests write it: without the path prefix, with wallets as <c>w1</c>.</summary>
    public static string Named(string pathAndQuery) => InQuery().Replace(
        pathAndQuery.Replace("/portfolio/portfolio/", "", StringComparison.Ordinal),
        match => string.Create(CultureInfo.InvariantCulture, $"addresses=w{int.Parse(match.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)}"));

    [GeneratedRegex("addresses=0x([0-9a-f]{40})")]
    private static partial Regex InQuery();
}
