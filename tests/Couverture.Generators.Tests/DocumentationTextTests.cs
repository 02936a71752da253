using Couverture.Generators.Documentation;

namespace Couverture.Generators.Tests;

public sealed class DocumentationTextTests
{
    [Theory]
    [InlineData("  One   line\n   of two.  ", "One line of two.")]
    [InlineData("The <c>0x</c> form.", "The `0x` form.")]
    [InlineData("See <paramref name=\"range\"/>.", "See range.")]
    [InlineData("A <see cref=\"T:Sample.Wallet\"/>.", "A Wallet.")]
    [InlineData("A <see cref=\"T:Sample.Box`1\"/>.", "A Box.")]
    [InlineData("Its <see cref=\"P:Sample.Wallet.ValueUsd\"/>.", "Its valueUsd.")]
    [InlineData("Not <see cref=\"F:Sample.TimeRange.OneDay\"/>.", "Not ONE_DAY.")]
    [InlineData("As <see cref=\"M:Sample.Query.GetWalletAsync(System.String)\"/>.", "As wallet.")]
    [InlineData("Never <see langword=\"null\"/>.", "Never null.")]
    [InlineData("By <see href=\"https://example.org\">the book</see>.", "By the book.")]
    [InlineData("By <see href=\"https://example.org\"/>.", "By https://example.org.")]
    [InlineData("First.<para>Second\nline.</para>Third.", "First.\n\nSecond line.\n\nThird.")]
    [InlineData("<para>Only.</para>", "Only.")]
    [InlineData("Either:<list type=\"bullet\"><item>this</item><item>that</item></list>", "Either:\n- this\n- that")]
    [InlineData("1 &lt; 2", "1 < 2")]
    public void Summary_Should_BePlainText_When_GivenMarkup(string markup, string text) =>
        DocumentationText.Summary(DocumentationText.Parse($"<member><summary>{markup}</summary></member>")).ShouldBe(text);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("<member><summary>  </summary></member>")]
    [InlineData("<member><remarks>Not this.</remarks></member>")]
    [InlineData("<member><summary>broken</member>")]
    public void Summary_Should_BeNull_When_ThereIsNone(string? xml) =>
        DocumentationText.Summary(DocumentationText.Parse(xml)).ShouldBeNull();
}
