using static PortfolioGraph.Server.Tests.Failures.Malformed.MalformedRequest;

namespace PortfolioGraph.Server.Tests.Failures.Malformed;

/// <summary>Requests that are well-formed JSON with an error in the operation: in its text, variables, arguments or size.</summary>
internal static class OperationCases
{
    private const string Syntax = "GRAPHQL_SYNTAX";
    private const string Validation = "GRAPHQL_VALIDATION_FAILED";
    private const string Limit = "LIMIT_EXCEEDED";
    private const string LateLiteral = "It detects an invalid scalar literal during execution, so that the status is 200.";
    private const string Wallet = "wallet(address: \"" + Hosting.Wallets.Typical + "\")";
    private const string Hex = "d8da6bf26964af9d7eed9e03e53415d37aa96045";

    public static IEnumerable<MalformedRequest> All => [.. Documents, .. Variables, .. WalletAddresses, .. Chains, .. Pages, .. Times, .. Counts];

    private static IEnumerable<MalformedRequest> Documents =>
    [
        .. new[] { "{", "}", "{ }", "{ chains { id }", "query", "query {", "{ a: }", "{ __typename @ }", "{ __typename( }", "{ \"text\" }", "{ ... }", "\0", "{ __typename \u0007 }", "# a comment", " ", "{ chain(chainId: \"1) { id } }", "{ chain(chainId: 01) { id } }", "fragment on on Query { __typename }" }
            .Select(document => Query($"the document {document.Replace("\0", "NUL").Replace("\u0007", "BEL")}", document, 400, Syntax)),
        .. new[]
        {
            "{ nothing }", "{ chains }", "{ __typename { id } }", "{ chain { id } }", "{ chain(chainId: 1, id: 2) { id } }", "{ chain(chainId: 1, chainId: 2) { id } }", "{ ...Missing }", "{ ... on Nothing { id } }", "{ __typename @nothing }",
            "{ __typename @skip }", "query($a: Nothing) { __typename }", "query($a: Int) { __typename }", "query($a: Int, $a: Int) { chain(chainId: $a) { id } }", "{ chain(chainId: $a) { id } }", "query($a: String!) { chain(chainId: $a) { id } }",
            "query A { __typename } query A { __typename }", "{ __typename } query A { __typename }", "{ __typename } fragment F on Query { __typename }", "{ ...F } fragment F on Query { ...F }", "{ ...F } fragment F on Query { ...G } fragment G on Query { ...F }",
            "{ a: chain(chainId: 1) { id } a: chain(chainId: 10) { id } }", "mutation { nothing }", "mutation { refreshWallets { __typename } }", "type Query { a: Int }", "{ __type { name } }",
        }.Select(document => Query($"the document {document}", document, 400, Validation)),
        Query("a chain id that is a string", "{ chain(chainId: \"1\") { id } }", 400, Validation),
        Query("a chain id that is a fraction", "{ chain(chainId: 1.5) { id } }", 400, Validation),
        Query("an unknown range", $"{{ {Wallet} {{ profitAndLoss(range: NOTHING) {{ roi }} }} }}", 400, Validation),
        Query("an unknown operation name", "query A { __typename } query B { __typename }", 400, "GRAPHQL_REQUEST_INVALID", operationName: "C"),
        Query("two operations without a name", "query A { __typename } query B { __typename }", 400, "GRAPHQL_REQUEST_INVALID"),
        Query("a fragment alone", "fragment F on Query { __typename }", 400, Validation),
    ];

    private static IEnumerable<MalformedRequest> Variables =>
    [
        .. new object?[] { "1", 1.5, true, null, Array.Empty<int>(), new { a = 1 }, 2_147_483_648L, -2_147_483_649L, 9_223_372_036_854_775_808UL }
            .Select(value => Query($"the Int {System.Text.Json.JsonSerializer.Serialize(value)}", "query($c: Int!) { chain(chainId: $c) { id } }", 400, "GRAPHQL_VARIABLE_INVALID", new { c = value })),
        Query("a missing variable", "query($c: Int!) { chain(chainId: $c) { id } }", 400, "GRAPHQL_VARIABLE_INVALID"),
        .. new object?[] { 5, true, null, new { a = 1 } }
            .Select(value => Query($"the address {System.Text.Json.JsonSerializer.Serialize(value)}", "query($a: Address!) { wallet(address: $a) { valueUsd } }", 400, "GRAPHQL_VARIABLE_INVALID", new { a = value })),
        Query("a missing address", "query($a: Address!) { wallet(address: $a) { valueUsd } }", 400, "GRAPHQL_VARIABLE_INVALID"),
        Query("null among addresses", "query($a: [Address!]!) { wallets(addresses: $a) { valueUsd } }", 400, "GRAPHQL_VARIABLE_INVALID", new { a = new[] { Hosting.Wallets.Typical, null } }),
        Query("nonsense among addresses", "query($a: [Address!]!) { wallets(addresses: $a) { valueUsd } }", 400, "ADDRESS_INVALID", new { a = new[] { Hosting.Wallets.Typical, "nonsense" } }),
    ];

