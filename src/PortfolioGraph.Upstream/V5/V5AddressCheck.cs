using System.Text.Json;
using PortfolioGraph.Upstream.Http;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V5;

/// <summary>What <c>general/address_check</c> says.</summary>
/// <param name="Body">The body as it came, which no source describes; undefined where the address was denied by a 403.</param>
/// <param name="Denial">The text of a 403 that denies the address; null for an answer.</param>
public sealed record V5AddressCheck(JsonElement Body, string? Denial);

internal sealed class V5AddressCheckReader : ResponseReader<V5AddressCheck>, IDenialReader<V5AddressCheck>
{
    private readonly JsonResponseReader<JsonElement> _body = new(V5WireContext.Default.JsonElement);

    public override ParseStatus TryRead(ReadOnlySpan<byte> body, out ParsedResponse<V5AddressCheck> answer)
    {
        var verdict = _body.TryRead(body, out var read);
        answer = verdict == ParseStatus.Valid ? new ParsedResponse<V5AddressCheck>(new V5AddressCheck(read.Result, null), read.CachedAt) : default;
        return verdict;
    }

    public V5AddressCheck Denied(string reason) => new(default, reason);
}
