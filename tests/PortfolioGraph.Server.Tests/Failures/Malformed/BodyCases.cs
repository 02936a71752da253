using System.IO.Compression;
using System.Text;
using static PortfolioGraph.Server.Tests.Failures.Malformed.MalformedRequest;

namespace PortfolioGraph.Server.Tests.Failures.Malformed;

/// <summary>Requests with an error in the body: in its media type, encoding, size, JSON or members.</summary>
internal static class BodyCases
{
    private const string Good = """{"query":"{ __typename }"}""";
    private const string Invalid = "REQUEST_INVALID";
    private const string Unsupported = "UNSUPPORTED_MEDIA_TYPE";
    private const string TooLarge = "REQUEST_TOO_LARGE";

    // MaxBodyBytes of the profile.
    private const int MaxBytes = 262_144;

    public static IEnumerable<MalformedRequest> All => [.. Types, .. Encodings, .. Sizes, .. Bytes, .. Texts, .. Members];

    private static IEnumerable<MalformedRequest> Types =>
    [
        Post("no content type", Good, 415, Unsupported, contentType: null),
        .. new[]
        {
            "text/plain", "text/plain;charset=utf-8", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/graphql", "application/xml", "text/json",
            "application/octet-stream", "application/graphql-response+json", "nonsense", "application/json, text/plain", "*/*", "",
        }.Select(type => Post($"the type '{type}'", Good, 415, Unsupported, contentType: type)),
        Post("a form", "query=%7B__typename%7D", 415, Unsupported, contentType: "application/x-www-form-urlencoded"),
        Post("a form with a file", "--x\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n{\"query\":\"{ __typename }\"}\r\n--x--\r\n", 415, Unsupported, contentType: "multipart/form-data; boundary=x"),
        Post("two types", Good, 415, Unsupported, headers: "Content-Type: text/plain\r\n"),
    ];

