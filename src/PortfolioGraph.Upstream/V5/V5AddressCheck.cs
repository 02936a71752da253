using System.Text.Json;
using PortfolioGraph.Upstream.Http;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V5;

/// <summary>The result of <c>general/address_check</c>.</summary>
/// <param name="Body">The body as received; its format is undocumented. Undefined if a 403 denied the address.</param>
/// <param name="Denial">The text of a 403 that denies the address. Null for a 2xx response.</param>
public sealed record V5AddressCheck(JsonElement Body, string? Denial);

internal sealed class V5AddressCheckReader : ResponseReader<V5AddressCheck>, IDenialReader<V5AddressCheck>
{
    private readonly JsonResponseReader<JsonElement> _reader = new(V5WireContext.Default.JsonElement);

    public override ParseStatus TryRead(ReadOnlySpan<byte> body, out ParsedResponse<V5AddressCheck> response)
    {
        var status = _reader.TryRead(body, out var parsed);
        response = status == ParseStatus.Valid ? new ParsedResponse<V5AddressCheck>(new V5AddressCheck(parsed.Result, null), parsed.CachedAt) : default;
        return status;
    }

    public V5AddressCheck CreateDenial(string reason) => new(default, reason);
}
