using System.Text;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.Tests.Wire;

public sealed class KnownTextsTests
{
    [Theory]
    [InlineData("ETH")]
    [InlineData("USD Coin")]
    [InlineData("0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48")]
    [InlineData("https://app.1inch.io/assets/overview/uniswap-v3.svg")]
    public void Get_Should_ReturnTheSameInstance_When_ATextIsRepeated(string text)
    {
        var texts = new KnownTexts(1024);

        var first = texts.Get(Encoding.UTF8.GetBytes(text));

        first.ShouldBe(text);
        texts.Get(Encoding.UTF8.GetBytes(text)).ShouldBeSameAs(first);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Ξ")]
    [InlineData("Tether €")]
    [InlineData("A name that is longer than any name which more than a few responses would contain")]
    public void Get_Should_ReturnTheText_When_ItIsNotKept(string text)
    {
        var texts = new KnownTexts(1024);

        texts.Get(Encoding.UTF8.GetBytes(text)).ShouldBe(text);
        texts.Get(Encoding.UTF8.GetBytes(text)).ShouldBe(text);
    }

    [Fact]
    public void Get_Should_ReturnEachText_When_TextsHaveOnePlace()
    {
        var texts = new KnownTexts(2);

        foreach (var text in Enumerable.Range(0, 100).Select(static number => $"T{number % 10}"))
            texts.Get(Encoding.UTF8.GetBytes(text)).ShouldBe(text);
    }

    [Fact]
    public void Get_Should_ReturnEachText_When_TextsDifferInOneCharacterOrLength()
    {
        var texts = new KnownTexts(16);
        var longest = new string('a', KnownTexts.MaxLength);
        string[] all = [.. Enumerable.Range(1, longest.Length).Select(length => longest[..length]), .. Enumerable.Range(0, longest.Length).Select(index => longest.Remove(index, 1).Insert(index, "b"))];

        foreach (var text in all.Concat(all))
            texts.Get(Encoding.UTF8.GetBytes(text)).ShouldBe(text);
    }

    [Fact]
    public void Get_Should_KeepMostTexts_When_TheTableIsHalfFull()
    {
        var texts = new KnownTexts(1024);
        string[] all = [.. Enumerable.Range(0, 512).Select(static number => $"0x{number * 7919:x40}")];
        var first = all.Select(text => texts.Get(Encoding.UTF8.GetBytes(text))).ToArray();

        var kept = all.Where((text, index) => ReferenceEquals(texts.Get(Encoding.UTF8.GetBytes(text)), first[index])).Count();

        kept.ShouldBeGreaterThan(256);
    }
}
