using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace PortfolioGraph.Sandbox.Tests;

public sealed class FaultTests : IAsyncLifetime
{
    private static readonly string Value = $"v5.0/general/current_value?{Api.Query(SandboxPersonas.Typical)}";

    // The converter is required because the JSON reader does not validate UTF-8 inside strings. MaxDepth rejects deep nesting.
    private static readonly JsonSerializerOptions Strict = new() { MaxDepth = 64, Converters = { new EagerStringValidator() } };

    private Api _api = null!;

    public async Task InitializeAsync() => _api = await Api.StartAsync();

    public Task DisposeAsync() => _api.DisposeAsync();

    [Theory]
    [InlineData(401, "application/json")]
    [InlineData(403, "application/json")]
    [InlineData(429, "application/json")]
    [InlineData(500, "text/plain")]
    [InlineData(502, "text/html")]
    [InlineData(503, "application/json")]
    [InlineData(504, "text/html")]
    public void Fault_Should_ReturnItsStatus_When_ItIsActive(int status, string mediaType)
    {
        _api.Options.Faults.Add(new SandboxFault { Status = status });

        using var faulty = _api.Send(Value);
        _api.Options.Faults.Clear();
        using var recovered = _api.Send(Value);

        ((int)faulty.StatusCode).ShouldBe(status);
        faulty.Content.Headers.ContentType!.MediaType.ShouldBe(mediaType);
        faulty.Headers.Contains("Retry-After").ShouldBeFalse();
        ((int)recovered.StatusCode).ShouldBe(200);
        _api.Server.Calls.Select(c => c.Status).ShouldBe([status, 200]);
    }

    [Theory]
    [InlineData(FaultKind.BlockPage, "text/html", "<h1>403 Forbidden</h1>")]
    [InlineData(FaultKind.Sanctioned, "application/json", """{"error": "address is sanctioned"}""")]
    public void Fault_Should_NotMentionTheKey_When_ItForbids(FaultKind kind, string mediaType, string body)
    {
        _api.Options.Faults.Add(new SandboxFault { Kind = kind });

        using var response = _api.Send(Value);
        var text = Api.Body(response);

        ((int)response.StatusCode).ShouldBe(403);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(mediaType);
        text.ShouldContain(body);
        text.ShouldNotContain("key");
    }

    [Fact]
    public void Fault_Should_ApplyToLimitedCalls_When_TimesIsSet()
    {
        _api.Options.Faults.Add(new SandboxFault { Status = 500, Times = 2 });
        _api.Options.Faults.Add(new SandboxFault { Status = 503, Times = 1 });

        Statuses(Value, Value, Value, Value).ShouldBe([500, 500, 503, 200]);
    }

    [Fact]
    public void Fault_Should_ApplyOnlyToItsRoute_When_RouteIsSet()
    {
        _api.Options.Faults.Add(new SandboxFault { Route = "v5.0/general/status", Status = 503 });
        _api.Options.Faults.Add(new SandboxFault { Route = "v4/*", Status = 500 });

        Statuses("v5.0/general/status", "v5.0/general/supported_chains", "v4/general/is_available").ShouldBe([503, 200, 500]);
    }

    [Fact]
    public void Fault_Should_ApplyOnlyToItsAddress_When_AddressIsSet()
    {
        _api.Options.Faults.Add(new SandboxFault { Address = SandboxPersonas.Typical.ToUpperInvariant().Replace("0X", "0x", StringComparison.Ordinal) });

        Statuses(Value, $"v5.0/general/current_value?{Api.Query(SandboxPersonas.Empty)}").ShouldBe([500, 200]);
    }

    [Theory]
    [InlineData(RetryAfterForm.Seconds, "86400")]
    [InlineData(RetryAfterForm.Date, "Wed, 02 Jul 2025 12:00:00 GMT")]
    public void Fault_Should_SendRetryAfter_When_FormIsSet(RetryAfterForm form, string expected)
    {
        _api.Options.Faults.Add(new SandboxFault { Status = 429, RetryAfter = form, RetryAfterSeconds = 86_400 });

        using var response = _api.Send(Value);

        response.Headers.GetValues("Retry-After").Single().ShouldBe(expected);
    }

