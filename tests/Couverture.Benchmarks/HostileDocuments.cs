using System.Globalization;
using System.Text;

namespace Couverture.Benchmarks;

/// <summary>
/// Documents designed to be expensive, each as large as the limits allow, or larger. Documents over a limit must be rejected early, and the
/// cost of the others must be bounded.
/// </summary>
internal static class HostileDocuments
{
    public static IReadOnlyDictionary<string, (string Document, string? Variables)> All { get; } = Create();

    private static Dictionary<string, (string Document, string? Variables)> Create() => new()
    {
        ["aliases of one field"] = ($"{{ {Repeat(2_000, i => $"a{i}: __typename")} }}", null),
        ["one field many times"] = ($"{{ {Repeat(2_000, _ => "wallet(id: \"w\") { id }")} }}", null),
        ["conflicting fields"] = ($"{{ {Repeat(2_000, i => $"a: wallet(id: \"{i}\") {{ id }}")} }}", null),
        ["fields merged on all object types"] = ($"{{ holding(kind: 0) {{ {Repeat(650, i => $"... on {"Wallet ChainHoldings TokenHolding".Split(' ')[i % 3]} {{ id }} id")} }} }}", null),
        ["unknown fields"] = ($"{{ {Repeat(2_000, i => $"walle{i}")} }}", null),
        ["unknown arguments"] = ($"{{ wallet({Repeat(4_000, i => $"i{i}: 1")}) {{ id }} }}", null),
        ["nesting"] = (string.Concat(Enumerable.Repeat("{ wallet(id: 1) ", 20_000)), null),
        ["nested lists"] = ($"{{ sum(numbers: {new string('[', 50_000)}", null),
        ["a long list"] = ($"{{ sum(numbers: [{Repeat(19_900, _ => "1")}]) }}", null),
        ["a list of wrong values"] = ($"{{ sum(numbers: [{Repeat(19_900, _ => "\"\"")}]) }}", null),
        ["a long string"] = ($"{{ wallet(id: \"{new string('a', 500_000)}\") {{ id }} }}", null),
        ["a long name"] = ($"{{ {new string('a', 500_000)} }}", null),
        ["comments"] = ($"{{ __typename {Repeat(100_000, _ => "#\n")} }}", null),
        ["commas"] = ($"{{ __typename {new string(',', 500_000)} }}", null),
        ["directives"] = ($"{{ {Repeat(900, _ => "__typename @include(if: true) @skip(if: false) @a @b @c")} }}", null),
        ["operations over shared fragments"] = (
            $"{Repeat(50, i => $"query Q{i} {{ wallet(id: \"w\") {{ ...F0 }} }}")} {Repeat(249, i => $"fragment F{i} on Wallet {{ id ...F{i + 1} }}")} fragment F249 on Wallet {{ id }}", null),
        ["operations with variables over shared fragments"] = (
            $"{Repeat(50, i => $"query Q{i}({Repeat(32, v => $"$v{v}: Boolean!")}) {{ wallet(id: \"w\") {{ ...F0 }} }}")} {Repeat(300, i => $"fragment F{i} on Wallet {{ id @include(if: $v{i % 32}) ...F{i + 1} }}")} fragment F300 on Wallet {{ id }}", null),
        ["a chain of fragments"] = ($"{{ wallet(id: \"w\") {{ ...F0 }} }} {Repeat(490, i => $"fragment F{i} on Wallet {{ ...F{i + 1} }}")} fragment F490 on Wallet {{ id }}", null),
        ["fragments that double"] = ($"{{ wallet(id: \"w\") {{ ...F0 }} }} {Repeat(200, i => $"fragment F{i} on Wallet {{ ...F{i + 1} ...F{i + 1} }}")} fragment F200 on Wallet {{ id }}", null),
        ["fragments under conditions"] = (NestedConditions(doubling: 11, chain: 400), TrueVariables(22)),
        ["fields that double"] = ($"{{ wallet(id: \"w\") {{ ...F0 }} }} {Repeat(150, i => $"fragment F{i} on Wallet {{ next {{ ...F{i + 1} }} other: next {{ ...F{i + 1} }} }}")} fragment F150 on Wallet {{ id }}", null),
        ["cycles of fragments"] = ($"{{ wallet(id: \"w\") {{ ...F0 }} }} {Repeat(240, i => $"fragment F{i} on Wallet {{ ...F{(i + 1) % 240} ...F{(i + 7) % 240} }}")}", null),
        ["unused fragments"] = ($"{{ __typename }} {Repeat(1_200, i => $"fragment F{i} on Wallet {{ id }}")}", null),
        ["variables"] = ($"query ({Repeat(2_400, i => $"$v{i}: [Int!]")}) {{ {Repeat(20, i => $"a{i}: __typename")} }}", null),
        ["used variables among many given"] = (
            $"query ({Repeat(1_000, i => $"$v{i}: Int!")}) {{ sum(numbers: [{Repeat(1_000, i => $"$v{i}")}]) }}",
            $"{{{string.Join(',', Enumerable.Range(0, 1_000).Select(i => $"\"v{i}\":1"))},{string.Join(',', Enumerable.Range(0, 12_000).Select(i => $"\"{i}\":1"))}}}"),
        ["a long list in variables"] = ("query ($numbers: [Int!]!) { sum(numbers: $numbers) }", $$"""{"numbers":[{{string.Join(',', Enumerable.Repeat(1, 65_000))}}]}"""),
        ["wrong values in variables"] = ("query ($numbers: [Int!]!) { sum(numbers: $numbers) }", $$"""{"numbers":[{{string.Join(',', Enumerable.Repeat("\"\"", 43_000))}}]}"""),
        ["fields that fail"] = ("{ failing(count: 10000) { fails } }", null),
        ["introspection of introspection"] = ("{ __schema { types { fields { type { fields { type { fields { type { fields { type { fields { name } } } } } } } } } } } }", null),
        ["introspection multiplied by itself"] = ($"{{ __schema {{ types {{ {Repeat(9, i => $"a{i}: fields {{ type {{ name b: fields {{ name description isDeprecated type {{ name kind }} }} ofType {{ name }} }} }}")} }} }} }}", null),
        ["introspection under aliases"] = ($"{{ __schema {{ types {{ {Repeat(20, i => $"a{i}: fields {{ type {{ {Repeat(20, j => $"b{j}: fields {{ name }}")} }} }}")} }} }} }}", null),
        ["introspection many times"] = (RepeatedIntrospection(20), null),
    };

    /// <summary>Returns a document with 2^doubling conditions, under each of which the same chain of fragments is visited again.</summary>
    private static string NestedConditions(int doubling, int chain)
    {
        var text = new StringBuilder("query (");
        for (var i = 0; i < doubling * 2; i++)
            text.Append(CultureInfo.InvariantCulture, $"$v{i}: Boolean! ");
        text.Append(") { wallet(id: \"w\") { ...D0 } } ");
        for (var i = 0; i < doubling; i++)
        {
            var next = i + 1 == doubling ? "F0" : $"D{i + 1}";
            text.Append(CultureInfo.InvariantCulture, $"fragment D{i} on Wallet {{ ...{next} @include(if: $v{2 * i}) ...{next} @include(if: $v{(2 * i) + 1}) }} ");
        }

        return $"{text}{Repeat(chain, i => $"fragment F{i} on Wallet {{ ...F{i + 1} }}")} fragment F{chain} on Wallet {{ id }}";
    }

    private static string TrueVariables(int count) => $"{{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"v{i}\":true"))}}}";

    private static string RepeatedIntrospection(int count)
    {
        var start = Documents.Introspection.IndexOf("__schema", StringComparison.Ordinal);
        var end = Documents.Introspection.IndexOf("\n}", StringComparison.Ordinal);
        var schema = Documents.Introspection[start..end];
        return $"{{ {Repeat(count, i => $"a{i}: __schema {{ ...S }}")} }} fragment S on __Schema {schema["__schema".Length..]} {Documents.Introspection[(end + 2)..]}";
    }

    private static string Repeat(int count, Func<int, string> part) => string.Join(' ', Enumerable.Range(0, count).Select(part));
}
