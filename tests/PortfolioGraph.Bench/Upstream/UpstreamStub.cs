using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using PortfolioGraph.Bench.Processes;

namespace PortfolioGraph.Bench.Upstream;

/// <summary>A stub of the REST API in a process of its own. Its responses are deterministic and cost little to write.</summary>
internal sealed class UpstreamStub(TimeSpan delay)
{
    /// <summary>The path of the number of calls so far.</summary>
    public const string CallsPath = "/bench/calls";

    private const string AddressParameter = "addresses=0x";
    private static readonly byte[] ChainsJson = WriteChains();
    private static readonly byte[] StatusJson = """{"result":{"is_available":true},"meta":null}"""u8.ToArray();

    private static readonly byte[][] ChainSuffixes =
        [.. Enumerable.Range(0, Whale.MaxChains).Select(static chain => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $$""","chain_id":{{Whale.ChainId(chain)}},"chain_name":"{{Whale.ChainName(chain)}}"}""")))];

    private readonly TokenRows _rows = new();
    private long _calls;

    /// <summary>Serves until the process ends.</summary>
    public Task RunAsync(int port, CancellationToken ct) => BareHost.RunAsync(port, HandleAsync, ct);

    private async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path == CallsPath)
        {
            await context.Response.WriteAsync(Interlocked.Read(ref _calls).ToString(CultureInfo.InvariantCulture));
            return;
        }

        Interlocked.Increment(ref _calls);
        if (delay > TimeSpan.Zero)
            await Task.Delay(delay);
        await RespondAsync(context, path);
    }

    private Task RespondAsync(HttpContext context, string path)
    {
        if (path.EndsWith("/v5.0/general/current_value", StringComparison.Ordinal))
            return RespondAsync(context, WriteValues);
        if (path.EndsWith("/v4/overview/erc20/details", StringComparison.Ordinal))
            return RespondAsync(context, WriteTokens);
        if (path.EndsWith("/general/supported_chains", StringComparison.Ordinal))
            return SendAsync(context, ChainsJson);
        if (path.EndsWith("/general/status", StringComparison.Ordinal))
            return SendAsync(context, StatusJson);

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static async Task RespondAsync(HttpContext context, Action<ByteWriter, byte[]> write)
    {
        var addresses = ReadAddresses(context.Request.QueryString.Value);
        if (addresses.Length == 0 || context.Request.QueryString.Value!.Contains("chain_id=", StringComparison.Ordinal))
        {
            // No scenario selects one chain, so such a call is a mistake that must show.
            context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return;
        }

        using var writer = new ByteWriter();
        write(writer, addresses);
        await SendAsync(context, writer.Written);
    }

    private static Task SendAsync(HttpContext context, ReadOnlyMemory<byte> json)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        return context.Response.BodyWriter.WriteAsync(json).AsTask();
    }

    // The bytes of all addresses of the query, one after another.
    private static byte[] ReadAddresses(string? query)
    {
        var addresses = new List<byte>();
        for (var text = query.AsSpan(); text.IndexOf(AddressParameter) is >= 0 and var start; text = text[(start + AddressParameter.Length + 40)..])
            addresses.AddRange(Convert.FromHexString(text.Slice(start + AddressParameter.Length, 40)));
        return [.. addresses];
    }

    private void WriteValues(ByteWriter writer, byte[] addresses)
    {
        if (Whale.Find(addresses) is { } whale)
        {
            WriteValues(writer, addresses, whale);
            return;
        }

        Span<double> byChain = stackalloc double[TokenRows.Chains.Count];
        byChain.Clear();
        var (sum, native, tokens) = (0d, 0d, 0d);
        writer.Write("""{"result":{"by_address":["""u8);
        for (var offset = 0; offset < addresses.Length; offset += 20)
        {
            var address = addresses.AsSpan(offset, 20);
            var total = 0d;
            for (var slot = 0; slot < TokenRows.Slots; slot++)
            {
                var value = _rows.GetValue(address, slot);
                total += value;
                byChain[TokenRows.ChainOf(slot)] += value;
                (native, tokens) = slot < TokenRows.Chains.Count ? (native + value, tokens) : (native, tokens + value);
            }

            sum += total;
            writer.Write(offset == 0 ? """{"value_usd":"""u8 : """,{"value_usd":"""u8);
            writer.Write(total);
            writer.Write(""","address":"0x"""u8);
            writer.WriteHex(address);
            writer.Write("\"}"u8);
        }

        writer.Write("""],"by_category":[{"value_usd":"""u8);
        writer.Write(tokens);
        writer.Write(""","category_id":"tokens","category_name":"Tokens"},{"value_usd":"""u8);
        writer.Write(native);
        writer.Write(""","category_id":"native","category_name":"Native"}],"by_protocol_group":[],"by_chain":["""u8);
        for (var chain = 0; chain < byChain.Length; chain++)
        {
            writer.Write(chain == 0 ? """{"value_usd":"""u8 : """,{"value_usd":"""u8);
            writer.Write(byChain[chain]);
            writer.Write(ChainSuffixes[chain]);
        }

        writer.Write("""],"total":"""u8);
        writer.Write(sum);
        writer.Write("},\"meta\":null}"u8);
    }

    private static void WriteValues(ByteWriter writer, byte[] address, Whale whale)
    {
        writer.Write("""{"result":{"by_address":[{"value_usd":"""u8);
        writer.Write(whale.ChainValues.Sum());
        writer.Write(""","address":"0x"""u8);
        writer.WriteHex(address);
        writer.Write("\"}],\"by_category\":[{\"value_usd\":"u8);
        writer.Write(whale.ChainValues.Sum());
        writer.Write(""","category_id":"tokens","category_name":"Tokens"}],"by_protocol_group":[],"by_chain":["""u8);
        for (var chain = 0; chain < whale.ChainValues.Count; chain++)
        {
            writer.Write(chain == 0 ? """{"value_usd":"""u8 : """,{"value_usd":"""u8);
            writer.Write(whale.ChainValues[chain]);
            writer.Write(ChainSuffixes[chain]);
        }

        writer.Write("""],"total":"""u8);
        writer.Write(whale.ChainValues.Sum());
        writer.Write("},\"meta\":null}"u8);
    }

    // The rows of several wallets would have to be merged, which no scenario needs.
    private void WriteTokens(ByteWriter writer, byte[] addresses)
    {
        if (addresses.Length > 20)
            throw new InvalidOperationException("The stub has tokens for one wallet per call.");

        if (Whale.Find(addresses) is { } whale)
        {
            writer.Write(whale.TokensJson);
            return;
        }

        writer.Write("{\"result\":["u8);
        for (var slot = 0; slot < TokenRows.Slots; slot++)
        {
            if (slot > 0)
                writer.Write(","u8);
            writer.Write(_rows.GetJson(addresses, slot));
        }

        writer.Write("],\"meta\":null}"u8);
    }

    private static byte[] WriteChains()
    {
        var chains = Enumerable.Range(0, Whale.MaxChains).Select(static chain => string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {"chain_id":{{Whale.ChainId(chain)}},"chain_name":"{{Whale.ChainName(chain)}}","chain_icon":"https://icons.example/{{chain}}.svg",
            "native_token":{"chain":{{Whale.ChainId(chain)}},"address":"0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee","decimals":18,"symbol":"ETH","name":"Ether"} }
            """));
        return Encoding.ASCII.GetBytes($"{{\"result\":[{string.Join(',', chains)}],\"meta\":null}}");
    }
}
