using System.Text;
using Couverture.Language;
using FsCheck;
using FsCheck.Fluent;

namespace Couverture.Tests.Language;

public sealed class SyntaxPropertyTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(1_000);

    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, int.MaxValue).ToArbitrary();

    [Fact]
    public void Print_Should_RoundTrip_When_ParsedAgain()
        => Prop.ForAll(Seeds, seed =>
        {
            var document = new RandomDocument(seed).Make();
            var text = document.ToString();

            var parsed = Utf8GraphQLParser.Parse(text);

            SyntaxComparer.Structural.Equals(document, parsed).ShouldBeTrue(text);
            SyntaxComparer.Structural.GetHashCode(document).ShouldBe(SyntaxComparer.Structural.GetHashCode(parsed));
            parsed.ToString().ShouldBe(text);
        }).Check(Many);

    [Fact]
    public void Location_Should_MatchTheText_When_DocumentIsParsed()
        => Prop.ForAll(Seeds, seed =>
        {
            var text = new RandomDocument(seed).Make().ToString();
            var utf8 = Encoding.UTF8.GetBytes(text);

            foreach (var node in Descendants(Utf8GraphQLParser.Parse(utf8)))
            {
                var location = node.Location!.Value;
                var before = Encoding.UTF8.GetString(utf8, 0, location.Start).Split(["\r\n", "\n", "\r"], StringSplitOptions.None);
                (location.Line, location.Column).ShouldBe((before.Length, before[^1].Length + 1), text);

                if (node is NameNode name)
                {
                    Encoding.UTF8.GetString(utf8[location.Start..location.End]).ShouldBe(name.Value);
                }
            }
        }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Parse_Should_ThrowOnlySyntaxException_When_TextIsDamaged()
        => Prop.ForAll(Seeds, seed =>
        {
            var random = new Random(seed);
            var utf8 = Encoding.UTF8.GetBytes(new RandomDocument(seed).Make().ToString()).ToList();

            for (var damage = random.Next(1, 6); damage > 0 && utf8.Count > 0; damage--)
            {
                var at = random.Next(utf8.Count);

                switch (random.Next(4))
                {
                    case 0:
                        utf8.RemoveAt(at);
                        break;
                    case 1:
                        utf8.Insert(at, (byte)random.Next(256));
                        break;
                    case 2:
                        utf8[at] = (byte)"{}()[]\"\\!$@|&:=.#\n\r"[random.Next(19)];
                        break;
                    default:
                        utf8.RemoveRange(at, utf8.Count - at);
                        break;
                }
            }

            try
            {
                var parsed = Utf8GraphQLParser.Parse([.. utf8]);
                SyntaxComparer.Structural.Equals(parsed, Utf8GraphQLParser.Parse(parsed.ToString())).ShouldBeTrue();
            }
            catch (SyntaxException exception)
            {
                exception.Location.Start.ShouldBeInRange(0, utf8.Count);
                exception.Message.ShouldEndWith(exception.Code == ErrorCodes.LimitExceeded ? ")." : ".");
            }
        }).Check(Many);

    private static IEnumerable<ISyntaxNode> Descendants(ISyntaxNode node)
        => SyntaxChildren.GetChildren(node).SelectMany(child => Descendants(child.Node)).Prepend(node);
}
