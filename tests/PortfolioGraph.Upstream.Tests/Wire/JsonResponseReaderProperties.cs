using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using FsCheck;
using FsCheck.Fluent;
using PortfolioGraph.Upstream.V5;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.Tests.Wire;

/// <summary>
/// A valid body is read once. A corrupted body and one of an unexpected shape have different retry rules, so the status of any other body must be that of a separate inspection.
/// </summary>
public sealed class JsonResponseReaderProperties
{
    private const string Body =
        """
        {"result":[{"index":"0x3c1f8a0b52d7e94a","chain":1,"contract_address":"0x98c23e9d8f34fefb1b7bd6a91b7ff122f4e16f5c","token_id":7,"contract_name":"Ether \u00e9",
        "asset_sign":-1,"underlying_tokens":[{"chain_id":1,"decimals":"6","symbol":"USDC","amount":2000.0,"price_usd":null}],"value_usd":2000.50,"locked":false},
        {"index":{"chain":3},"unknown":[[1],{"a":true}]}],"meta":{"cached_at":1753488000,"system":null}}
        """;

    private static readonly string[] Fragments =
    [
        "null", "{}", "[]", "\"\"", "-1", "1.5e400", "true", "{\"a\":1}", ",", "}", "]", "{", "[", "\"", "\\", "\0", "é", " ", ":", "\"result\":", "\"result\":[],", "\"result\":null,", "\"meta\":",
        "\"meta\":{},", "\"cached_at\":", "\"tot\\u0061l\":5,", new('[', 60), new('[', 70), new('1', 1001),
    ];

    private static readonly Arbitrary<byte[]> Bodies =
        (from edits in (from position in Gen.Choose(0, Body.Length) from length in Gen.Choose(0, 12) from fragment in Gen.Elements(Fragments) from octet in Gen.Choose(-200, 255) select (position, length, fragment, octet)).NonEmptyListOf().Resize(3)
         select edits.Aggregate(Encoding.UTF8.GetBytes(Body), static (body, edit) => Edit(body, edit.position, edit.length, edit.fragment, edit.octet))).ToArbitrary();

    private static readonly JsonResponseReader<IReadOnlyList<V5SnapshotRow>> Reader = new(V5WireContext.Default.IReadOnlyListV5SnapshotRow);

    [Fact]
    public void TryRead_Should_ReportACorruptedBody_When_AValidOneIsTruncated()
    {
        var body = Encoding.UTF8.GetBytes(Body);

        for (var length = 0; length < body.Length; length++)
            Reader.TryRead(body.AsSpan(0, length), out _).ShouldBe(ParseStatus.Corrupted, $"the body is truncated to {length} bytes");
        Reader.TryRead(body, out _).ShouldBe(ParseStatus.Valid);
    }

    [Fact]
    public void TryRead_Should_AgreeWithAnInspection_When_AValidBodyIsEdited() =>
        Prop.ForAll(Bodies, static body => Reader.TryRead(body, out _) == Inspect(body)).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    private static byte[] Edit(byte[] body, int position, int length, string fragment, int octet)
    {
        position = Math.Min(position, body.Length);
        // Most edits insert a fragment. The others insert one byte.
        byte[] inserted = octet < 0 ? Encoding.UTF8.GetBytes(fragment) : [(byte)octet];
        return [.. body[..position], .. inserted, .. body[Math.Min(position + length, body.Length)..]];
    }

    private static ParseStatus Inspect(byte[] body)
    {
        if (!Utf8.IsValid(body))
            return ParseStatus.Corrupted;

        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = WireLimits.MaxDepth });
            return InspectRoot(document.RootElement);
        }
        catch (JsonException)
        {
            return IsTooDeep(body) ? ParseStatus.UnexpectedShape : ParseStatus.Corrupted;
        }
    }

    private static ParseStatus InspectRoot(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Null)
            return ParseStatus.Corrupted;
        if (root.ValueKind == JsonValueKind.Array)
            return ParseStatus.Valid;
        if (root.ValueKind != JsonValueKind.Object)
            return ParseStatus.UnexpectedShape;

        var hasRows = root.TryGetProperty("result", out var result) && result.ValueKind == JsonValueKind.Array;
        return hasRows && root.EnumerateObject().Where(static member => member.NameEquals("meta")).All(static member => IsMeta(member.Value)) ? ParseStatus.Valid : ParseStatus.UnexpectedShape;
    }

    private static bool IsMeta(JsonElement meta) =>
        meta.ValueKind == JsonValueKind.Null
        || (meta.ValueKind == JsonValueKind.Object && meta.EnumerateObject().Where(static member => member.NameEquals("cached_at")).All(static member => IsMoment(member.Value)));

    private static bool IsMoment(JsonElement moment) =>
        moment.ValueKind == JsonValueKind.Null || (moment.ValueKind == JsonValueKind.Number && moment.TryGetDouble(out var seconds) && seconds is >= 0 and <= uint.MaxValue);

    // Whether the nesting exceeds the limit before the text ceases to be JSON.
    private static bool IsTooDeep(byte[] body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 1000 });
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth > WireLimits.MaxDepth || (reader.CurrentDepth == WireLimits.MaxDepth && reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject))
                    return true;
            }
        }
        catch (JsonException)
        {
            return false;
        }

        return false;
    }
}
