namespace PortfolioGraph.Sandbox;

/// <summary>What goes wrong. The status stays as it was, where nothing else is said.</summary>
public enum FaultKind
{
    /// <summary>The gateway answers <see cref="SandboxFault.Status"/> with a small body (HTML for 502 and 504).</summary>
    Status,

    /// <summary>An HTML page with status 200.</summary>
    Html,

    /// <summary>A firewall's HTML page with status 403, which says nothing of the key.</summary>
    BlockPage,

    /// <summary>403 with <c>{"error": "address is sanctioned"}</c>: what the service may say of an address, for example in <c>address_check</c>.</summary>
    Sanctioned,

    /// <summary>Text that is not JSON.</summary>
    Malformed,

    /// <summary>A JSON string with a byte that is not UTF-8.</summary>
    InvalidUtf8,

    /// <summary>The true body, cut in the middle.</summary>
    Truncated,

    /// <summary>Nothing.</summary>
    EmptyBody,

    /// <summary>The word <c>null</c>.</summary>
    NullBody,

    /// <summary>An empty list: <c>{"result": [], "meta": null}</c>.</summary>
    EmptyResult,

    /// <summary>The last of the addresses asked for is forgotten.</summary>
    MissingAddress,

    /// <summary>JSON of another shape: <c>{"result": "unexpected"}</c>.</summary>
    WrongShape,

    /// <summary>The first USD value of the true body is a text.</summary>
    WrongType,

    /// <summary>The first USD value of the true body is <c>null</c>.</summary>
    NullNumber,

    /// <summary>The first USD value of the true body is <c>NaN</c>, which is not JSON.</summary>
    NaN,

    /// <summary>The first symbol of the true body ends in half of a pair of surrogates.</summary>
    BrokenText,

    /// <summary>The first name of the true body is a number.</summary>
    NumberForText,

    /// <summary>Every token id of the true body is written as a float, <c>12345.0</c>.</summary>
    FloatTokenIds,

    /// <summary>The first contract of the true body is <c>null</c>.</summary>
    NullContract,

    /// <summary>Every contract of the true body is <c>null</c>.</summary>
    NullContracts,

    /// <summary>The first contract of the true body is an account of Solana.</summary>
    SolanaContract,

    /// <summary>The first decimals of the true body are 256, the next -1.</summary>
    OddDecimals,

    /// <summary>The first price of the true body is 1e-30.</summary>
    TinyPrice,

    /// <summary>The second value of the true body is below zero: in a chart a point among others that are not.</summary>
    NegativeValue,

    /// <summary>Arrays nested 100,000 deep.</summary>
    Nested,

    /// <summary>The true body after <see cref="SandboxFault.Bytes"/> spaces.</summary>
    Huge,

    /// <summary>The key of the request stands in the body of a 500.</summary>
    EchoKey,

    /// <summary>The true answer, after <see cref="SandboxFault.Delay"/>.</summary>
    Slow,

    /// <summary>The true body byte by byte, <see cref="SandboxFault.Delay"/> before each.</summary>
    Drip,

    /// <summary>No answer, until the client leaves.</summary>
    Hang,

    /// <summary>The connection is cut without an answer.</summary>
    Reset,
}