    private static IEnumerable<MalformedRequest> Encodings =>
    [
        .. new[] { "utf-16", "latin1", "utf-7", "nonsense" }.Select(charset => Post($"the charset {charset}", Good, 415, Unsupported, contentType: $"application/json; charset={charset}")),
        Post("gzip", Gzip(Encoding.UTF8.GetBytes(Good)), 415, Unsupported, headers: "Content-Encoding: gzip\r\n"),
        Post("a gzip bomb", Gzip(new byte[64 * 1024 * 1024]), 415, Unsupported, headers: "Content-Encoding: gzip\r\n"),
        Post("deflate", Good, 415, Unsupported, headers: "Content-Encoding: deflate\r\n"),
        Post("br", Good, 415, Unsupported, headers: "Content-Encoding: br\r\n"),
        Post("an unknown encoding", Good, 415, Unsupported, headers: "Content-Encoding: nonsense\r\n"),
        Post("identity, then gzip", Good, 415, Unsupported, headers: "Content-Encoding: identity\r\nContent-Encoding: gzip\r\n"),
        Post("gzip without Content-Encoding", Gzip(Encoding.UTF8.GetBytes(Good)), 400, Invalid),
        Post("UTF-16", Encoding.Unicode.GetBytes(Good), 400, Invalid),
        Post("UTF-16 with a byte order mark", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Good)], 400, Invalid),
        Post("UTF-32", Encoding.UTF32.GetBytes(Good), 400, Invalid),
        Post("a byte order mark", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Good)], 400, Invalid),
        Post("a byte order mark alone", Encoding.UTF8.Preamble.ToArray(), 400, Invalid),
    ];

    private static IEnumerable<MalformedRequest> Sizes =>
    [
        Post("one byte over the limit", Good.PadRight(MaxBytes + 1), 413, TooLarge),
        Post("a body of 4 MB", Good.PadRight(4 * 1024 * 1024), 413, TooLarge),
        Raw("a length of 100 MB without a body", Head("POST /graphql HTTP/1.1", "Content-Type: application/json\r\nContent-Length: 104857600\r\n"), 413, TooLarge),
        Raw("one byte over the limit, in chunks", Chunks(Good.PadRight(MaxBytes + 1)) + "0\r\n\r\n", 413, TooLarge),
        Raw("chunks without end", Chunks(new string(' ', 4 * 1024 * 1024)), 413, TooLarge),
        Raw("a chunk of 2 GB", Head("POST /graphql HTTP/1.1", "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n") + "7fffffff\r\n" + new string(' ', 2 * MaxBytes), 413, TooLarge),
        Post("variables over their limit", $$$"""{"query":"query($c: Int!) { chain(chainId: $c) { id } }","variables":{"c":"{{{new string('a', 131_072)}}}"}}""", 400, "LIMIT_EXCEEDED"),
        Post("too many tokens", $$"""{"query":"{{{string.Join(' ', Enumerable.Repeat("a", 20_001))}}}"}""", 400, "LIMIT_EXCEEDED"),
    ];

    private static IEnumerable<MalformedRequest> Bytes =>
    [
        Post("nothing", "", 400, Invalid),
        Post("a blank", " ", 400, Invalid),
        Post("a null byte", "\0", 400, Invalid),
        Post("null bytes", "\0\0\0\0", 400, Invalid),
        Post("a null byte at the end", Good + "\0", 400, Invalid),
        Post("a null byte in a string", "{\"query\":\"{ __typename \0}\"}", 400, Invalid),
        Post("a byte that is not UTF-8", [.. "{\"query\":\"{ __typename }"u8, 0xff, .. "\"}"u8], 400, Invalid),
        Post("a continuation byte alone", [.. "{\"query\":\"{ __typename }"u8, 0x80, .. "\"}"u8], 400, Invalid),
        Post("half a character", [.. "{\"query\":\"{ __typename }"u8, 0xe2, 0x82, .. "\"}"u8], 400, Invalid),
        Post("an overlong slash", [.. "{\"query\":\"{ __typename }"u8, 0xc0, 0xaf, .. "\"}"u8], 400, Invalid),
        Post("a surrogate in UTF-8", [.. "{\"query\":\"{ __typename }"u8, 0xed, 0xa0, 0x80, .. "\"}"u8], 400, Invalid),
        Post("a character beyond the last", [.. "{\"query\":\"{ __typename }"u8, 0xf4, 0x90, 0x80, 0x80, .. "\"}"u8], 400, Invalid),
        Post("half a surrogate pair, escaped", """{"query":"{ __typename }","operationName":"\ud800"}""", 400, Invalid),
        Post("all possible bytes", [.. Enumerable.Range(0, 256).Select(i => (byte)i)], 400, Invalid),
    ];

    private static IEnumerable<MalformedRequest> Texts =>
    [
        .. new[]
        {
            "{", "}", "{]", "{\"query\"}", "{\"query\":}", "{\"query\":\"{ __typename }\"", "{\"query\":\"{ __typename }\",}", "{query:\"{ __typename }\"}", "{'query':'{ __typename }'}", "nonsense",
            "{\"query\":\"{ __typename }\"}{}", "{\"query\":\"{ __typename }\"} //", "/**/{\"query\":\"{ __typename }\"}", "{ __typename }", "{\"query\":\"{\n__typename }\"}", "{\"query\":\"\\x\"}", "{\"query\":\"\\u12\"}",
            "tru", "nul", "01", "<query/>",
        }.Select(text => Post($"the text {text.ReplaceLineEndings(" ")}", text, 400, Invalid)),
        .. new[] { "NaN", "Infinity", "-Infinity", "1e", "1.", ".5", "+1", "0x10", "01", "undefined" }.Select(number => Post($"the number {number}", $$$"""{"query":"{ __typename }","variables":{"a":{{{number}}}}}""", 400, Invalid)),
        Post("a member twice", """{"query":"{ __typename }","query":"{ chains { id } }"}""", 400, Invalid),
        Post("a variable twice", """{"query":"{ __typename }","variables":{"a":1,"a":2}}""", 400, Invalid),
        Post("a member twice, once escaped", """{"query":"{ __typename }","quer\u0079":"{ chains { id } }"}""", 400, Invalid),
        Post("65 levels of objects", $$"""{"query":"{ __typename }","variables":{{string.Concat(Enumerable.Repeat("{\"a\":", 64))}}1{{new string('}', 64)}}}""", 400, Invalid),
        Post("100,000 levels of lists", new string('[', 100_000), 400, Invalid),
        Post("100,000 levels of lists, closed", new string('[', 100_000) + new string(']', 100_000), 400, Invalid),
        Post("1e400 for an Int", """{"query":"query($c: Int!) { chain(chainId: $c) { id } }","variables":{"c":1e400}}""", 400, "GRAPHQL_VARIABLE_INVALID"),
        Post("10,000 digits for an Int", $$$"""{"query":"query($c: Int!) { chain(chainId: $c) { id } }","variables":{"c":{{{new string('9', 10_000)}}}}}""", 400, "GRAPHQL_VARIABLE_INVALID"),
    ];

    private static IEnumerable<MalformedRequest> Members =>
    [
        .. new[] { "null", "true", "1", "\"{ __typename }\"", "[]", "[{}]", "[[]]", "{}", "{\"Query\":\"{ __typename }\"}" }.Select(json => Post($"the JSON {json}", json, 400, Invalid)),
        .. new[] { "null", "1", "true", "[]", "{}", "[\"{ __typename }\"]" }.Select(value => Post($"the query {value}", $$"""{"query":{{value}}}""", 400, Invalid)),
        .. new[] { "1", "true", "[]", "[1]", "[[]]", "\"none\"", "\"{}\"" }.Select(value => Post($"the variables {value}", $$"""{"query":"{ __typename }","variables":{{value}}}""", 400, Invalid)),
        .. new[] { "1", "true", "[]", "{}" }.Select(value => Post($"the operationName {value}", $$"""{"query":"{ __typename }","operationName":{{value}}}""", 400, Invalid)),
        .. new[] { "1", "\"none\"", "[]" }.Select(value => Post($"the extensions {value}", $$"""{"query":"{ __typename }","extensions":{{value}}}""", 400, Invalid)),
        Post("a batch of 1,001 requests", $"[{string.Join(',', Enumerable.Repeat(Good, 1_001))}]", 400, "LIMIT_EXCEEDED"),
        Post("a batch of 1,001 sets of variables", $$"""{"query":"{ __typename }","variables":[{{string.Join(',', Enumerable.Repeat("{}", 1_001))}}]}""", 400, "LIMIT_EXCEEDED"),
        Post("a batch with a request that is none", $"[{Good},1]", 400, Invalid),
    ];

    private static string Chunks(string body) =>
        Head("POST /graphql HTTP/1.1", "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n") + string.Concat(body.Chunk(8_192).Select(chunk => $"{chunk.Length:x}\r\n{new string(chunk)}\r\n"));

    private static byte[] Gzip(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(body);
        return packed.ToArray();
    }
}
