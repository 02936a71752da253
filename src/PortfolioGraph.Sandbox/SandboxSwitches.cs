namespace PortfolioGraph.Sandbox;

/// <summary>How members are named where the wire was seen to differ from the OpenAPI document.</summary>
public enum FieldNaming
{
    /// <summary>As seen on the wire: <c>chain</c> on snapshot rows; <c>chain_id</c> and <c>value_usd</c> on token balances.</summary>
    Observed,

    /// <summary>As the OpenAPI document says: <c>chain_id</c> on snapshot rows, <c>chain</c> on token balances, no <c>value_usd</c> there.</summary>
    OpenApi,
}

/// <summary>What stands beside <c>result</c>.</summary>
public enum EnvelopeForm
{
    /// <summary><c>{"result", "meta"}</c>, the form of 2025.</summary>
    Meta,

    /// <summary><c>{"result", "system"}</c>, the form of 2024, where <c>Meta</c> would have a meta object.</summary>
    System,

    /// <summary><c>{"result"}</c> alone.</summary>
    ResultOnly,

    /// <summary>v5.0 supported_chains and tokens/snapshot are bare arrays, as their OpenAPI document says; the rest as <c>Meta</c>.</summary>
    Bare,
}

/// <summary>How many rows a token has.</summary>
public enum TokenRowForm
{
    /// <summary>One.</summary>
    One,

    /// <summary>
    /// Two of half the amount each. The second spells the contract in another way: a chain's own coin by the zero address (on Polygon by 0x...1010), any other token in
    /// upper-case digits.
    /// </summary>
    Split,
}

/// <summary>Which marks of a debt say that it is one: v4's <c>debt</c> and v5.0's <c>asset_sign</c>, and the kind's word.</summary>
public enum DebtMarks
{
    /// <summary>All.</summary>
    All,

    /// <summary>The kind alone: <c>debt</c> is false, <c>asset_sign</c> is 1.</summary>
    KindOnly,

    /// <summary>The sign alone: the kind is <c>supply</c>, or <c>token</c>.</summary>
    SignOnly,
}

/// <summary>Whose address a row of a v5.0 snapshot carries.</summary>
public enum OwnerForm
{
    /// <summary>The holder's; what two hold is two rows.</summary>
    Real,

    /// <summary>The zero address; what two hold is one row.</summary>
    Zero,
}

/// <summary>The sign of <c>value_usd</c> of debts, in v5.0 snapshots and v4 protocols/details.</summary>
public enum DebtSign
{
    /// <summary>Positive; <c>asset_sign</c> or <c>debt</c> tells.</summary>
    Positive,

    /// <summary>Negative.</summary>
    Negative,
}

/// <summary>The form of <c>index</c> in v5.0 metrics.</summary>
public enum IndexForm
{
    /// <summary>The same string as in the snapshot.</summary>
    Text,

    /// <summary>An object of what the string was made from, as the pages of 2026 show it.</summary>
    Object,
}

/// <summary>The form of a Retry-After header on 429 and 503.</summary>
public enum RetryAfterForm
{
    /// <summary>No such header.</summary>
    None,

    /// <summary>A number of seconds.</summary>
    Seconds,

    /// <summary>An HTTP date.</summary>
    Date,
}
