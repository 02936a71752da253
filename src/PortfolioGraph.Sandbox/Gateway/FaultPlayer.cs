using System.Text;
using System.Text.RegularExpressions;

namespace PortfolioGraph.Sandbox.Gateway;

/// <summary>Turns a true answer into a faulty one.</summary>
internal static partial class FaultPlayer
{
    /// <summary>The faulty answer for the kinds that are only another body or status.</summary>
    public static Reply Spoil(Reply truth, SandboxFault fault, string requestId, string? key) => fault.Kind switch
    {
        FaultKind.Status => GatewayReplies.Status(fault.Status, requestId),
        FaultKind.Html => GatewayReplies.HtmlPage(200),
        FaultKind.BlockPage => GatewayReplies.HtmlPage(403),
        FaultKind.Sanctioned => Reply.Text(403, Reply.Json, """{"error": "address is sanctioned"}"""),
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
        FaultKind.Nested => truth with { Body = Encoding.ASCII.GetBytes(new string('[', 100_000) + new string(']', 100_000)) },
        FaultKind.EchoKey => Reply.Text(500, Reply.Json, $$"""{"error":"Internal Server Error","description":"no backend for Authorization: Bearer {{key}}"}"""),
        _ => truth,
    };

    private static Reply WithFirstValue(Reply truth, string value)
    {
        var text = Encoding.UTF8.GetString(truth.Body.Span);
        var spoilt = FirstValue().Replace(text, m => m.Groups[1].Value + value, 1);
        return truth with { Body = Encoding.UTF8.GetBytes(spoilt == text ? $$"""{"result": {{value}}}""" : spoilt) };
    }

    [GeneratedRegex("(\"(?:total|value_usd|abs_profit_usd|profit_abs_usd)\":)(-?[0-9][0-9.eE+-]*)")]
    private static partial Regex FirstValue();
}
