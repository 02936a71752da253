using FsCheck;
using FsCheck.Fluent;

namespace PortfolioGraph.Core.Tests.Values;

public sealed class AddressTests
{
    private static readonly Arbitrary<string> LowerAddresses =
        Gen.Elements("0123456789abcdef".ToCharArray()).ArrayOf(40).Select(digits => "0x" + new string(digits)).ToArbitrary();

    [Theory]
    [InlineData("0x52908400098527886E0F7030069857D2E4169EE7")]
    [InlineData("0x8617E340B3D01FA5F11F306F4090FD50E238070D")]
    [InlineData("0xde709f2102306220921060314715629080e2fb77")]
    [InlineData("0x27b1fdb04752bbc536007a920d24acb045561c26")]
    [InlineData("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
    [InlineData("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359")]
    [InlineData("0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB")]
    [InlineData("0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb")]
    public void Value_Should_BeChecksumSpelling_When_TextIsAVectorOfEip55(string text)
    {
        Address.TryParse(text.ToLowerInvariant(), out var address).ShouldBeTrue();

        address.Value.ShouldBe(text);
        address.ToString().ShouldBe(text);
        address.Lower.ShouldBe(text.ToLowerInvariant());
    }

    [Theory]
    [InlineData("0xd8da6bf26964af9d7eed9e03e53415d37aa96045")]
    [InlineData("0xD8DA6BF26964AF9D7EED9E03E53415D37AA96045")]
    [InlineData("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045")]
    public void TryParse_Should_ReturnTheSameAddress_When_SpellingIsLowerUpperOrChecksum(string text)
    {
        Address.TryParse(text, out var address).ShouldBeTrue();

        address.Value.ShouldBe("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("vitalik.eth")]
    [InlineData("0x")]
    [InlineData("0xd8da6bf26964af9d7eed9e03e53415d37aa9604")]
    [InlineData("0xd8da6bf26964af9d7eed9e03e53415d37aa960455")]
    [InlineData("d8da6bf26964af9d7eed9e03e53415d37aa9604500")]
    [InlineData("0Xd8da6bf26964af9d7eed9e03e53415d37aa96045")]
    [InlineData("0xd8da6bf26964af9d7eed9e03e53415d37aa9604g")]
    [InlineData(" xd8da6bf26964af9d7eed9e03e53415d37aa96045")]
    [InlineData("0xd8da6bf26964af9d7eed9e03e53415d37aa9604 ")]
    [InlineData("0xd8da6bf26964af9d7eed9e03e53415d37aa9604\n")]
    [InlineData("0xd8da6bf26964af9d7eed9e03e53415d37aa9604\0")]
    [InlineData("0xd8dа6bf26964af9d7eed9e03e53415d37aa96045")]
    [InlineData("0x１８da6bf26964af9d7eed9e03e53415d37aa96045")]
    [InlineData("0xd8da6bf26964af9d7eed9e03e53415d37&a..045?")]
    [InlineData("0xD8dA6BF26964aF9D7eEd9e03E53415D37aA96045")]
    [InlineData("0xd8dA6BF26964aF9D7eEd9e03E53415D37aa96045")]
    public void TryParse_Should_ReturnFalse_When_TextIsNotAnAddressOrItsChecksumIsWrong(string? text)
    {
        Address.TryParse(text, out var address).ShouldBeFalse();

        address.ShouldBe(default);
    }

    [Fact]
    public void Native_Should_BeItsOwnChecksumSpelling_When_Parsed()
    {
        Address.TryParse("0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee", out var address).ShouldBeTrue();

        address.ShouldBe(Address.Native);
        address.Value.ShouldBe("0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE");
    }

    [Fact]
    public void Default_Should_BeTheZeroAddress_When_NothingWasParsed()
    {
        Address.TryParse("0x0000000000000000000000000000000000000000", out var zero).ShouldBeTrue();

        zero.ShouldBe(default);
        zero.GetHashCode().ShouldBe(default(Address).GetHashCode());
        default(Address).Value.ShouldBe("0x0000000000000000000000000000000000000000");
    }

    [Fact]
    public void TryParse_Should_RoundTrip_When_ChecksumSpellingIsParsedAgain() =>
        Prop.ForAll(LowerAddresses, text =>
            Address.TryParse(text, out var first)
            && Address.TryParse(first.Value, out var second)
            && Address.TryParse("0x" + text[2..].ToUpperInvariant(), out var third)
            && first == second && second == third && first.Lower == text).QuickCheckThrowOnFailure();

    [Fact]
    public void TryParse_Should_ReturnFalse_When_TheCaseOfOneLetterIsFlipped() =>
        Prop.ForAll(LowerAddresses, Gen.Choose(2, 41).ToArbitrary(), (text, index) =>
        {
            var address = Read(text);
            var checksummed = address.Value.ToCharArray();
            checksummed[index] = char.IsUpper(checksummed[index]) ? char.ToLowerInvariant(checksummed[index]) : char.ToUpperInvariant(checksummed[index]);
            var flipped = new string(checksummed);
            var isOneCase = !flipped[2..].Any(char.IsUpper) || !flipped[2..].Any(char.IsLower);

            return flipped == address.Value || isOneCase || !Address.TryParse(flipped, out _);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void CompareTo_Should_OrderByBytes_When_SpellingsDifferInCase() =>
        Prop.ForAll(LowerAddresses, LowerAddresses, (left, right) =>
        {
            var (a, b) = (Read(left), Read(right));
            return Math.Sign(a.CompareTo(b)) == Math.Sign(string.CompareOrdinal(left, right)) && (a < b) == (b > a) && (a <= b) == (b >= a);
        }).QuickCheckThrowOnFailure();

    private static Address Read(string text) => Address.TryParse(text, out var address) ? address : throw new FormatException(text);
}
