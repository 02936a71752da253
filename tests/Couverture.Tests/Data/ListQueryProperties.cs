using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using static Couverture.Tests.Data.QueryGraph;

namespace Couverture.Tests.Data;

/// <summary>Laws of filters and sorts on random lists.</summary>
public sealed class ListQueryProperties
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(60);

    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, int.MaxValue).ToArbitrary();

    private static readonly string[] Operations = ["eq", "neq", "gt", "gte", "lt", "lte"];

    [Fact]
    public void Filter_Should_BeTheIntersectionOrTheUnion_When_ConditionsAreCombined() => Check(random =>
    {
        var books = RandomBooks(random);
        var (one, other) = (RandomCondition(random), RandomCondition(random));

        var left = Titles(books, $"(where: {one})");
        var right = Titles(books, $"(where: {other})");

        Titles(books, $"(where: {{ and: [{one}, {other}] }})").ShouldBe(left.Intersect(right));
        Titles(books, $"(where: {{ or: [{one}, {other}] }})").ShouldBe(Titles(books, "").Where(title => left.Contains(title) || right.Contains(title)));
    });

    [Fact]
    public void Filter_Should_SplitTheList_When_AConditionAndItsOppositeAreUsed() => Check(random =>
    {
        var books = RandomBooks(random);
        var limit = random.Next(5);

        Titles(books, $"(where: {{ price: {{ gt: {limit} }} }})").Length.ShouldBe(books.Count(book => book.Price > limit));
        foreach (var (operation, opposite) in new[] { ("eq", "neq"), ("in", "nin") })
            (Titles(books, $"(where: {{ price: {{ {operation}: {limit} }} }})").Length + Titles(books, $"(where: {{ price: {{ {opposite}: {limit} }} }})").Length).ShouldBe(books.Length);
    });

    [Fact]
    public void Sort_Should_BeAStablePermutationWithNullsLast_When_KeysHaveTies() => Check(random =>
    {
        var books = RandomBooks(random);
        foreach (var direction in new[] { "ASC", "DESC" })
        {
            var byTitle = books.ToDictionary(book => book.Title);

            var sorted = Titles(books, $"(order: [{{ price: {direction} }}])").Select(title => byTitle[title]).ToArray();

            sorted.Order(Comparer<Book>.Create((one, other) => string.CompareOrdinal(one.Title, other.Title))).ShouldBe(books.OrderBy(book => book.Title, StringComparer.Ordinal));
            sorted.Zip(sorted.Skip(1)).ShouldAllBe(pair => IsInOrder(pair.First, pair.Second, direction == "ASC" ? 1 : -1, Array.IndexOf(books, pair.First) < Array.IndexOf(books, pair.Second)));
        }
    });

    private static bool IsInOrder(Book one, Book other, int sign, bool wasBefore) => (one.Price, other.Price) switch
    {
        (null, null) => wasBefore,
        (null, _) => false,
        (_, null) => true,
        ({ } left, { } right) => left == right ? wasBefore : sign * left.CompareTo(right) < 0,
    };

    private static void Check(Action<Random> law) => Prop.ForAll(Seeds, seed => law(new Random(seed))).Check(Many);

    private static Book[] RandomBooks(Random random) =>
        [.. Enumerable.Range(0, random.Next(12)).Select(index => new Book(index.ToString(CultureInfo.InvariantCulture), random.Next(4) == 0 ? null : random.Next(5), IsNew: random.Next(2) == 0))];

    private static string RandomCondition(Random random) => random.Next(3) == 0
        ? $"{{ isNew: {{ eq: {(random.Next(2) == 0 ? "true" : "false")} }} }}"
        : $"{{ price: {{ {Operations[random.Next(Operations.Length)]}: {random.Next(5)} }} }}";

    private static string[] Titles(Book[] books, string arguments) =>
        Server(books).TitlesAsync(arguments).GetAwaiter().GetResult().Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
