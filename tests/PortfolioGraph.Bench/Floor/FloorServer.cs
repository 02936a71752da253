using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using PortfolioGraph.Bench.Processes;

namespace PortfolioGraph.Bench.Floor;

/// <summary>
/// What the scenarios cost without a GraphQL engine: the same HTTP server, the same upstream calls and the same responses. The server reads the operation's name
/// and variables and ignores its text.
/// </summary>
internal sealed class FloorServer(Uri upstream) : IDisposable
{
    // Only the warm scenarios use these. Random wallets must not fill the memory.
    private const int MaxKept = 1_000;

    private readonly FloorUpstream _upstream = new(upstream);
    private readonly ConcurrentDictionary<string, WalletByChain> _wallets = new();
    private readonly ConcurrentDictionary<byte[], byte[]> _answers = new(ByteComparer.Instance);

    /// <summary>Serves until the process ends.</summary>
    public Task RunAsync(int port, CancellationToken ct) => BareHost.RunAsync(port, HandleAsync, ct);

    public void Dispose() => _upstream.Dispose();

    private async Task HandleAsync(HttpContext context)
    {
        var body = context.Request.BodyReader;
        var read = await body.ReadAsync();
        while (!read.IsCompleted)
        {
            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await body.ReadAsync();
        }

        if (TryGetAnswer(read.Buffer, out var kept))
        {
            body.AdvanceTo(read.Buffer.End);
            await SendAsync(context, kept);
            return;
        }

        var request = FloorRequest.Read(read.Buffer);
        var key = request.Operation == "TokensByChain" && _answers.Count < MaxKept ? read.Buffer.ToArray() : null;
        body.AdvanceTo(read.Buffer.End);

        using var output = new FloorOutput();
        switch (request.Operation)
        {
            case "Totals":
                using (var values = await _upstream.GetValuesAsync(request.Addresses))
                    output.WriteTotals(values, request.Addresses);
                break;
            case "Tokens":
                var tokens = await Task.WhenAll(request.Addresses.Select(_upstream.GetTokensAsync));
                output.WriteTokens(tokens);
                foreach (var wallet in tokens)
                    wallet.Dispose();
                break;
            case "TokensByChain":
                output.WriteTokensByChain(await Task.WhenAll(request.Addresses.Select(GetByChainAsync)));
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                return;
        }

        if (key is not null)
            _answers.TryAdd(key, output.Written.ToArray());
        await SendAsync(context, output.Written);
    }

    private static Task SendAsync(HttpContext context, ReadOnlyMemory<byte> json)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = json.Length;
        return context.Response.BodyWriter.WriteAsync(json).AsTask();
    }

    private bool TryGetAnswer(ReadOnlySequence<byte> body, out byte[] answer)
    {
        answer = [];
        return body.IsSingleSegment
            && !_answers.IsEmpty
            && _answers.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(body.FirstSpan, out answer!);
    }

    private async Task<WalletByChain> GetByChainAsync(string address)
    {
        if (_wallets.TryGetValue(address, out var kept))
            return kept;

        var values = _upstream.GetValuesAsync([address]);
        var wallet = new WalletByChain(await values, await _upstream.GetTokensAsync(address));
        if (_wallets.Count < MaxKept)
            _wallets.TryAdd(address, wallet);
        return wallet;
    }

    private sealed class ByteComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly ByteComparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
