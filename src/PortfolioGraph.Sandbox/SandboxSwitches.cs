namespace PortfolioGraph.Sandbox;

/// <summary>The names of members for which the observed responses differ from the OpenAPI document.</summary>
public enum FieldNaming
{
    /// <summary>As observed in responses: <c>chain</c> on snapshot rows; <c>chain_id</c> and <c>value_usd</c> on token balances.</summary>
    Observed,

    /// <summary>As in the OpenAPI document: <c>chain_id</c> on snapshot rows; <c>chain</c> and no <c>value_usd</c> on token balances.</summary>
    OpenApi,
}

/// <summary>The members next to <c>result</c>.</summary>
public enum EnvelopeForm
{
    /// <summary><c>{"result", "meta"}</c>, the form of 2025.</summary>
    Meta,

    /// <summary><c>{"result", "system"}</c>, the form of 2024, on routes for which <c>Meta</c> writes a meta object.</summary>
    System,

    /// <summary><c>{"result"}</c> alone.</summary>
    ResultOnly,

    /// <summary>Bare arrays for v5.0 supported_chains and tokens/snapshot, as in their OpenAPI document. Other routes as <c>Meta</c>.</summary>
    Bare,
}

/// <summary>The number of rows per token.</summary>
public enum TokenRowForm
{
    /// <summary>One row.</summary>
    One,

    /// <summary>
    /// Two rows with half the amount each. The second row spells the contract differently: the zero address for a native token (0x...1010 on Polygon),
    /// upper-case digits for any other token.
    /// </summary>
    Split,
}

/// <summary>The members that mark a debt: v4's <c>debt</c> and v5.0's <c>asset_sign</c> (the sign), and the name of the kind.</summary>
public enum DebtMarks
{
    /// <summary>Sign and kind.</summary>
    All,

    /// <summary>Only the kind: <c>debt</c> is false and <c>asset_sign</c> is 1.</summary>
    KindOnly,

    /// <summary>Only the sign: the kind is <c>supply</c> or <c>token</c>.</summary>
    SignOnly,
}

/// <summary>The owner address in a row of a v5.0 snapshot.</summary>
public enum OwnerForm
{
    /// <summary>The holder's address. A holding shared by two owners has two rows.</summary>
    Real,

    /// <summary>The zero address. A holding shared by two owners has one row.</summary>
    Zero,
}

/// <summary>The sign of a debt's <c>value_usd</c> in v5.0 snapshots and v4 protocols/details.</summary>
public enum DebtSign
{
    /// <summary>Positive. <c>asset_sign</c> or <c>debt</c> marks the debt.</summary>
    Positive,

    /// <summary>Negative.</summary>
    Negative,
}

/// <summary>The form of <c>index</c> in v5.0 metrics.</summary>
public enum IndexForm
{
    /// <summary>The same string as in the snapshot.</summary>
    Text,

    /// <summary>An object with the members that the string is computed from, as in the documentation of 2026.</summary>
    Object,
}

/// <summary>The form of a Retry-After header on 429 and 503.</summary>
public enum RetryAfterForm
{
    /// <summary>No header.</summary>
    None,

    /// <summary>A number of seconds.</summary>
    Seconds,

    /// <summary>An HTTP date.</summary>
    Date,
}
