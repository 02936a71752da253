using System.Text;
using Couverture.Language;
using Couverture.Validation;

namespace Couverture.Tests.Validation;

/// <summary>
/// The cost of parsing and validation, measured as the bytes that the thread allocates. If a document doubles in size, the cost must
/// at most double, even without limits.
/// </summary>
public sealed class ValidationScalingTests
{
    private static readonly ParserOptions Unlimited = new()
    {
        MaxTokens = int.MaxValue,
        MaxAllowedNodes = int.MaxValue,
        MaxAllowedFields = int.MaxValue,
        MaxAllowedFragmentSpreads = int.MaxValue,
    };

    private static readonly ValidationOptions Unchecked = new()
    {
        MaxDepth = null,
        MaxFields = null,
        MaxAliases = null,
        MaxRootFields = null,
        MaxOperations = null,
        MaxFragmentVisits = null,
        MaxMergedFields = int.MaxValue,
    };

    private static readonly Dictionary<string, Func<int, string>> DocumentFamilies = new()
    {
        ["one field many times"] = n => $"{{ {Many(n, _ => "band { name }")} }}",
        ["many aliases"] = n => $"{{ {Many(n, i => $"a{i}: band {{ name }}")} }}",
        ["conflicts"] = n => $"{{ {Many(n, i => $"a: album(id: {i}) {{ title }}")} }}",
        ["unknown fields"] = n => $"{{ {Many(n, i => $"ban{i}")} }}",
        ["a list"] = n => $"{{ album(id: [{Many(n, i => $"{i}")}]) {{ title }} }}",
        ["a chain of fragments"] = n => $"{{ band {{ ...F0 }} }} {Many(n, i => $"fragment F{i} on Band {{ name ...F{i + 1} }}")} fragment F{n} on Band {{ name }}",
        ["fragments that double"] = n => $"{{ band {{ ...F0 }} }} {Many(n, i => $"fragment F{i} on Band {{ ...F{i + 1} ...F{i + 1} }}")} fragment F{n} on Band {{ name }}",
        ["a cycle of fragments"] = n => $"{{ band {{ ...F0 }} }} {Many(n, i => $"fragment F{i} on Band {{ ...F{(i + 1) % n} }}")}",
        ["unused fragments"] = n => $"{{ flag }} {Many(n, i => $"fragment F{i} on Band {{ name }}")}",
        ["operations"] = n => Many(n, i => $"query Q{i} {{ flag }}"),
        ["unused variables"] = n => $"query ({Many(n, i => $"$v{i}: Int")}) {{ flag }}",
        ["directives"] = n => $"{{ {Many(n, _ => "flag @include(if: true) @skip(if: false)")} }}",
    };

    public static TheoryData<string> FamilyNames => [.. DocumentFamilies.Keys];

    private static string Many(int count, Func<int, string> part) => string.Join(' ', Enumerable.Range(0, count).Select(part));

    private static long Cost(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        DocumentValidator.Validate(MusicSchema.Schema, Utf8GraphQLParser.Parse(utf8, Unlimited), Unchecked);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    [Theory]
    [MemberData(nameof(FamilyNames))]
    public void Validate_Should_ScaleLinearly_When_DocumentGrows(string family)
    {
        var document = DocumentFamilies[family];
        Cost(document(2));

        var once = Cost(document(1_000));
        var twice = Cost(document(2_000));

        // Lists grow by doubling their capacity, so a little more than twice the cost is normal.
        ((double)twice / once).ShouldBeLessThan(2.6);
    }

    [Fact]
    public void Parse_Should_StopAtTheLimit_When_DocumentIsLarger()
    {
        var options = ParserOptions.Default with { MaxTokens = 1_000 };
        Reject(2_000);

        var large = Reject(100_000);

        large.ShouldBe(Reject(2_000));

        long Reject(int fields)
        {
            var utf8 = Encoding.UTF8.GetBytes($"{{ {Many(fields, _ => "name")} }}");
            var before = GC.GetAllocatedBytesForCurrentThread();
            Should.Throw<SyntaxException>(() => Utf8GraphQLParser.Parse(utf8, options));
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