    [Theory]
    [InlineData(FaultKind.Html)]
    [InlineData(FaultKind.Malformed)]
    [InlineData(FaultKind.InvalidUtf8)]
    [InlineData(FaultKind.Truncated)]
    [InlineData(FaultKind.EmptyBody)]
    [InlineData(FaultKind.NaN)]
    [InlineData(FaultKind.Nested)]
    public void Fault_Should_SendInvalidJson_When_KindCorruptsTheBody(FaultKind kind)
    {
        _api.Options.Faults.Add(new SandboxFault { Kind = kind });

        using var response = _api.Send(Value);
        using var body = new MemoryStream();
        response.Content.ReadAsStream().CopyTo(body);

        ((int)response.StatusCode).ShouldBe(200);
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<JsonElement>(body.ToArray(), Strict));
    }

    [Fact]
    public void Fault_Should_OmitTheLastAddress_When_KindIsMissingAddress()
    {
        _api.Options.Faults.Add(new SandboxFault { Kind = FaultKind.MissingAddress });

        var rows = _api.Rows($"v4/general/current_value?{Api.Query(SandboxPersonas.Typical, SandboxPersonas.Whale)}");

        rows.Select(r => r.Text("address")).ShouldBe([SandboxPersonas.Typical]);
    }

    [Theory]
    [InlineData(FaultKind.NullBody, "null")]
    [InlineData(FaultKind.EmptyResult, """{"result": [], "meta": null}""")]
    [InlineData(FaultKind.WrongShape, """{"result": "unexpected"}""")]
    public void Fault_Should_ReplaceTheBody_When_KindChangesTheShape(FaultKind kind, string body)
    {
        _api.Options.Faults.Add(new SandboxFault { Kind = kind });

        _api.Text(Value).ShouldBe(body);
    }

    [Theory]
    [InlineData(FaultKind.WrongType, JsonValueKind.String)]
    [InlineData(FaultKind.NullNumber, JsonValueKind.Null)]
    public void Fault_Should_ChangeOnlyTheFirstValue_When_KindTargetsValues(FaultKind kind, JsonValueKind expected)
    {
        _api.Options.Faults.Add(new SandboxFault { Kind = kind });

        var result = _api.Result(Value);

        result.GetProperty("total").ValueKind.ShouldBe(expected);
        result.List("by_address").Single().Usd().ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Fault_Should_PadTheBody_When_KindIsHuge()
    {
        _api.Options.Faults.Add(new SandboxFault { Kind = FaultKind.Huge, Bytes = 200_000 });

        var body = _api.Text(Value);

        body.Length.ShouldBeGreaterThan(200_000);
        JsonDocument.Parse(body).RootElement.GetProperty("result").Usd("total").ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Fault_Should_ReturnTheKey_When_KindIsEchoKey()
    {
        _api.Options.Faults.Add(new SandboxFault { Kind = FaultKind.EchoKey });

        using var response = _api.Send(Value, "very-secret");

        ((int)response.StatusCode).ShouldBe(500);
        Api.Body(response).ShouldContain("Bearer very-secret");
    }

    [Fact]
    public void Fault_Should_CloseTheConnection_When_KindIsReset()
    {
        _api.Options.Faults.Add(new SandboxFault { Kind = FaultKind.Reset, Times = 1 });

        Should.Throw<HttpRequestException>(() => _api.Send(Value));

        Statuses(Value).ShouldBe([200]);
        _api.Server.Calls[0].Status.ShouldBeNull();
    }

    [Fact]
    public async Task Fault_Should_DelayTheResponse_When_KindIsSlow()
    {
        _api.Options.Faults.Add(new SandboxFault { Kind = FaultKind.Slow, Delay = TimeSpan.FromSeconds(20) });

        var call = _api.SendAsync(Value);
        await _api.Time.AdvanceUntilAsync(call, TimeSpan.FromSeconds(30));

        using var response = await call;
        ((int)response.StatusCode).ShouldBe(200);
        _api.Time.Elapsed.ShouldBe(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Fault_Should_SendByteByByte_When_KindIsDrip()
    {
        _api.Options.Faults.Add(new SandboxFault { Kind = FaultKind.Drip, Delay = TimeSpan.FromSeconds(1), Route = "v5.0/general/status" });

        var call = _api.Client.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"{_api.Server.BaseAddress}/v5.0/general/status")
        {
            Headers = { { "Authorization", "Bearer any" } },
        });
        await _api.Time.AdvanceUntilAsync(call, TimeSpan.FromSeconds(2));

        using var response = await call;
        var body = await response.Content.ReadAsStringAsync();
        body.ShouldBe("""{"result":{"is_available":true},"meta":null}""");
        _api.Time.Elapsed.ShouldBe(TimeSpan.FromSeconds(Encoding.UTF8.GetByteCount(body)));
    }

    [Fact]
    public async Task Fault_Should_HangUntilShutdown_When_KindIsHang()
    {
        _api.Options.Faults.Add(new SandboxFault { Kind = FaultKind.Hang });

        var hanging = _api.SendAsync(Value);
        while (_api.Server.Calls.Count == 0)
            await Task.Yield();
        _api.Time.Advance(TimeSpan.FromHours(1));
        hanging.IsCompleted.ShouldBeFalse();
        await _api.Server.DisposeAsync();

        await Should.ThrowAsync<HttpRequestException>(() => hanging);
        _api.Server.Calls.Single().Status.ShouldBeNull();
    }

    [Fact]
    public async Task InFlight_Should_DropToZero_When_CallsCompleteOrAreCancelled()
    {
        _api.Options.Faults.Add(new SandboxFault { Kind = FaultKind.Hang, Times = 1 });
        using var cancellation = new CancellationTokenSource();
        var hanging = _api.SendAsync(Value, cancellation.Token);
        while (_api.Server.Calls.Count == 0)
            await Task.Yield();
        var inFlight = _api.Server.InFlight;

        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => hanging);
        (await _api.SendAsync(Value)).Dispose();

        inFlight.ShouldBe(1);
        while (_api.Server.InFlight > 0)
            await Task.Yield();
    }

    [Fact]
    public async Task Latency_Should_DelayTheResponse_When_Set()
    {
        _api.Options.Latency = TimeSpan.FromMilliseconds(250);

        var call = _api.SendAsync(Value);
        await _api.Time.AdvanceUntilAsync(call, TimeSpan.FromSeconds(1));

        (await call).Dispose();
        _api.Time.Elapsed.ShouldBe(TimeSpan.FromMilliseconds(250));
    }

    private List<int> Statuses(params string[] calls) =>
    [
        .. calls.Select(call =>
        {
            using var response = _api.Send(call);
            return (int)response.StatusCode;
        }),
    ];

    // Reads every string to detect invalid UTF-8.
    private sealed class EagerStringValidator : JsonConverter<JsonElement>
    {
        public override JsonElement Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            do
            {
                if (reader.TokenType == JsonTokenType.String && !Utf8.IsValid(reader.ValueSpan))
                    throw new JsonException("not UTF-8");
            }
            while (reader.Read());
            return default;
        }

        public override void Write(Utf8JsonWriter writer, JsonElement value, JsonSerializerOptions options) => throw new NotSupportedException();
    }
}
