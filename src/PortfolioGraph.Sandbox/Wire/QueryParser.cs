using System.Globalization;
using System.Numerics;

namespace PortfolioGraph.Sandbox.Wire;

/// <summary>One entry of FastAPI's <c>detail</c>, with pydantic v2's messages.</summary>
internal sealed record QueryError(string Name, int? Item, string Type, string Message, string? Input)
{
    /// <summary>The only member of <c>ctx</c>: its name and its value as JSON. Null for an error without <c>ctx</c>.</summary>
    public (string Name, string Json)? Context { get; init; }
}

/// <summary>Parses the query of a call and collects all errors, in the order of the route's parameters.</summary>
internal sealed class QueryParser(IReadOnlyList<KeyValuePair<string, string>> query)
{
    private const int AddressLength = 42;

    private static readonly string[] True = ["true", "1", "t", "y", "yes", "on"];

    private static readonly string[] False = ["false", "0", "f", "n", "no", "off"];

    private static readonly string RangeNames =
        $"{string.Join(", ", TimeRange.All.SkipLast(1).Select(r => $"'{r.Name}'"))} or '{TimeRange.All[^1].Name}'";

    private readonly List<QueryError> _errors = [];

    public IReadOnlyList<QueryError> Errors => _errors;

    public Parameters Parse(QueryParameters expected)
    {
        var parameters = new Parameters();
        if (expected.HasFlag(QueryParameters.Addresses))
            parameters = parameters with { Addresses = Addresses() };
        if (expected.HasFlag(QueryParameters.ChainId))
            parameters = parameters with { ChainId = Integer("chain_id") };
        if (expected.HasFlag(QueryParameters.Timerange))
            parameters = parameters with { Range = Range() };
        if (expected.HasFlag(QueryParameters.Timestamp))
            parameters = parameters with { Timestamp = Timestamp() };
        if (expected.HasFlag(QueryParameters.Closed))
            parameters = parameters with { Closed = Boolean("closed") ?? true, ClosedThreshold = Number("closed_threshold") ?? 1 };
        if (expected.HasFlag(QueryParameters.PositionFilter))
        {
            parameters = parameters with
            {
                ProtocolGroupId = Last("protocol_group_id"),
                ContractAddress = Contract()?.ToLowerInvariant(),
                TokenId = Integer("token_id"),
            };
        }

        if (expected.HasFlag(QueryParameters.UseCache))
            parameters = parameters with { UseCache = Boolean("use_cache") ?? false };
        return parameters;
    }

    // For a repeated scalar parameter, the last value counts.
    private string? Last(string name) => query.LastOrDefault(p => p.Key == name).Value;

    private List<string> Addresses()
    {
        var values = query.Where(p => p.Key == "addresses").Select(p => p.Value).ToList();
        if (values.Count == 0)
            _errors.Add(new QueryError("addresses", null, "missing", "Field required", null));
        for (var i = 0; i < values.Count; i++)
            CheckLength("addresses", i, values[i]);
        return [.. values.Select(v => v.ToLowerInvariant()).Distinct()];
    }

    private string? Contract()
    {
        var value = Last("contract_address");
        if (value is not null)
            CheckLength("contract_address", null, value);
        return value;
    }

    private void CheckLength(string name, int? item, string value)
    {
        // Python counts code points, not UTF-16 units.
        var length = value.EnumerateRunes().Count();
        if (length < AddressLength)
            _errors.Add(new QueryError(name, item, "string_too_short", $"String should have at least {AddressLength} characters", value) { Context = ("min_length", "42") });
        else if (length > AddressLength)
            _errors.Add(new QueryError(name, item, "string_too_long", $"String should have at most {AddressLength} characters", value) { Context = ("max_length", "42") });
    }

    private BigInteger? Integer(string name)
    {
        if (Last(name) is not { } text)
            return null;
        var digits = text.Trim();
        if (digits.IndexOf('.', StringComparison.Ordinal) is >= 1 and var dot && digits[(dot + 1)..].All(c => c == '0'))
            digits = digits[..dot];
        if (BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            return value;
        _errors.Add(new QueryError(name, null, "int_parsing", "Input should be a valid integer, unable to parse string as an integer", text));
        return null;
    }

    private long? Timestamp()
    {
        if (Integer("timestamp") is not { } value)
            return null;
        if (value >= 0 && value < 4294967296)
            return (long)value;
        var input = Last("timestamp");
        _errors.Add(value < 0
            ? new QueryError("timestamp", null, "greater_than_equal", "Input should be greater than or equal to 0", input) { Context = ("ge", "0") }
            : new QueryError("timestamp", null, "less_than", "Input should be less than 4294967296", input) { Context = ("lt", "4294967296") });
        return null;
    }

    // pydantic accepts any case, but the vendor's documentation allows only lower case.
    private bool? Boolean(string name)
    {
        if (Last(name) is not { } text)
            return null;
        if (True.Contains(text))
            return true;
        if (False.Contains(text))
            return false;
        _errors.Add(new QueryError(name, null, "bool_parsing", "Input should be a valid boolean, unable to interpret input", text));
        return null;
    }

    private decimal? Number(string name)
    {
        if (Last(name) is not { } text)
            return null;
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            return value;
        _errors.Add(new QueryError(name, null, "float_parsing", "Input should be a valid number, unable to parse string as a number", text));
        return null;
    }

    private TimeRange Range()
    {
        if (Last("timerange") is not { } text)
            return TimeRange.OneYear;
        if (TimeRange.All.FirstOrDefault(r => r.Name == text) is { } range)
            return range;
        _errors.Add(new QueryError("timerange", null, "enum", $"Input should be {RangeNames}", text) { Context = ("expected", $"\"{RangeNames}\"") });
        return TimeRange.OneYear;
    }
}
