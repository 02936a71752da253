using System.Text;
using System.Text.RegularExpressions;

namespace PortfolioGraph.Sandbox.Gateway;

/// <summary>Turns a correct response into a faulty one.</summary>
internal static partial class FaultInjector
{
    /// <summary>Returns the faulty response for kinds that change only the body or the status. Other kinds return the response unchanged.</summary>
    public static Response Apply(Response response, SandboxFault fault, string requestId, string? key) => fault.Kind switch
    {
        FaultKind.Status => GatewayResponses.Status(fault.Status, requestId),
        FaultKind.Html => GatewayResponses.HtmlPage(200),
        FaultKind.BlockPage => GatewayResponses.HtmlPage(403),
        FaultKind.Sanctioned => Response.Text(403, Response.Json, """{"error": "address is sanctioned"}"""),
        FaultKind.Malformed => response with { Body = "{\"result\": [}, oops"u8.ToArray() },
        FaultKind.InvalidUtf8 => response with { Body = (byte[])[.. "{\"result\": \""u8, 0xC3, 0x28, .. "\"}"u8] },
        FaultKind.Truncated => response with { Body = response.Body[..(response.Body.Length / 2)] },
        FaultKind.EmptyBody => response with { Body = ReadOnlyMemory<byte>.Empty },
        FaultKind.NullBody => response with { Body = "null"u8.ToArray() },
        FaultKind.EmptyResult => response with { Body = """{"result": [], "meta": null}"""u8.ToArray() },
        FaultKind.WrongShape => response with { Body = """{"result": "unexpected"}"""u8.ToArray() },
        FaultKind.WrongType => ReplaceFirstValue(response, "\"n/a\""),
        FaultKind.NullNumber => ReplaceFirstValue(response, "null"),
        FaultKind.NaN => ReplaceFirstValue(response, "NaN"),
        FaultKind.BrokenText => ReplaceMember(response, Symbol(), "$1\"\\ud83d\""),
        FaultKind.NumberForText => ReplaceMember(response, Name(), "${1}7"),
        FaultKind.FloatTokenIds => ReplaceMember(response, TokenId(), "$1$2.0", int.MaxValue),
        FaultKind.NullContract => ReplaceMember(response, Contract(), "$1null"),
        FaultKind.NullContracts => ReplaceMember(response, Contract(), "$1null", int.MaxValue),
        FaultKind.SolanaContract => ReplaceMember(response, Contract(), "$1\"So11111111111111111111111111111111111111112\""),
        FaultKind.UnusualDecimals => ReplaceMember(ReplaceMember(response, Decimals(), "${1}256"), Decimals(), "$1-1", 1, skip: 1),
        FaultKind.TinyPrice => ReplaceMember(response, Price(), "${1}1e-30"),
        FaultKind.NegativeValue => ReplaceMember(response, FirstValue(), "$1-5.0", 1, skip: 1),
        FaultKind.Nested => response with { Body = Encoding.ASCII.GetBytes(new string('[', 100_000) + new string(']', 100_000)) },
        FaultKind.EchoKey => Response.Text(500, Response.Json, $$"""{"error":"Internal Server Error","description":"no backend for Authorization: Bearer {{key}}"}"""),
        _ => response,
    };

    private static Response ReplaceFirstValue(Response response, string value)
    {
        var text = Encoding.UTF8.GetString(response.Body.Span);
        var faulty = FirstValue().Replace(text, m => m.Groups[1].Value + value, 1);
        return response with { Body = Encoding.UTF8.GetBytes(faulty == text ? $$"""{"result": {{value}}}""" : faulty) };
    }

    // Returns the body unchanged if it does not have the member.
    private static Response ReplaceMember(Response response, Regex member, string replacement, int count = 1, int skip = 0)
    {
        var text = Encoding.UTF8.GetString(response.Body.Span);
        var start = skip == 0 ? 0 : member.Matches(text).Skip(skip).FirstOrDefault()?.Index ?? text.Length;
        return response with { Body = Encoding.UTF8.GetBytes(member.Replace(text, replacement, count, start)) };
    }

    [GeneratedRegex("(\"(?:contract_)?symbol\":)(\"[^\"]*\")")]
    private static partial Regex Symbol();

    [GeneratedRegex("(\"(?:contract_)?name\":)(\"[^\"]*\")")]
    private static partial Regex Name();

    [GeneratedRegex("(\"token_id\":)([0-9]+)")]
    private static partial Regex TokenId();

    [GeneratedRegex("(\"contract_address\":)(\"[^\"]*\")")]
    private static partial Regex Contract();

    [GeneratedRegex("(\"decimals\":)(-?[0-9]+)")]
    private static partial Regex Decimals();

    [GeneratedRegex("(\"price(?:_to)?_usd\":)([0-9][0-9.eE+-]*)")]
    private static partial Regex Price();

    [GeneratedRegex("(\"(?:total|value_usd|abs_profit_usd|profit_abs_usd)\":)(-?[0-9][0-9.eE+-]*)")]
    private static partial Regex FirstValue();
}
