using System.Text;
using System.Text.RegularExpressions;

namespace PortfolioGraph.Sandbox.Gateway;

/// <summary>Turns a true answer into a faulty one.</summary>
internal static partial class FaultInjector
{
    /// <summary>The faulty answer for the kinds that are only another body or status.</summary>
    public static Response Spoil(Response truth, SandboxFault fault, string requestId, string? key) => fault.Kind switch
    {
        FaultKind.Status => GatewayResponses.Status(fault.Status, requestId),
        FaultKind.Html => GatewayResponses.HtmlPage(200),
        FaultKind.BlockPage => GatewayResponses.HtmlPage(403),
        FaultKind.Sanctioned => Response.Text(403, Response.Json, """{"error": "address is sanctioned"}"""),
        FaultKind.Malformed => truth with { Body = "{\"result\": [}, oops"u8.ToArray() },
        FaultKind.InvalidUtf8 => truth with { Body = (byte[])[.. "{\"result\": \""u8, 0xC3, 0x28, .. "\"}"u8] },
        FaultKind.Truncated => truth with { Body = truth.Body[..(truth.Body.Length / 2)] },
        FaultKind.EmptyBody => truth with { Body = ReadOnlyMemory<byte>.Empty },
        FaultKind.NullBody => truth with { Body = "null"u8.ToArray() },
        FaultKind.EmptyResult => truth with { Body = """{"result": [], "meta": null}"""u8.ToArray() },
        FaultKind.WrongShape => truth with { Body = """{"result": "unexpected"}"""u8.ToArray() },
        FaultKind.WrongType => WithFirstValue(truth, "\"n/a\""),
        FaultKind.NullNumber => WithFirstValue(truth, "null"),
        FaultKind.NaN => WithFirstValue(truth, "NaN"),
        FaultKind.BrokenText => With(truth, Symbol(), "$1\"\\ud83d\""),
        FaultKind.NumberForText => With(truth, Name(), "${1}7"),
        FaultKind.FloatTokenIds => With(truth, TokenId(), "$1$2.0", int.MaxValue),
        FaultKind.NullContract => With(truth, Contract(), "$1null"),
        FaultKind.NullContracts => With(truth, Contract(), "$1null", int.MaxValue),
        FaultKind.SolanaContract => With(truth, Contract(), "$1\"So11111111111111111111111111111111111111112\""),
        FaultKind.OddDecimals => With(With(truth, Decimals(), "${1}256"), Decimals(), "$1-1", 1, skip: 1),
        FaultKind.TinyPrice => With(truth, Price(), "${1}1e-30"),
        FaultKind.NegativeValue => With(truth, FirstValue(), "$1-5.0", 1, skip: 1),
        FaultKind.Nested => truth with { Body = Encoding.ASCII.GetBytes(new string('[', 100_000) + new string(']', 100_000)) },
        FaultKind.EchoKey => Response.Text(500, Response.Json, $$"""{"error":"Internal Server Error","description":"no backend for Authorization: Bearer {{key}}"}"""),
        _ => truth,
    };

    private static Response WithFirstValue(Response truth, string value)
    {
        var text = Encoding.UTF8.GetString(truth.Body.Span);
        var spoilt = FirstValue().Replace(text, m => m.Groups[1].Value + value, 1);
        return truth with { Body = Encoding.UTF8.GetBytes(spoilt == text ? $$"""{"result": {{value}}}""" : spoilt) };
    }

    // A body without such a member stays true.
    private static Response With(Response truth, Regex member, string replacement, int count = 1, int skip = 0)
    {
        var text = Encoding.UTF8.GetString(truth.Body.Span);
        var start = skip == 0 ? 0 : member.Matches(text).Skip(skip).FirstOrDefault()?.Index ?? text.Length;
        return truth with { Body = Encoding.UTF8.GetBytes(member.Replace(text, replacement, count, start)) };
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
