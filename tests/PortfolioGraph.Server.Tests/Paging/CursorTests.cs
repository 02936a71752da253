using FsCheck;
using FsCheck.Fluent;
using PortfolioGraph.Core;
using PortfolioGraph.Server.Types.Paging;

namespace PortfolioGraph.Server.Tests.Paging;

/// <summary>A cursor decodes to exactly its sort position, in its own list only. A changed character makes the cursor invalid.</summary>
public sealed class CursorTests
{
    private const string List = "tokens|0xd8da6bf26964af9d7eed9e03e53415d37aa96045";
    private const string Base64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly Gen<int> Word =
        from high in Gen.Choose(0, 0xffff)
        from low in Gen.Choose(0, 0xffff)
        select (high << 16) | low;

    // Arbitrary decimals and realistic amounts.
    private static readonly Gen<decimal?> Values = Gen.OneOf(
        Gen.Constant((decimal?)null),
        from cents in Gen.Choose(-10_000_000, 10_000_000) select (decimal?)cents / 100,
        from low in Word
        from middle in Word
        from high in Word
        from isNegative in Gen.Elements(false, true)
        from scale in Gen.Choose(0, 28)
        select (decimal?)new decimal(low, middle, high, isNegative, (byte)scale),
        Gen.Elements<decimal?>(0m, 0.00m, decimal.MinValue, decimal.MaxValue, 0.0000000000000000000000000001m, -7.9228162514264337593543950335m));

    private static readonly Gen<string> Keys =
        from letters in Gen.Elements("a", "0", "|", " ", ":", "-", "\n", "\0", "é", "…", "𝔸", "1:0x6DB3533977BF0021835eAAAdc03A771b67f6D55C").ArrayOf()
        from times in Gen.Frequency((9, Gen.Constant(1)), (1, Gen.Constant(100)))
        select string.Concat(Enumerable.Repeat(string.Concat(letters), times));

    private static readonly Gen<string?[]> SortValues = (from key in Keys where key.Length <= 64 select key).OrNull().ArrayOf(2)!;

    private static readonly Gen<string> Lists = Gen.Elements(
        List,
        $"positions{List["tokens".Length..]}",
        $"{List}@1",
        $"{List}@10",
        $"{List}!1700000000",
        "tokens|0xa11aa11aa11aa11aa11aa11aa11aa11aa11aa11a",
        $"{List},0xa11aa11aa11aa11aa11aa11aa11aa11aa11aa11a",
        "");

    private static readonly Gen<SortPosition> Positions =
        from value in Values
        from key in Keys
        select new SortPosition(value, key);

