using System.Text.RegularExpressions;

namespace PortfolioGraph.Server.Hosting;

/// <summary>Shortens wallet addresses in texts that leave the server as telemetry. A short address still helps to find a request, but does not identify a wallet with certainty.</summary>
internal static partial class AddressText
{
    private const int Start = 6;
    private const int End = 4;

    /// <summary>Returns the text with each address shortened to its first and last digits, such as <c>0xd8dA…6045</c>; the same instance if there is none.</summary>
    /// <param name="text">The text.</param>
    public static string Shorten(string text) => AddressPattern().Replace(text, static match => $"{match.ValueSpan[..Start]}…{match.ValueSpan[^End..]}");

    [GeneratedRegex("0[xX][0-9a-fA-F]{40}")]
    private static partial Regex AddressPattern();
}