    private static IEnumerable<MalformedRequest> WalletAddresses
    {
        get
        {
            (string Name, string Text)[] spellings =
            [
                ("no characters", ""),
                ("0x alone", "0x"),
                ("39 digits", $"0x{Hex[..39]}"),
                ("41 digits", $"0x{Hex}5"),
                ("40 digits without 0x", Hex),
                ("42 digits without 0x", $"00{Hex}"),
                ("an invalid digit", $"0x{Hex[..39]}g"),
                ("0X", $"0X{Hex}"),
                ("a space at the start", $" 0x{Hex}"),
                ("a space at the end", $"0x{Hex} "),
                ("a space inside", $"0x{Hex[..20]} {Hex[21..]}"),
                ("a tab at the end", $"0x{Hex}\t"),
                ("a line feed at the end", $"0x{Hex}\n"),
                ("CR LF and a header", $"0x{Hex}\r\nX-Injected: 1"),
                ("a null byte inside", $"0x{Hex[..20]}\0{Hex[21..]}"),
                ("a wrong checksum", "0xD8dA6BF26964aF9D7eEd9e03E53415D37aA96045"),
                ("one letter in the other case", $"0xD{Hex[1..]}"),
                ("a Cyrillic a", $"0x{Hex[..35]}\u0430{Hex[36..]}"),
                ("full-width digits", $"0x{Hex[..39]}\uff15"),
                ("Arabic digits", $"0x{Hex[..39]}\u0665"),
                ("a zero-width space", $"0x{Hex}\u200b"),
                ("text from right to left", $"\u202e0x{Hex}"),
                ("an ENS name", "vitalik.eth"),
                ("another parameter", $"0x{Hex[..28]}&use_cache=0"),
                ("a question mark", $"0x{Hex[..28]}?chain_id=56"),
                ("a parent path", "../../../general/status"),
                ("two addresses", $"0x{Hex},0x{Hex}"),
                ("an escape", $"0x{Hex[..37]}%20"),
                ("a minus", $"-0x{Hex[..39]}"),
                ("10,000 digits", $"0x{new string('a', 10_000)}"),
            ];
            foreach (var (name, text) in spellings)
            {
                yield return Query($"an address: {name}", "query($a: Address!) { wallet(address: $a) { valueUsd } }", 400, "ADDRESS_INVALID", new { a = text });
                yield return Query($"an address in the document: {name}", $"{{ wallet(address: {System.Text.Json.JsonSerializer.Serialize(text)}) {{ valueUsd }} }}", 400, "ADDRESS_INVALID") with { OnHotChocolate = LateLiteral };
            }
        }
    }

    private static IEnumerable<MalformedRequest> Chains =>
    [
        .. new[] { "0", "-1", "2", "534352", "2147483647", "-2147483648" }.SelectMany(id => new[]
        {
            Query($"the chain {id}", $"{{ chain(chainId: {id}) {{ id }} }}", 200, "CHAIN_UNSUPPORTED"),
            Query($"the chain {id} of a wallet", $"{{ {Wallet} {{ chain(chainId: {id}) {{ valueUsd }} }} }}", 200, "CHAIN_UNSUPPORTED"),
        }),
        Query("one unknown chain of several", $"{{ {Wallet} {{ chains(chainIds: [1, 2]) {{ valueUsd }} }} }}", 200, "CHAIN_UNSUPPORTED"),
        Query("the protocols of an unknown chain", "{ protocols(chainId: 5) { name } }", 200, "CHAIN_UNSUPPORTED"),
        Query("the chain 2^31", "{ chain(chainId: 2147483648) { id } }", 400, Validation),
        Query("the chain 2^63", "{ chain(chainId: 9223372036854775808) { id } }", 400, Validation),
    ];