    [Fact]
    public void Decode_Should_ReturnTheSortPosition_When_TheListIsTheSame() =>
        Prop.ForAll(Lists.ToArbitrary(), Positions.ToArbitrary(), (list, position) =>
        {
            var cursor = Encode(list, position);

            return cursor.Length <= Cursors.MaxLength
                && cursor.All(c => Base64Url.Contains(c))
                && Decode(list, cursor) is { } decoded
                && decoded == position
                && (position.ValueUsd is not { } value || value == 0 || decimal.GetBits(decoded.ValueUsd!.Value).SequenceEqual(decimal.GetBits(value)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Decode_Should_ReturnNull_When_TheListDiffers() =>
        Prop.ForAll(Lists.ToArbitrary(), Lists.ToArbitrary(), Positions.ToArbitrary(), (list, other, position) =>
            (Decode(other, Encode(list, position)) is null) == (list != other)).QuickCheckThrowOnFailure();

    [Fact]
    public void Decode_Should_ReturnNull_When_AnyOneCharacterDiffers() =>
        Prop.ForAll(Values.ToArbitrary(), value =>
        {
            var cursor = Encode(List, new SortPosition(value, "1:0x6DB3533977BF0021835eAAAdc03A771b67f6D55C"));

            return Enumerable.Range(0, cursor.Length).All(at =>
                $"{Base64Url}=+/. \n\0é".Where(c => c != cursor[at]).All(c =>
                    Decode(List, $"{cursor[..at]}{c}{cursor[(at + 1)..]}") is null));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Decode_Should_ReturnNull_When_CharactersAreMissingOrAdded()
    {
        var cursor = Encode(List, new SortPosition(90, "1:0x6DB3533977BF0021835eAAAdc03A771b67f6D55C"));

        for (var at = 0; at < cursor.Length; at++)
        {
            Decode(List, cursor[..at]).ShouldBeNull();
            Decode(List, cursor[(at + 1)..]).ShouldBeNull();
        }

        foreach (var added in new[] { $"{cursor}=", $"{cursor}==", $"{cursor}A", $"{cursor} ", $" {cursor}", $"{cursor}\n", $"A{cursor}", cursor + cursor })
            Decode(List, added).ShouldBeNull(added);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("nonsense")]
    [InlineData("MA==")]
    [InlineData("eyJpZCI6MX0=")]
    [InlineData("////")]
    [InlineData("ÿÿÿÿ")]
    public void Decode_Should_ReturnNull_When_TheTextIsNotACursor(string text) => Decode(List, text).ShouldBeNull();

    [Fact]
    public void Decode_Should_ReturnNull_When_TheTextIsLongerThanAnyCursor()
    {
        var longest = Encode(List, new SortPosition(-7.9228162514264337593543950335m, new string('€', SortPosition.MaxKeyLength)));

        longest.Length.ShouldBe(Cursors.MaxLength);
        Decode(List, longest).ShouldNotBeNull().Key.ShouldBe(new string('€', SortPosition.MaxKeyLength));
        Decode(List, longest + "AAAA").ShouldBeNull();
        Decode(List, new string('A', 100_000)).ShouldBeNull();
    }

    // Each sort position has one canonical cursor. Other spellings of the number are invalid.
    [Theory]
    [InlineData("+90 key")]
    [InlineData("090 key")]
    [InlineData("90. key")]
    [InlineData("9e1 key")]
    [InlineData("key")]
    [InlineData("ninety key")]
    public void Decode_Should_ReturnNull_When_TheValueIsNotCanonical(string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        var checksum = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{List}\n{text}"))[..8];

        Decode(List, System.Buffers.Text.Base64Url.EncodeToString([.. checksum, .. bytes])).ShouldBeNull();
    }

    [Fact]
    public void Encode_Should_BeShortAndNameNoWallet_When_TheItemIsAToken()
    {
        var cursor = Encode(List, new SortPosition(48800.0m, "1:0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE"));

        cursor.Length.ShouldBeLessThan(90);
        System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(cursor)[8..]).ShouldBe("48800.0 1:0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"1\"")]
    [InlineData("[]")]
    [InlineData("[\"1\", \"2\"]")]
    [InlineData("[\"1\",2]")]
    [InlineData("[\"1\"]")]
    [InlineData("{")]
    public void Decode_Should_ReturnNull_When_TheSortValuesAreNotThoseOfTheKeys(string values)
    {
        var text = $"{values}\n90 key";
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        var checksum = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{List}\n{text}"))[..8];

        Cursors.Decode(List, System.Buffers.Text.Base64Url.EncodeToString([.. checksum, .. bytes]), 2).ShouldBeNull();
    }

    [Fact]
    public void Decode_Should_ReturnTheSortValues_When_TheOrderHasKeys() =>
        Prop.ForAll(Positions.ToArbitrary(), SortValues.ToArbitrary(), (position, values) =>
            Cursors.Decode(List, Cursors.Encode(List, position, values), 2) is var (decoded, read) && decoded == position && read.SequenceEqual(values)).QuickCheckThrowOnFailure();

    private static string Encode(string list, SortPosition position) => Cursors.Encode(list, position, []);

    private static SortPosition? Decode(string list, string cursor) => Cursors.Decode(list, cursor, 0)?.Position;
}
