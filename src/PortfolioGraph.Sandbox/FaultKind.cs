namespace PortfolioGraph.Sandbox;

/// <summary>The kinds of faults. A fault changes the status of a response only if its description names one.</summary>
public enum FaultKind
{
    /// <summary>The gateway responds with <see cref="SandboxFault.Status"/> and a small body (HTML for 502 and 504).</summary>
    Status,

    /// <summary>An HTML page with status 200.</summary>
    Html,

    /// <summary>A firewall's HTML page with status 403, which does not mention the key.</summary>
    BlockPage,

    /// <summary>403 with <c>{"error": "address is sanctioned"}</c>, which the service may return for an address, for example in <c>address_check</c>.</summary>
    Sanctioned,

    /// <summary>Text that is not JSON.</summary>
    Malformed,

    /// <summary>A JSON string with a byte that is not UTF-8.</summary>
    InvalidUtf8,

    /// <summary>The first half of the correct body.</summary>
    Truncated,

    /// <summary>An empty body.</summary>
    EmptyBody,

    /// <summary>The literal <c>null</c>.</summary>
    NullBody,

    /// <summary>An empty list: <c>{"result": [], "meta": null}</c>.</summary>
    EmptyResult,

    /// <summary>The response omits the last of the requested addresses.</summary>
    MissingAddress,

    /// <summary>JSON of an unexpected shape: <c>{"result": "unexpected"}</c>.</summary>
    WrongShape,

    /// <summary>The first USD value of the correct body is a string.</summary>
    WrongType,

    /// <summary>The first USD value of the correct body is <c>null</c>.</summary>
    NullNumber,

    /// <summary>The first USD value of the correct body is <c>NaN</c>, which is not valid JSON.</summary>
    NaN,

    /// <summary>The first symbol of the correct body ends in an unpaired surrogate.</summary>
    BrokenText,

    /// <summary>The first name of the correct body is a number.</summary>
    NumberForText,

    /// <summary>Every token id of the correct body is written as a float, <c>12345.0</c>.</summary>
    FloatTokenIds,

    /// <summary>The first contract of the correct body is <c>null</c>.</summary>
    NullContract,

    /// <summary>Every contract of the correct body is <c>null</c>.</summary>
    NullContracts,

    /// <summary>The first contract of the correct body is a Solana account.</summary>
    SolanaContract,

    /// <summary>The first decimals of the correct body are 256, the second -1.</summary>
    UnusualDecimals,

    /// <summary>The first price of the correct body is 1e-30.</summary>
    TinyPrice,

    /// <summary>The second value of the correct body is negative. In a chart it is a single negative point.</summary>
    NegativeValue,

    /// <summary>Arrays nested 100,000 deep.</summary>
    Nested,

    /// <summary>The correct body after <see cref="SandboxFault.Bytes"/> spaces.</summary>
    Huge,

    /// <summary>A 500 whose body contains the request's key.</summary>
    EchoKey,

    /// <summary>The correct response, after <see cref="SandboxFault.Delay"/>.</summary>
    Slow,

    /// <summary>The correct body byte by byte, with <see cref="SandboxFault.Delay"/> before each byte.</summary>
    Drip,

    /// <summary>No response until the client disconnects.</summary>
    Hang,

    /// <summary>The connection is closed without a response.</summary>
    Reset,
}
