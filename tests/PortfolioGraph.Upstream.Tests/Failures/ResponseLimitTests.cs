using System.IO.Compression;
using System.Text;
using static PortfolioGraph.Upstream.Tests.UpstreamHarness;

namespace PortfolioGraph.Upstream.Tests.Failures;

/// <summary>The limits of a response: bytes after decompression, nesting, digits.</summary>
public sealed class ResponseLimitTests
{
    private const string Endpoint = "v4/general/current_value";
    private const int Limit = 64 * 1024;

    [Fact]
    public async Task GetAsync_Should_StopReading_When_TheBodyIsEndless()
    {
        using var harness = new UpstreamHarness(("MaxResponseBytes", $"{Limit}"));
        var body = new EndlessStream();
        harness.Stub.Returns(Endpoint, StubResponse.Stream(() => body));

        var result = await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One));

        result.Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.InvalidResponse, 200));
        result.Calls.ShouldBe(1);
        // Buffer sizes are powers of two, so the last read may exceed the limit, but not twice the limit.
        body.BytesRead.ShouldBeInRange(Limit + 1, 2 * Limit);
    }

    [Fact]
    public async Task GetAsync_Should_ReadNothing_When_TheDeclaredLengthIsAboveTheLimit()
    {
        using var harness = new UpstreamHarness(("MaxResponseBytes", $"{Limit}"));
        harness.Stub.Returns(Endpoint, StubResponse.Bytes(new byte[Limit + 1]));

        var result = await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One));

        result.Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.InvalidResponse, 200));
        result.Calls.ShouldBe(1);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task GetAsync_Should_AcceptBodiesUpToTheLimit_When_TheLengthIsNotDeclared(int above, bool isAccepted)
    {
        using var harness = new UpstreamHarness(("MaxResponseBytes", $"{Limit}"));
        var body = Encoding.UTF8.GetBytes("""{"result":[]}""".PadRight(Limit + above));
        harness.Stub.Returns(Endpoint, StubResponse.Stream(() => new UnknownLengthStream(body)));

        var result = await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One));

        result.IsSuccess.ShouldBe(isAccepted);
        result.Calls.ShouldBe(1);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(100_000, false)]
    public async Task GetAsync_Should_AcceptNestingUpToTheLimit_When_ItIsInUnknownMembers(int depth, bool isAccepted)
    {
        // The envelope is the first level of nesting.
        var nested = new string('[', depth - 1) + new string(']', depth - 1);
        using var harness = new UpstreamHarness();
        harness.Stub.Returns(Endpoint, $$"""{"result":[],"extra":{{nested}}}""");

        var result = await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One));

        result.IsSuccess.ShouldBe(isAccepted);
        result.Calls.ShouldBe(1);
        if (!isAccepted)
            result.Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.InvalidResponse, 200));
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public async Task GetAsync_Should_AcceptNumbersUpToTheLimit_When_TheyAreLong(int digits, bool isAccepted)
    {
        using var harness = new UpstreamHarness();
        harness.Stub.Returns(Endpoint, $$"""{"result":[{"address":"0x","value_usd":{{new string('7', digits)}}}]}""");

        var result = await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One));

        result.Response.ShouldNotBeNull().Result.Single().ValueUsd?.Text.Length.ShouldBe(digits);
        (result.Response.Result.Single().ValueUsd is not null).ShouldBe(isAccepted);
        result.Calls.ShouldBe(1);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task GetAsync_Should_CountDecompressedBytes_When_ASmallBodyDecompressesToALargeOne(string encoding)
    {
        var packed = Pack(encoding, new byte[4 * 1024 * 1024]);
        packed.Length.ShouldBeLessThan(Limit);
        await using var server = new LoopbackServer(stream => WriteCompressedResponseAsync(stream, encoding, packed));
        using var harness = UpstreamHarness.OverLoopback(server.Address, ("MaxResponseBytes", $"{Limit}"));

        var result = await harness.V4.GetCurrentValueAsync(One);

        result.Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.InvalidResponse, 200));
        result.Calls.ShouldBe(1);
        server.Requests.ShouldBe(1);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task GetAsync_Should_Decompress_When_TheResponseIsCompressed(string encoding)
    {
        var packed = Pack(encoding, """{"result":[{"address":"0xaa","value_usd":2.50}]}"""u8.ToArray());
        await using var server = new LoopbackServer(stream => WriteCompressedResponseAsync(stream, encoding, packed));
        using var harness = UpstreamHarness.OverLoopback(server.Address);

        var result = await harness.V4.GetCurrentValueAsync(One);

        result.Response.ShouldNotBeNull().Result.Single().ValueUsd.ShouldBe(new JsonNumber("2.50"));
    }

    private static byte[] Pack(string encoding, byte[] body)
    {
        using var packed = new MemoryStream();
        using (Stream packer = encoding == "gzip" ? new GZipStream(packed, CompressionLevel.Optimal) : new BrotliStream(packed, CompressionLevel.Optimal))
            packer.Write(body);
        return packed.ToArray();
    }

    private static async Task WriteCompressedResponseAsync(Stream stream, string encoding, byte[] packed)
    {
        var head = $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: {encoding}\r\nContent-Length: {packed.Length}\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        await stream.WriteAsync(packed);
    }

    /// <summary>A body of unknown length.</summary>
    private sealed class UnknownLengthStream(byte[] body) : ReadOnlyStream
    {
        private int _given;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var part = body.AsMemory(_given, Math.Min(buffer.Length, body.Length - _given));
            part.CopyTo(buffer);
            _given += part.Length;
            return ValueTask.FromResult(part.Length);
        }
    }
}