    private static IEnumerable<MalformedRequest> Pages =>
    [
        .. new[] { "tokens", "positions" }.SelectMany(list => new[]
        {
            Query($"0 {list}", $"{{ {Wallet} {{ {list}(first: 0) {{ totalCount }} }} }}", 200, Limit) with { OnHotChocolate = "It accepts a page size of 0." },
            Query($"-1 {list}", $"{{ {Wallet} {{ {list}(first: -1) {{ totalCount }} }} }}", 200, Limit),
            Query($"501 {list}", $"{{ {Wallet} {{ {list}(first: 501) {{ totalCount }} }} }}", 200, Limit),
            Query($"2^31 {list}", $"{{ {Wallet} {{ {list}(first: 2147483648) {{ totalCount }} }} }}", 400, Validation),
            Query($"{list} after nonsense", $"{{ {Wallet} {{ {list}(after: \"nonsense\") {{ totalCount }} }} }}", 200, "CURSOR_INVALID"),
            Query($"{list} after an empty cursor", $"{{ {Wallet} {{ {list}(after: \"\") {{ totalCount }} }} }}", 200, "CURSOR_INVALID") with { OnHotChocolate = "Version 15.1.3 fails on an empty cursor." },
            Query($"{list} after a cursor in another format", $"{{ {Wallet} {{ {list}(after: \"eyJpZCI6MX0=\") {{ totalCount }} }} }}", 200, "CURSOR_INVALID"),
        }),
    ];

    private static IEnumerable<MalformedRequest> Times =>
    [
        Query("a time in the future", $"{{ {Wallet} {{ at(time: \"2999-01-01T00:00:00Z\") {{ valueUsd }} }} }}", 200, "TIME_INVALID"),
        Query("a time before the first block", $"{{ {Wallet} {{ at(time: \"2015-07-29T00:00:00Z\") {{ valueUsd }} }} }}", 200, "TIME_INVALID"),
        .. new[] { "", "yesterday", "2024-02-30T00:00:00Z", "2024-01-01", "2024-01-01T00:00:00", "2024-01-01T25:00:00Z", "1700000000" }
            .Select(time => Query($"the time '{time}'", $"{{ {Wallet} {{ at(time: \"{time}\") {{ valueUsd }} }} }}", 400, Validation) with { OnHotChocolate = LateLiteral }),
    ];

    private static IEnumerable<MalformedRequest> Counts =>
    [
        Query("101 wallets", "query($a: [Address!]!) { wallets(addresses: $a) { address } }", 200, "TOO_MANY_ADDRESSES", new { a = Addresses(101) }),
        Query("1,000 wallets", "query($a: [Address!]!) { wallets(addresses: $a) { address } }", 200, "TOO_MANY_ADDRESSES", new { a = Addresses(1_000) }),
        Query("100,000 wallets", "query($a: [Address!]!) { wallets(addresses: $a) { address } }", 413, "REQUEST_TOO_LARGE", new { a = Addresses(100_000) }),
        Query("a portfolio without addresses", "{ portfolio(addresses: []) { valueUsd } }", 200, "NO_ADDRESSES"),
        Query("a portfolio of 11 addresses", "query($a: [Address!]!) { portfolio(addresses: $a) { valueUsd } }", 200, "TOO_MANY_ADDRESSES", new { a = Addresses(11) }),
        Query("201 fields at the root", $"{{ {string.Join(' ', Enumerable.Repeat("__typename", 201))} }}", 400, Limit),
        Query("51 aliases", $"{{ {Wallet} {{ {string.Join(' ', Enumerable.Range(0, 51).Select(i => $"a{i}: valueUsd"))} }} }}", 400, Limit),
        Query("9 directives at one location", $"{{ __typename {string.Concat(Enumerable.Repeat("@skip(if: false) ", 9))} }}", 400, Limit),
        Query("17 levels", $"{{ __schema {{ types {{ {string.Concat(Enumerable.Repeat("fields { type { ", 8))} name {new string('}', 16)} }} }} }}", 400, Limit),
        Query("10,000 levels", $"{string.Concat(Enumerable.Repeat("{ a ", 5_000))}{new string('}', 5_000)}", 400, Limit),
        Query("4,097 fields by fragments", $"{{ {Wallet} {{ {string.Concat(Enumerable.Repeat("...F ", 1_024))} }} }} fragment F on Wallet {{ address id valueUsd __typename }}", 400, Limit),
        Query("fragments that double 30 times", string.Concat(["{ ...F0 } ", .. Enumerable.Range(0, 30).Select(i => $"fragment F{i} on Query {{ ...F{i + 1} ...F{i + 1} }} "), "fragment F30 on Query { __typename chains { id } }"]), 400, Limit),
        Query("a cost over the limit", $"{{ {string.Join(' ', Enumerable.Range(0, 29).Select(i => $"w{i}: wallets(addresses: [{string.Join(',', Addresses(40).Select(a => $"\"{a}\""))}]) {{ valueUsd tokens {{ totalCount }} }}"))} }}", 400, Limit),
    ];

    private static string[] Addresses(int count) => [.. Enumerable.Range(0, count).Select(i => $"0x{i:x40}")];
}
